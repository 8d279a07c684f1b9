package dev.echelon.formula;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Constants as R prints them in the names of terms. */
final class Deparse {

    private static final MathContext FIFTEEN_DIGITS = new MathContext(15, RoundingMode.HALF_EVEN);

    private Deparse() {}

    /** {@code 1e-3} is {@code 0.001}, {@code 100000} is {@code 1e+05}: the shorter form, fixed if both are as long; {@code 2L} is {@code 2}. */
    static String number(double value, String written) {
        if (written.length() < 5 && written.chars().allMatch(c -> c >= '0' && c <= '9') && written.charAt(0) != '0') {
            return written;
        }
        if (written.equals("pi")) {
            return written;
        }
        if (Double.isInfinite(value)) {
            return "Inf";
        }
        if (written.endsWith("L") && value == Math.rint(value)) {
            return new BigDecimal(value).toPlainString();
        }
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(value).round(FIFTEEN_DIGITS).stripTrailingZeros();
        String fixed = rounded.toPlainString();
        String scientific = scientific(rounded);
        return fixed.length() <= scientific.length() ? fixed : scientific;
    }

    private static String scientific(BigDecimal value) {
        String digits = value.unscaledValue().toString();
        int exponent = digits.length() - 1 - value.scale();
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        String size = Integer.toString(Math.abs(exponent));
        return mantissa + "e" + (exponent < 0 ? "-" : "+") + (size.length() < 2 ? "0" + size : size);
    }

    static String quoted(String text) {
        return '"'
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\t", "\\t")
                + '"';
    }
}
