package dev.echelon.result;

import java.util.List;

/**
 * What becomes of a fit without the rows of one level of a grouping factor, for each of its levels. Definitions:
 * docs/math/diagnostics.md#groups.
 *
 * @param group the grouping factor
 * @param method {@code refit}: θ and σ estimated again; {@code one-step}: θ moved by one Newton step; {@code fixed-theta}:
 *     θ kept
 * @param coefficients names of the fixed effects
 * @param variances names of the variances: {@code (Intercept)|Subject}, …, {@code residual}
 * @param deletions one per level, in the order of the levels
 */
public record GroupInfluence(
        String group, String method, List<String> coefficients, List<String> variances, List<Deletion> deletions) {

    /**
     * The fit without one level. Numbers are NaN and lists empty if there is none.
     *
     * @param level the level
     * @param rows how many rows it has
     * @param failure why there is no fit without it; empty if there is
     * @param cooks Δβ'V⁻¹Δβ/p with V the covariance of the fixed effects of the whole fit
     * @param mdffits the same with V of the fit without the level
     * @param covratio |V without the level|/|V|
     * @param covtrace |tr(V⁻¹ V without the level) − p|
     * @param estimates the fixed effects without the level
     * @param dfbetas (estimate − estimate without the level)/standard error without the level
     * @param components the variances without the level
     * @param relativeChange each variance without the level over that of the whole fit, minus one; NaN where that is zero
     */
    public record Deletion(
            String level,
            long rows,
            String failure,
            double cooks,
            double mdffits,
            double covratio,
            double covtrace,
            List<Double> estimates,
            List<Double> dfbetas,
            List<Double> components,
            List<Double> relativeChange) {

        /** The largest |dfbetas|; 0 if there is no fit without the level. */
        public double largestChange() {
            return dfbetas.stream().mapToDouble(Math::abs).max().orElse(0);
        }
    }
}
