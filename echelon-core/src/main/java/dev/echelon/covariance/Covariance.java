package dev.echelon.covariance;

import java.util.List;

/**
 * The structure of the q×q relative covariance Σ of the effects of one level (Var(b_j) = σ²Σ), as a function of an
 * unconstrained parameter vector θ. Everything the engine needs of a structure is here; adding one is adding a class.
 *
 * <p>Matrices are column-major q×q in flat arrays. Methods may be called from several threads.
 */
public interface Covariance {

    /** The name in formulas: {@code us}, {@code diag}, {@code id}, {@code cs}, {@code homcs}, {@code ar1}, {@code arh1}. */
    String name();

    /** Number of parameters for q columns. */
    int parameterCount(int q);

    /** Writes starting values such that Σ is near {@code scale²·I}. */
    void start(int q, double scale, double[] theta, int offset);

    /** Writes Σ(θ). */
    void covariance(int q, double[] theta, int offset, double[] sigma);

    /**
     * Writes a lower-triangular λ with λλ' = Σ(θ) (upper triangle zero). Columns of a singular Σ may be zero.
     *
     * @return false if θ is outside the domain (the objective is then +∞)
     */
    boolean factor(int q, double[] theta, int offset, double[] lambda);

    /** Writes ∂Σ/∂θ_k. */
    void derivative(int q, double[] theta, int offset, int k, double[] dSigma);

    /** Writes ∂²Σ/∂θ_k∂θ_l. */
    void secondDerivative(int q, double[] theta, int offset, int k, int l, double[] d2Sigma);

    /**
     * Writes parameters whose Σ is the nearest of the family to {@code sigma} (exact if {@code sigma} is in the
     * family); used for warm starts and for exact singular solutions.
     */
    void parameters(int q, double[] sigma, double[] theta, int offset);

    /** How far columns may be transformed without leaving the family. */
    Invariance invariance();

    /** Names of the parameters for columns of these names, in lme4's style where lme4 has the structure. */
    List<String> parameterNames(List<String> columns);

    /**
     * Writes the parameters as they are reported, one for each of θ and under the same names: relative standard
     * deviations and correlations where the structure has them, otherwise θ itself.
     */
    default void natural(int q, double[] theta, int offset, double[] natural) {
        System.arraycopy(theta, offset, natural, 0, parameterCount(q));
    }

    /** The transformations b → Tb under which the family is closed. */
    enum Invariance {
        /** Any invertible T. */
        LINEAR,
        /** Any diagonal T with positive diagonal. */
        DIAGONAL,
        /** Only multiples of the identity. */
        SCALAR
    }
}
