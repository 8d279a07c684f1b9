package dev.echelon.internal.likelihood;

/**
 * The covariance C of (b̂ − b, β̂) given θ, relative to σ²: the inverse of the mixed-model equations
 *
 * <pre>
 *   C = | Z'WZ + Σ⁻¹  Z'WX |⁻¹
 *       | X'WZ        X'WX |
 * </pre>
 *
 * in the conditioned scale, never formed. Σ may be singular.
 *
 * <p><b>Source</b> docs/math/prediction-and-intervals.md#prediction; Henderson (1975), Biometrics 31:423.
 */
public interface JointCovariance {

    /**
     * w'Cw for one row w = (z, x).
     *
     * @param levels level of each factor, -1 for none
     * @param effects q conditioned effects of each factor
     * @param fixed p conditioned columns of X
     */
    default double form(int[] levels, double[][] effects, double[] fixed) {
        return form(levels, effects, fixed, new double[0]);
    }

    /** w'Cw for one row, and in {@code product} the p elements of Cw that belong to the fixed effects. */
    double form(int[] levels, double[][] effects, double[] fixed, double[] product);
}
