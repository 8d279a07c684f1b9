package dev.echelon.internal.distribution;

import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.FDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Tails of t and F with degrees of freedom that may be infinite, when they are those of the normal and χ²
 * distributions, or not positive, when there is no test and the answer is NaN.
 */
public final class Tests {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    private Tests() {}

    /** P(|T| > |t|). */
    public static double twoSided(double t, double df) {
        if (Double.isInfinite(df)) {
            return 2 * NORMAL.survivalProbability(Math.abs(t));
        }
        return df > 0 ? 2 * TDistribution.of(df).survivalProbability(Math.abs(t)) : Double.NaN;
    }

    /** The t with P(T > t) = tail. */
    public static double quantile(double tail, double df) {
        if (Double.isInfinite(df)) {
            return NORMAL.inverseSurvivalProbability(tail);
        }
        return df > 0 ? TDistribution.of(df).inverseSurvivalProbability(tail) : Double.NaN;
    }

    /** P(F > f). */
    public static double upperF(double f, int numerator, double denominator) {
        if (Double.isInfinite(denominator)) {
            return ChiSquaredDistribution.of(numerator).survivalProbability(numerator * f);
        }
        return denominator > 0 ? FDistribution.of(numerator, denominator).survivalProbability(f) : Double.NaN;
    }

    /** The f with P(F > f) = tail. */
    public static double quantileF(double tail, int numerator, double denominator) {
        if (Double.isInfinite(denominator)) {
            return ChiSquaredDistribution.of(numerator).inverseSurvivalProbability(tail) / numerator;
        }
        return denominator > 0 ? FDistribution.of(numerator, denominator).inverseSurvivalProbability(tail) : Double.NaN;
    }
}
