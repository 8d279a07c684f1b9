package dev.echelon.table;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Numbers as text: rounded to a number of significant digits, without trailing zeros, in fixed or scientific notation,
 * whichever is shorter (fixed if equally long). These are the rules by which R names the levels of {@code factor(x)}.
 */
final class NumberLabel {
    /** The digits R keeps in a level's name; doubles that agree in them get the same name. */
    static final int LEVEL_DIGITS = 15;

    private static final double EXACT_LONG = 1e15;

    private NumberLabel() {}

    /** The name of {@code value} as a level. */
    static String of(double value) {
        return of(value, LEVEL_DIGITS);
    }

    static boolean isWhole(double value) {
        return Math.abs(value) < EXACT_LONG && value == (long) value;
    }

    static String of(double value, int digits) {
        if (Double.isNaN(value)) {
            return "NA";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "Inf" : "-Inf";
        }
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(value)
                .round(new MathContext(digits, RoundingMode.HALF_EVEN))
                .stripTrailingZeros();
        String significand = rounded.unscaledValue().abs().toString();
        int exponent = significand.length() - 1 - rounded.scale();
        int decimals = Math.max(0, significand.length() - 1 - exponent);
        int fixedWidth = Math.max(exponent, 0) + 1 + (decimals > 0 ? decimals + 1 : 0);
        int exponentWidth = Math.abs(exponent) >= 100 ? 5 : 4;
        int scientificWidth = significand.length() + (significand.length() > 1 ? 1 : 0) + exponentWidth;
        return fixedWidth <= scientificWidth
                ? rounded.toPlainString()
                : (value < 0 ? "-" : "") + scientific(significand, exponent);
    }

    private static String scientific(String significand, int exponent) {
        StringBuilder text = new StringBuilder().append(significand.charAt(0));
        if (significand.length() > 1) {
            text.append('.').append(significand, 1, significand.length());
        }
        text.append('e').append(exponent < 0 ? '-' : '+');
        if (Math.abs(exponent) < 10) {
            text.append('0');
        }
        return text.append(Math.abs(exponent)).toString();
    }
}
