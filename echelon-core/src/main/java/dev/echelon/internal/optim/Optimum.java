package dev.echelon.internal.optim;

import java.util.List;

/**
 * Where a minimiser ended, and the evidence that it is a minimum. Immutable; arrays are copied in and out. Where
 * derivatives could not be evaluated, they and what follows from them are NaN.
 */
public final class Optimum {

    private final double[] point;
    private final double value;
    private final double[] gradient;
    private final double[] hessian;
    private final Status status;
    private final int iterations;
    private final int evaluations;
    private final double decrement;
    private final double smallestEigenvalue;
    private final List<Step> trace;

    Optimum(
            double[] point,
            double value,
            double[] gradient,
            double[] hessian,
            Status status,
            int iterations,
            int evaluations,
            double decrement,
            double smallestEigenvalue,
            List<Step> trace) {
        this.point = point.clone();
        this.value = value;
        this.gradient = gradient.clone();
        this.hessian = hessian.clone();
        this.status = status;
        this.iterations = iterations;
        this.evaluations = evaluations;
        this.decrement = decrement;
        this.smallestEigenvalue = smallestEigenvalue;
        this.trace = List.copyOf(trace);
    }

    /** The best point found. */
    public double[] point() {
        return point.clone();
    }

    /** The objective at {@link #point}. */
    public double value() {
        return value;
    }

    /** The gradient at {@link #point} (see {@link Options#derivativesAtOptimum}). */
    public double[] gradient() {
        return gradient.clone();
    }

    /** The model B of the Hessian at {@link #point}, column-major and symmetric. */
    public double[] hessian() {
        return hessian.clone();
    }

    /** Why the minimiser stopped. */
    public Status status() {
        return status;
    }

    /** Number of accepted steps. */
    public int iterations() {
        return iterations;
    }

    /** Number of evaluations of the value. */
    public int evaluations() {
        return evaluations;
    }

    /** ½g'B⁻¹g, the predicted distance of the value from its minimum; +∞ where B has negative curvature. */
    public double decrement() {
        return decrement;
    }

    /** The largest absolute component of the gradient. */
    public double gradientNorm() {
        return maxAbs(gradient);
    }

    /** The smallest eigenvalue of B; not negative at a minimum, up to rounding. */
    public double smallestEigenvalue() {
        return smallestEigenvalue;
    }

    /** One entry for each evaluation of the value. */
    public List<Step> trace() {
        return trace;
    }

    static double maxAbs(double[] x) {
        double max = 0;
        for (double v : x) {
            max = Math.max(max, Math.abs(v));
        }
        return max;
    }

    /** Why a minimiser stopped. */
    public enum Status {
        /** The evidence for a minimum is complete. */
        CONVERGED,
        /** No step lowers the value although the model predicts one. */
        STALLED,
        /** The allowed number of evaluations was used. */
        MAX_EVALUATIONS,
        /** The value at the start is +∞. */
        START_INFEASIBLE
    }

    /**
     * One evaluation.
     *
     * @param evaluation counted from 1
     * @param value the objective there, +∞ outside the domain
     * @param gradientNorm the largest absolute component of the gradient from which the step was computed; NaN at the
     *     start
     * @param radius the trust radius from which the step was computed
     */
    public record Step(int evaluation, double value, double gradientNorm, double radius) {}
}
