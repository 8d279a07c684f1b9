package dev.echelon.covariance;

import java.util.List;

/**
 * A multiplier g(v; δ) > 0 of the residual standard deviation, a function of a covariate, of the fitted value or of a
 * stratum. The residual covariance is then diag(g)·Σ·diag(g).
 */
public interface VarianceFunction {

    /** The name in formulas: {@code ident}, {@code power}, {@code exp}, {@code constPower}, {@code constProp}, {@code fixed}. */
    String name();

    /** Whether g is positive at this covariate: {@code power} and {@code fixed} do not take 0. */
    default boolean accepts(double v) {
        return Double.isFinite(v);
    }

    /** Number of parameters, for so many strata (1 if the argument is a covariate). */
    int parameterCount(int strata);

    /** Names of the parameters. */
    List<String> parameterNames(List<String> strata);

    /** Writes δ for which g is constant, or as near to it as the family has. */
    void start(int strata, double[] delta, int offset);

    /**
     * Writes log g, its derivatives and its second derivatives by δ: {@code log g, ∂ (s), ∂² (s×s)}.
     *
     * @param v the covariate, or the index of the stratum
     * @return false if δ is outside the domain
     */
    boolean log(int strata, double v, double[] delta, int offset, double[] log);
}
