package dev.echelon;

import java.util.Collection;

/** How a section of a file holds its array; the codes stay what they are in all releases. */
enum SectionKind {
    /** IEEE 754 numbers, little-endian. */
    FLOAT64(1),
    /** Numbers that are counts, as varints. */
    COUNTS(2),
    /** Whole numbers as varints of the zigzag difference from the one before. */
    DIFFERENCES(3),
    /** Texts as length and bytes in UTF-8. */
    TEXTS(4),
    /** Texts that are whole numbers, as {@link #DIFFERENCES}. */
    NUMBERS_AS_TEXT(5);

    /** The largest number up to which every integer is a double. */
    private static final double EXACT = 0x1p53;

    private final int code;

    SectionKind(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** Whether every number is a count; zero is, minus zero is not. */
    static boolean areCounts(double[] values) {
        for (double value : values) {
            boolean count = value >= 0 && value <= EXACT && value == (long) value;
            if (!count || value == 0 && Double.doubleToRawLongBits(value) != 0) {
                return false;
            }
        }
        return true;
    }

    /** The numbers that the texts are, if reading and writing them gives the same texts; else empty. */
    static long[] plainNumbers(Collection<String> texts) {
        long[] numbers = new long[texts.size()];
        int next = 0;
        for (String text : texts) {
            long value = text.isEmpty() || text.length() > 15 ? -1 : parse(text);
            if (value < 0) {
                return new long[0];
            }
            numbers[next++] = value;
        }
        return numbers;
    }

    private static long parse(String text) {
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9 || i == 0 && digit == 0 && text.length() > 1) {
                return -1;
            }
            value = 10 * value + digit;
        }
        return value;
    }
}
