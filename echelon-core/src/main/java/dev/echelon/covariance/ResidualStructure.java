package dev.echelon.covariance;

import java.util.List;

/**
 * A family of covariance matrices of the observations of one subject, Σ_ij = σ(position_i, position_j; θ), in its natural
 * parameters: variances, covariances, correlations, ranges, as SAS reports them. Everything the engine needs of a
 * structure is here; adding one is adding a class, a line in {@code ResidualStructures} and a contract test.
 *
 * <p>Matrices are column-major n×n in flat arrays, n the number of positions. Stateless; methods may be called from several
 * threads.
 */
public interface ResidualStructure {

    /** What a structure needs to know of a position. */
    enum Needs {
        /** The slot on a grid that all subjects share. */
        SLOTS,
        /** Integers whose differences are lags. */
        LAGS,
        /** Coordinates, one or more. */
        COORDINATES
    }

    /** The name in formulas: {@code us}, {@code ar1}, … */
    String name();

    /** The name in other programs: {@code UN}, {@code AR(1)}, … */
    String label();

    /** Σ_ij in plain text: {@code σ²ρ^|i−j|}. */
    String formula();

    /** What it needs to know of a position. */
    Needs needs();

    /** The number of parameters on a grid of so many slots; a structure without grid ignores it. */
    int parameterCount(int slots);

    /** Names of the parameters, for slots of these names. */
    List<String> parameterNames(List<String> slots);

    /**
     * How a parameter changes when the response is multiplied by c: by c to this power (2 for variances and covariances, 1
     * for standard deviations and loadings, 0 for correlations and ranges).
     */
    int order(int slots, int k);

    /**
     * The least value of a parameter if it belongs to the domain, so that an optimum may lie there: 0 for a nugget or a
     * specific variance; −∞ if the domain is open below or reaches its end only with a singular Σ.
     */
    default double lowerBound(int slots, int k) {
        return Double.NEGATIVE_INFINITY;
    }

    /** Whether Σ is diagonal, so that rows are independent whatever their subject. */
    default boolean diagonal() {
        return false;
    }

    /** Whether Σ is linear in all parameters: second derivatives vanish. */
    boolean linear();

    /** Writes Σ(θ); false if θ is outside the domain. Positive definiteness is checked by who factors Σ. */
    boolean covariance(Positions at, double[] theta, int offset, double[] sigma);

    /** Writes ∂Σ/∂θ_k. */
    void derivative(Positions at, double[] theta, int offset, int k, double[] dSigma);

    /** Writes ∂²Σ/∂θ_k∂θ_l; returns false and writes nothing if it is zero for all θ. */
    boolean secondDerivative(Positions at, double[] theta, int offset, int k, int l, double[] d2Sigma);

    /** Writes starting values near the moments of the residuals, inside the domain and with Σ positive definite. */
    void start(ResidualMoments moments, double[] theta, int offset);

    /**
     * Other starting values worth trying, because the likelihood of the structure is known to have several maxima; each
     * complete. Empty for most.
     */
    default List<double[]> furtherStarts(ResidualMoments moments) {
        return List.of();
    }
}
