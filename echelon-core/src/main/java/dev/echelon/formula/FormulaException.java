package dev.echelon.formula;

import dev.echelon.error.EchelonException;

/** A formula that cannot be read or does not fit the data; {@link #getMessage()} shows the place with a caret. */
public final class FormulaException extends EchelonException {
    private static final long serialVersionUID = 1L;

    private final String sentence;

    /**
     * @param sentence what is wrong and what to do, one sentence, without the formula
     * @param formula the text of the formula
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
        int width = Math.max(1, Math.min(span.end(), formula.length()) - span.start());
        return sentence + "\n  " + formula + "\n  " + " ".repeat(span.start()) + "^".repeat(width);
    }
}
