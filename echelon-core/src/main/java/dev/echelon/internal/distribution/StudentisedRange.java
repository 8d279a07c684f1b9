package dev.echelon.internal.distribution;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The studentised range: (max − min) of k independent standard normal variables over √(χ²_ν/ν).
 *
 * <p>P(Q > q) = E_s ∫ kφ(z){Φ(z)^{k−1} − [Φ(z) − Φ(z − qs)]^{k−1}} dz: both integrals by the trapezoidal rule, which
 * converges exponentially here, so that the result has an absolute error near 1e-14. The tail is what is summed, not
 * one less a sum.
 *
 * <p><b>Source</b> Copenhaver and Holland, Journal of Statistical Computation and Simulation 30 (1988);
 * docs/math/marginal-means.md#studentised-range
 */
public final class StudentisedRange {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    private static final double BOUND = 8.5;
    private static final double STEP = 0.125;
    private static final int NODES = (int) (2 * BOUND / STEP) + 1;

    private final int groups;
    private final double df;
    /** kφ(z)·step and Φ(z) at the nodes. */
    private final double[] density = new double[NODES];

    private final double[] below = new double[NODES];

    private StudentisedRange(int groups, double df) {
        this.groups = groups;
        this.df = df;
        for (int i = 0; i < NODES; i++) {
            double z = i * STEP - BOUND;
            density[i] = groups * STEP * NORMAL.density(z);
            below[i] = NORMAL.cumulativeProbability(z);
        }
    }

    /**
     * The range of so many means.
     *
     * @param groups k, at least 2
     * @param df ν > 0, may be infinite
     */
    public static StudentisedRange of(int groups, double df) {
        if (groups < 2 || !(df > 0)) {
            throw new IllegalArgumentException("groups " + groups + ", degrees of freedom " + df);
        }
        return new StudentisedRange(groups, df);
    }

    /** P(Q > q). */
    public double survivalProbability(double q) {
        return q <= 0 ? 1 : Math.max(0, Math.min(1, ChiMean.of(df, s -> tail(q * s))));
    }

    /** The q that is exceeded with probability p. */
    public double inverseSurvivalProbability(double p) {
        return Decreasing.solve(this::survivalProbability, p, 4);
    }

    /** P(max − min > w) of standard normal variables. */
    private double tail(double w) {
        double sum = 0;
        for (int i = 0; i < NODES; i++) {
            double lower = NORMAL.cumulativeProbability(i * STEP - BOUND - w);
            // a^n − b^n = −a^n·expm1(n·log(b/a)) keeps the digits when b is close to a.
            if (lower > 0 && below[i] > 0) {
                double n = groups - 1.0;
                sum -= density[i] * Math.pow(below[i], n) * Math.expm1(n * Math.log1p(-lower / below[i]));
            }
        }
        return sum;
    }
}
