package dev.echelon.covariance;

/**
 * A structure in which an observation depends on the earlier ones of its subject only through the one before it, positions
 * in ascending order: y_i = φ_i y_(i−1) + e_i, var(e_i) = v_i. Its likelihood takes time and memory linear in the number of
 * observations. Structures over coordinates are Markov on one axis only.
 */
public interface Markov extends ResidualStructure {

    /**
     * Writes the parameters on which φ_i and v_i depend, ascending; {@code i = 0} is the first observation of the subject,
     * which has φ = 0.
     *
     * @return how many; at most 4 but for antedependence, which has one for each slot between the two observations
     */
    int dependencies(Positions at, int i, int[] parameters);

    /**
     * Writes φ_i and v_i with their derivatives by the s parameters of {@link #dependencies}: {@code φ, ∂φ (s), ∂²φ (s×s)}
     * and the same of v.
     *
     * @return false if θ is outside the domain
     */
    boolean transition(Positions at, int i, double[] theta, int offset, double[] phi, double[] v);
}
