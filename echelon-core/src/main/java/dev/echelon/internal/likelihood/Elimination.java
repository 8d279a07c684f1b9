package dev.echelon.internal.likelihood;

import java.util.Optional;

/**
 * The penalised normal equations with random effects, X and y eliminated in this order, and what the likelihood and its
 * derivatives read from that. Two ways of storing it: {@link BlockedElimination}, nested factors level by level over one
 * dense root, and {@link SparseElimination}, a sparse factor under an order of all levels. Both give the same numbers up
 * to rounding.
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

    /** Solves for β̂, b̂ and g = Z'Py. */
    void solve(double[][] lambda);

    /** β̂*. */
    double[] fixedEffects();

    /** The array that holds b̂ of a factor, q per level. */
    double[] effects(int factor);

    /** The array that holds g of a factor, q per level. */
    double[] gradient(int factor);

    /** Where a factor starts in {@link #effects} and {@link #gradient}. */
    int start(int factor);

    /**
     * The score matrices H_f = ∂d/∂Σ_f after {@link #solve}, q×q per factor; valid until the next call.
     *
     * @param withFixed whether β is estimated (REML)
     */
    double[][] scores(double[][] lambda, boolean withFixed, double sigma2);

    /** f_k'Pf_l of the working variates for all pairs of parameters, K×K. */
    double[] variateProducts(double[][] lambda, double[][] derivatives);

    /** Makes {@link #conditionalVariance} ready, if {@link #scores} has not done so. */
    void invert(double[][] lambda);

    /** C̃_jj of a level with β taken as known, q×q. */
    void conditionalVariance(int factor, int level, double[] out);

    /** The covariance of all effects, valid until the next factorisation. */
    JointCovariance joint(double[][] lambda);

    /** Derivatives of models with one factor, where they are exact. */
    default Optional<OneFactorDerivatives> oneFactor() {
        return Optional.empty();
    }

    /** Name of the dense kernels in use. */
    String kernels();
}
