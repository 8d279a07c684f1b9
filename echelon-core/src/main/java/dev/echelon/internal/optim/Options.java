package dev.echelon.internal.optim;

/**
 * When a minimiser stops and how far it may step.
 *
 * @param maxEvaluations most evaluations of the value
 * @param tolerance largest distance of the value from its minimum, as predicted by the quadratic model ½g'B⁻¹g
 * @param initialRadius length of the longest first step; 0 for max(1, ‖start‖)
 * @param stepCap no step is longer than this times max(1, ‖x‖)
 * @param derivativesAtOptimum whether gradient and Hessian are those of the last point exactly; if false, the last
 *     step may be taken on the value alone
 */
public record Options(
        int maxEvaluations, double tolerance, double initialRadius, double stepCap, boolean derivativesAtOptimum) {

    /** For objectives on the scale of −2 log-likelihood. */
    public static final Options DEFAULTS = new Options(500, 1e-10, 0, 3, true);

    public Options withMaxEvaluations(int evaluations) {
        return new Options(evaluations, tolerance, initialRadius, stepCap, derivativesAtOptimum);
    }

    public Options withTolerance(double value) {
        return new Options(maxEvaluations, value, initialRadius, stepCap, derivativesAtOptimum);
    }

    public Options withInitialRadius(double radius) {
        return new Options(maxEvaluations, tolerance, radius, stepCap, derivativesAtOptimum);
    }

    public Options withStepCap(double cap) {
        return new Options(maxEvaluations, tolerance, initialRadius, cap, derivativesAtOptimum);
    }

    public Options withDerivativesAtOptimum(boolean exact) {
        return new Options(maxEvaluations, tolerance, initialRadius, stepCap, exact);
    }
}
