package dev.echelon.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Rounded numbers for reading: one number of decimal places for a whole column, so that decimal points align. */
final class Decimals {
    /** What stands for a value that does not exist. */
    static final String ABSENT = "-";

    /** Room for digits before and after the point together; more is noise to a reader. */
    private static final int MOST_DIGITS = 10;

    /** A value this much smaller than the largest of its column is shown as zero, not with more places for all. */
    private static final double NEGLIGIBLE = 1e-6;

    private static final double TOO_LARGE = 1e12;

    private Decimals() {}

    /**
     * Decimal places that show {@code digits} significant digits of the smallest value that matters in a column.
     *
     * @return 0 … 10, and no more than leave the largest value readable
     */
    static int places(int digits, double... values) {
        double largest = 0;
        for (double value : values) {
            largest = Double.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest;
        }
        double smallest = Double.POSITIVE_INFINITY;
        for (double value : values) {
            double size = Math.abs(value);
            smallest = size > NEGLIGIBLE * largest ? Math.min(smallest, size) : smallest;
        }
        if (Double.isInfinite(smallest)) {
            return digits;
        }
        int wanted = digits - 1 - magnitude(smallest);
        int room = MOST_DIGITS - 1 - Math.max(0, magnitude(largest));
        return Math.max(0, Math.min(wanted, room));
    }

    /** {@code value} with that many decimal places; in scientific notation if it has no readable fixed form. */
    static String fixed(double value, int places) {
        if (Double.isNaN(value)) {
            return ABSENT;
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "Inf" : "-Inf";
        }
        if (Math.abs(value) >= TOO_LARGE) {
            return scientific(value);
        }
        BigDecimal rounded = new BigDecimal(value).setScale(places, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? rounded.abs().toPlainString() : rounded.toPlainString();
    }

    /** Four significant digits and an exponent. */
    static String scientific(double value) {
        return Double.isNaN(value) ? ABSENT : String.format(Locale.ROOT, "%.3e", value);
    }

    /** A size for a sentence: {@code 0.012}, or {@code 3e-09} when it is small. */
    static String brief(double value) {
        if (Double.isNaN(value)) {
            return ABSENT;
        }
        double size = Math.abs(value);
        if (value == 0) {
            return "0";
        }
        return size < 1e-3 || size >= 1e6 ? String.format(Locale.ROOT, "%.1e", value) : fixed(value, 3);
    }

    /** A probability: four places, scientific below 0.0001. */
    static String probability(double p) {
        if (p < 1e-16) {
            return "<1e-16";
        }
        return p < 1e-4 ? scientific(p) : fixed(p, 4);
    }

    /** The exponent of the leading digit: 2 for 251.4, -1 for 0.25. */
    private static int magnitude(double size) {
        return size == 0 ? 0 : (int) Math.floor(Math.log10(size));
    }
}
