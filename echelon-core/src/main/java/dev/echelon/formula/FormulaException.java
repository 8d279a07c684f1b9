package dev.echelon.formula;

import dev.echelon.error.EchelonException;

/** A formula that cannot be read or does not fit the data; {@link #getMessage()} shows the place with a caret. */
public final class FormulaException extends EchelonException {
    private static final long serialVersionUID = 1L;

    private final String sentence;

    /**
     * @param sentence what is wrong and what to do, one sentence, without the formula
     * @param formula the text of the formula; of several lines, the one with the place is shown
     * @param span the offending place
     */
    public FormulaException(String sentence, String formula, Span span) {
        super(render(sentence, formula, span));
        this.sentence = sentence;
    }

    /** What is wrong and what to do, without the picture of the place. */
    public String sentence() {
        return sentence;
    }

    private static String render(String sentence, String formula, Span span) {
        int start = Math.min(span.start(), formula.length());
        int from = start;
        while (from > 0 && !isLineEnd(formula.charAt(from - 1))) {
            from--;
        }
        int to = start;
        while (to < formula.length() && !isLineEnd(formula.charAt(to))) {
            to++;
        }
        int end = Math.max(start, Math.min(span.end(), to));
        // A tab would move the caret, so it is shown as a blank; offsets count UTF-16 units, columns count characters.
        String line = formula.substring(from, to).replace('\t', ' ');
        int before = formula.codePointCount(from, start);
        int width = Math.max(1, formula.codePointCount(start, end));
        return sentence + "\n  " + line + "\n  " + " ".repeat(before) + "^".repeat(width);
    }

    private static boolean isLineEnd(char c) {
        return c == '\n' || c == '\r';
    }
}
