package dev.echelon.internal.likelihood;

import java.util.Optional;

/**
 * The penalised normal equations with random effects, X and y eliminated in this order, and what the likelihood and its
 * derivatives read from that. Three ways of doing it: {@link OneFactorElimination}, sums over the levels of one factor;
 * {@link BlockedElimination}, nested factors level by level over one dense root; {@link SparseElimination}, a sparse
 * factor under an order of all levels. All give the same numbers up to rounding.
 *
 * <p>Methods are called in this order: {@link #factor}, {@link #solve}, {@link #scores}, then the others.
 */
interface Elimination {

    /**
     * Factors at the given relative covariance factors, one q×q lower triangle per factor.
     *
     * @return false if a pivot is not positive
     */
    boolean factor(double[][] lambda);

    /** log|Λ'Z'ZΛ + I|. */
    double logDeterminant();

    /** One element of the factor of [X y]'V⁻¹[X y], lower triangle; its last diagonal element is r. */
    double fixedFactor(int row, int column);

    /** Solves for β̂. */
    void solve(double[][] lambda);

    /** β̂*. */
    double[] fixedEffects();

    /** The array that holds b̂ of a factor, q per level, after {@link #invert}. */
    double[] effects(int factor);

    /** Where a factor starts in {@link #effects}. */
    int start(int factor);

    /** Σ_j g_jg_j' with g = Z'Py over the levels of a factor, q×q, after {@link #scores}. */
    double[] gradientProducts(int factor);

    /**
     * The score matrices H_f = ∂d/∂Σ_f after {@link #solve}, q×q per factor; valid until the next call.
     *
     * @param withFixed whether β is estimated (REML)
     */
    double[][] scores(double[][] lambda, boolean withFixed, double sigma2);

    /** f_k'Pf_l of the working variates for all pairs of parameters, K×K. */
    double[] variateProducts(double[][] lambda, double[][] derivatives);

    /** Makes {@link #effects} and {@link #conditionalVariance} ready, if {@link #solve} and {@link #scores} has not done so. */
    void invert(double[][] lambda);

    /** C̃_jj of a level with β taken as known, q×q. */
    void conditionalVariance(int factor, int level, double[] out);

    /** The covariance of all effects, valid until the next factorisation. */
    JointCovariance joint(double[][] lambda);

    /** What the exact Hessian of a model with one factor is made of, after {@link #scores}; empty if it is not to be had. */
    default Optional<OneFactorSums> oneFactor() {
        return Optional.empty();
    }

    /** Name of the dense kernels in use. */
    String kernels();

    /** Σ_j g_jg_j' of so many levels with q numbers each, the first at {@code g[from]}. */
    static double[] gradientProducts(double[] g, int from, int levels, int q) {
        double[] products = new double[q * q];
        for (int at = from; at < from + levels * q; at += q) {
            for (int b = 0; b < q; b++) {
                for (int a = 0; a < q; a++) {
                    products[b * q + a] += g[at + a] * g[at + b];
                }
            }
        }
        return products;
    }
}
