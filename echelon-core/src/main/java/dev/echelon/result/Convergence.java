package dev.echelon.result;

/**
 * The certificate of an optimum: measured numbers instead of a guess.
 *
 * @param status {@code converged}, {@code converged-boundary} (KKT conditions hold at a singular Σ) or {@code failed}
 * @param optimizer {@code trust-region} or {@code bobyqa}
 * @param iterations accepted steps
 * @param evaluations evaluations of the objective
 * @param gradient largest absolute component of ∂d/∂θ in the internal scale
 * @param decrement Newton decrement ½g'B⁻¹g: about how far the objective is above its minimum
 * @param smallestEigenvalue of the Hessian model at the optimum; not negative at a minimum
 * @param kkt smallest v'H_b v over unit v in null directions of a singular Σ_b; NaN if none is singular
 */
public record Convergence(
        String status,
        String optimizer,
        int iterations,
        int evaluations,
        double gradient,
        double decrement,
        double smallestEigenvalue,
        double kkt) {

    /** Whether the optimum is certified. */
    public boolean converged() {
        return status.startsWith("converged");
    }
}
