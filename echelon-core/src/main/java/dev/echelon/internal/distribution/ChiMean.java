package dev.echelon.internal.distribution;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.numbers.gamma.LogGamma;

/**
 * Means over s = √(χ²_ν/ν), the ratio of an estimated to a true standard deviation: E g(s) = ∫ f(t)·g(eᵗ) dt with
 * t = log s, f(t) = 2(ν/2)^{ν/2}/Γ(ν/2)·exp(νt − νe²ᵗ/2). The trapezoidal rule converges exponentially, because the
 * integrand is analytic and vanishes at both ends; for ν = ∞ the mean is g(1).
 *
 * <p><b>Cost</b> 60 to 200 values of g for ν ≥ 3, more for fewer degrees of freedom.
 */
final class ChiMean {
    /** exp(−38) is below what rounding loses of one. */
    private static final double NEGLIGIBLE = -38;

    /** The strip in which the integrand is analytic and bounded makes this step safe for any ν. */
    private static final double WIDEST_STEP = 0.07;

    private ChiMean() {}

    static double of(double df, DoubleUnaryOperator g) {
        if (Double.isInfinite(df)) {
            return g.applyAsDouble(1);
        }
        double step = Math.min(WIDEST_STEP, 0.4 / Math.sqrt(2 * df));
        double logPeak = Math.log(2) + df / 2 * Math.log(df / 2) - LogGamma.value(df / 2);
        return step * (half(df, g, step, logPeak, 0) + half(df, g, -step, logPeak, -step));
    }

    /** The sum from {@code first} in steps until terms vanish. */
    private static double half(double df, DoubleUnaryOperator g, double step, double logPeak, double first) {
        double sum = 0;
        for (double t = first; ; t += step) {
            double exponent = df * t - df * Math.exp(2 * t) / 2;
            if (exponent + df / 2 < NEGLIGIBLE) {
                return sum;
            }
            sum += Math.exp(logPeak + exponent) * g.applyAsDouble(Math.exp(t));
        }
    }
}
