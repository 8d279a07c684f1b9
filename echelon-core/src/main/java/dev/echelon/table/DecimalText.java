package dev.echelon.table;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import java.util.List;

/**
 * Which texts are decimal numbers, and their values: an optional sign, digits with at most one decimal mark, an optional
 * exponent, blanks around; also {@code Inf}, {@code Infinity} and {@code NaN}. Java's own extras ({@code 1d},
 * {@code 0x1p3}) are not numbers here: they are more likely labels.
 */
final class DecimalText {
    static final DecimalText POINT = new DecimalText('.');

    private final char mark;

    DecimalText(char mark) {
        this.mark = mark;
    }

    boolean areNumbers(List<String> texts) {
        return texts.stream().allMatch(this::isNumber);
    }

    boolean isNumber(String text) {
        return isNumber(text.toCharArray(), 0, text.length());
    }

    boolean isNumber(char[] text, int offset, int length) {
        int from = skipBlanks(text, offset, offset + length);
        int to = trimBlanks(text, from, offset + length);
        int start = from < to && isSign(text[from]) ? from + 1 : from;
        int at = skipDigits(text, start, to);
        int digits = at - start;
        if (at < to && text[at] == mark) {
            int end = skipDigits(text, at + 1, to);
            digits += end - at - 1;
            at = end;
        }
        if (digits == 0) {
            return isSpecial(text, from, to);
        }
        return at == to || isExponent(text, at, to);
    }

    /** The value of a text that {@link #isNumber} accepts. */
    double parse(char[] text, int offset, int length) {
        int from = skipBlanks(text, offset, offset + length);
        int to = trimBlanks(text, from, offset + length);
        if (from < to && text[to - 1] > '9' && isSpecial(text, from, to)) {
            return special(text, from, to);
        }
        if (from == to || text[to - 1] > '9') {
            throw new NumberFormatException("not a decimal number");
        }
        return mark == '.'
                ? JavaDoubleParser.parseDouble(text, from, to - from)
                : JavaDoubleParser.parseDouble(new String(text, from, to - from).replace(mark, '.'));
    }

    /** Whether a text that {@link #isNumber} accepts is {@code NaN}: no other number ends in N. */
    static boolean isNaN(char[] text, int offset, int length) {
        return text[trimBlanks(text, offset, offset + length) - 1] == 'N';
    }

    private static double special(char[] text, int from, int to) {
        if (text[to - 1] == 'N') {
            return Double.NaN;
        }
        return text[from] == '-' ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }

    private static boolean isSpecial(char[] text, int from, int to) {
        int start = from < to && isSign(text[from]) ? from + 1 : from;
        return equal(text, start, to, "Inf") || equal(text, start, to, "Infinity") || equal(text, from, to, "NaN");
    }

    static boolean equal(char[] text, int from, int to, String word) {
        if (to - from != word.length()) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (text[i] != word.charAt(i - from)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isExponent(char[] text, int at, int to) {
        if (text[at] != 'e' && text[at] != 'E') {
            return false;
        }
        int start = at + 1 < to && isSign(text[at + 1]) ? at + 2 : at + 1;
        return start < to && skipDigits(text, start, to) == to;
    }

    private static boolean isSign(char c) {
        return c == '-' || c == '+';
    }

    private static int skipDigits(char[] text, int from, int to) {
        int at = from;
        while (at < to && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        return at;
    }

    static int skipBlanks(char[] text, int from, int to) {
        int at = from;
        while (at < to && isBlank(text[at])) {
            at++;
        }
        return at;
    }

    static int trimBlanks(char[] text, int from, int to) {
        int at = to;
        while (at > from && isBlank(text[at - 1])) {
            at--;
        }
        return at;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }
}
