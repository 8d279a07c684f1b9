package dev.echelon.formula;

import java.util.Set;

/** Rules for column names in formulas: which need backticks. */
final class Names {

    private static final Set<String> RESERVED = Set.of("TRUE", "FALSE", "NULL", "NA", "Inf", "NaN");

    private Names() {}

    static String quoteIfNeeded(String name) {
        return isSyntactic(name) ? name : "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`";
    }

    static boolean isSyntactic(String name) {
        if (name.isEmpty() || RESERVED.contains(name)) {
            return false;
        }
        char first = name.charAt(0);
        if (!(Character.isLetter(first)
                || first == '.' && (name.length() == 1 || !Character.isDigit(name.charAt(1))))) {
            return false;
        }
        return name.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '.' || c == '_');
    }
}
