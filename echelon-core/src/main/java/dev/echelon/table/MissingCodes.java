package dev.echelon.table;

import java.util.Set;

/** Which fields are missing values. */
final class MissingCodes {
    private final String[] codes;
    private final boolean quoted;

    MissingCodes(Set<String> codes, boolean quoted) {
        this.codes = codes.toArray(String[]::new);
        this.quoted = quoted;
    }

    boolean contain(char[] text, int offset, int length, boolean inQuotes) {
        if (inQuotes && !quoted) {
            return false;
        }
        int from = DecimalText.skipBlanks(text, offset, offset + length);
        int to = DecimalText.trimBlanks(text, from, offset + length);
        for (String code : codes) {
            if (DecimalText.equal(text, from, to, code)) {
                return true;
            }
        }
        return false;
    }
}
