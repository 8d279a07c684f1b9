package dev.echelon.formula;

import java.util.Set;

/** Rules for column names in formulas: which need backticks. */
final class Names {

    /** Words that R does not take as names. */
    private static final Set<String> RESERVED = Set.of(
            "TRUE",
            "FALSE",
            "NULL",
            "NA",
            "Inf",
            "NaN",
            "if",
            "else",
            "for",
            "while",
            "repeat",
            "function",
            "next",
            "break",
            "in");

    private Names() {}

    static String quoteIfNeeded(String name) {
        return isSyntactic(name)
                ? name
                : "`"
                        + name.replace("\\", "\\\\")
                                .replace("`", "\\`")
                                .replace("\n", "\\n")
                                .replace("\t", "\\t") + "`";
    }

    static boolean isSyntactic(String name) {
        if (name.isEmpty() || RESERVED.contains(name)) {
            return false;
        }
        int first = name.codePointAt(0);
        if (first == '.' ? name.length() > 1 && isDigit(name.charAt(1)) : !Character.isLetter(first)) {
            return false;
        }
        for (int i = 0; i < name.length(); ) {
            int codePoint = name.codePointAt(i);
            if (!isPart(codePoint)) {
                return false;
            }
            i += Character.charCount(codePoint);
        }
        return true;
    }

    /** Whether a character may stand in a name without backticks. */
    static boolean isPart(int codePoint) {
        return codePoint == '.' || codePoint == '_' || Character.isLetterOrDigit(codePoint) || isMark(codePoint);
    }

    /** Combining accents, as in the decomposed form of é. */
    private static boolean isMark(int codePoint) {
        int type = Character.getType(codePoint);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
