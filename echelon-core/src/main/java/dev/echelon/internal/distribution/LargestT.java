package dev.echelon.internal.distribution;

/**
 * The largest |t| of several correlated t statistics with a common estimate of scale: what single-step simultaneous
 * tests and intervals need.
 */
public interface LargestT {

    /** P(max |t_i| > t) with df degrees of freedom, which may be infinite. */
    double survivalProbability(double t, double df);

    /** A bound of the error of a tail probability near 0.05 with 99 % confidence; 0 if only rounding matters. */
    double error();

    /** The t that max |t_i| exceeds with probability p. */
    default double inverseSurvivalProbability(double p, double df) {
        return Decreasing.solve(t -> survivalProbability(t, df), p, 2);
    }

    /**
     * By two quadratures if the correlations are products ρ_ij = λ_iλ_j, as of comparisons with one control; by a
     * lattice of directions otherwise.
     *
     * @param n number of statistics
     * @param correlation n×n, of any rank
     */
    static LargestT of(int n, double[] correlation) {
        return OneFactorT.of(n, correlation)
                .<LargestT>map(exact -> exact)
                .orElseGet(() -> DirectionalT.of(n, correlation));
    }
}
