package dev.echelon.internal.optim;

import dev.echelon.internal.optim.Optimum.Status;
import dev.echelon.internal.optim.Optimum.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Newton's method with an exact trust region for smooth functions of few variables (up to about 100). It leaves saddle
 * points along the most negative curvature, and steps back from points outside the domain (+∞).
 *
 * <p>It stops when the model is convex and predicts a distance ½g'B⁻¹g below the tolerance. A predicted distance that
 * the observed rate of convergence puts below the tolerance after one more step is followed by just that step, so that
 * the end point is nearer than the tolerance asks. Reductions too small for the value to resolve in floating point are
 * judged by the model. Source: Conn, Gould and Toint (2000), Trust-Region Methods, chapters 6, 7 and 17.4.
 */
public final class TrustRegion {

    /** Rounding error of the value, relative; a sum over many groups loses a few digits more than one operation. */
    private static final double VALUE_ROUNDING = 1e-13;

    /**
     * Relative increase of the value that does not speak against a last step: where y is nearly explained, a residual sum
     * of squares that is a difference of sums of squares has lost digits of which the value knows nothing.
     */
    private static final double LAST_STEP_ROUNDING = 1e-11;

    /** Above this predicted distance, the quadratic model is not yet trusted to make its step the last one. */
    private static final double LAST_STEP_RANGE = 1e-7;

    /** A predicted distance below this fraction of the tolerance needs no further step: θ then has eight digits or more. */
    private static final double NEGLIGIBLE = 1e-6;

    private static final double ACCEPT = 1e-4;
    private static final double POOR = 0.25;
    private static final double GOOD = 0.75;

    private final Objective objective;
    private final Options options;
    private final int n;
    private final QuadraticModel model;
    private final double[] gradient;
    private final double[] hessian;
    private final double[] step;
    private final List<Step> trace = new ArrayList<>(16);
    private double[] point;
    private double[] trial;
    private double value;
    private double radius;
    private double decrement = Double.NaN;
    private double previousDecrement = Double.POSITIVE_INFINITY;
    private double gradientNorm = Double.NaN;
    private boolean atPoint; // the objective's last valued point is `point`
    private int iterations;

    private TrustRegion(Objective objective, double[] start, Options options) {
        this.objective = objective;
        this.options = options;
        n = objective.dimension();
        model = new QuadraticModel(n);
        gradient = new double[n];
        hessian = new double[n * n];
        step = new double[n];
        point = start.clone();
        trial = new double[n];
        radius = options.initialRadius() > 0 ? options.initialRadius() : scale();
    }

    /**
     * Minimises from {@code start}. On return the objective's last valued point is the optimum unless the status is
     * {@link Status#START_INFEASIBLE}.
     *
     * @return the best point found, with the reason for stopping; never throws for a function that has no minimum
     */
    public static Optimum minimise(Objective objective, double[] start, Options options) {
        return new TrustRegion(objective, start, options).run();
    }

    private Optimum run() {
        value = objective.value(point);
        trace.add(new Step(1, value, gradientNorm, radius));
        if (!Double.isFinite(value)) {
            Arrays.fill(gradient, Double.NaN);
            Arrays.fill(hessian, Double.NaN);
            return optimum(Status.START_INFEASIBLE);
        }
        atPoint = true;
        if (!differentiate()) {
            return optimum(Status.STALLED);
        }
        while (!(decrement <= NEGLIGIBLE * options.tolerance())) {
            if (trace.size() >= options.maxEvaluations()) {
                return optimum(decrement <= attainable() ? Status.CONVERGED : Status.MAX_EVALUATIONS);
            }
            double predicted = model.step(reach(), step);
            boolean last = isLast();
            boolean accepted = tryStep(predicted, last ? LAST_STEP_ROUNDING : VALUE_ROUNDING);
            if (accepted && last && !options.derivativesAtOptimum()) {
                return optimum(Status.CONVERGED);
            }
            if (accepted && !differentiate()) {
                return optimum(Status.STALLED);
            }
            if (last && decrement <= attainable()) {
                return optimum(Status.CONVERGED);
            }
            if (!accepted && predicted <= rounding()) {
                return optimum(decrement <= 10 * attainable() ? Status.CONVERGED : Status.STALLED);
            }
        }
        return optimum(Status.CONVERGED);
    }

    /**
     * The radius, or half the distance to the origin if the model is concave and falls towards it: −2 log-likelihoods
     * grow like logarithms far out, where their curvature says nothing of how far the minimum is.
     */
    private double reach() {
        if (model.convex()) {
            return radius;
        }
        double outward = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            outward += gradient[i] * point[i];
            squares += point[i] * point[i];
        }
        return outward > 0 ? Math.min(radius, Math.sqrt(squares) / 2) : radius;
    }

    /** Whether the step is a Newton step that can be expected to end within the tolerance. */
    private boolean isLast() {
        double rate = Math.min(1, decrement / previousDecrement);
        return model.interior()
                && decrement <= Math.max(LAST_STEP_RANGE, rounding())
                && (decrement * rate <= options.tolerance() || decrement <= rounding());
    }

    private boolean tryStep(double predicted, double relative) {
        for (int i = 0; i < n; i++) {
            trial[i] = point[i] + step[i];
        }
        double next = objective.value(trial);
        atPoint = false;
        trace.add(new Step(trace.size() + 1, next, gradientNorm, radius));
        double reduction = value - next; // −∞ outside the domain
        double slack = relative * Math.max(1, Math.abs(value));
        double ratio = (reduction + slack) / (predicted + slack);
        boolean accepted = ratio > ACCEPT;
        adjustRadius(ratio, reduction);
        if (accepted) {
            double[] swap = point;
            point = trial;
            trial = swap;
            value = next;
            atPoint = true;
            iterations++;
            radius = Math.min(radius, options.stepCap() * scale());
        }
        return accepted;
    }

    private void adjustRadius(double ratio, double reduction) {
        double length = model.stepNorm();
        if (!(ratio >= POOR)) {
            radius = length * shrinkage(reduction);
        } else if (ratio > GOOD && !model.interior()) {
            radius = Math.max(radius, 2 * length);
        }
    }

    /** Where the parabola through value and slope at the point and the value at the trial has its minimum. */
    private double shrinkage(double reduction) {
        double slope = model.directionalDerivative();
        double vertex = slope / (2 * (slope + reduction));
        return vertex > 0.25 ? Math.min(vertex, 0.5) : 0.25;
    }

    private boolean differentiate() {
        objective.derivatives(gradient, hessian);
        gradientNorm = Optimum.maxAbs(gradient);
        if (!Double.isFinite(gradientNorm) || !Double.isFinite(Optimum.maxAbs(hessian))) {
            decrement = Double.NaN;
            return false;
        }
        previousDecrement = Double.isNaN(decrement) ? Double.POSITIVE_INFINITY : decrement;
        model.set(gradient, hessian);
        decrement = model.decrement();
        return true;
    }

    private double rounding() {
        return VALUE_ROUNDING * Math.max(1, Math.abs(value));
    }

    private double attainable() {
        return Math.max(options.tolerance(), rounding());
    }

    private double scale() {
        double squares = 0;
        for (double x : point) {
            squares += x * x;
        }
        return Math.max(1, Math.sqrt(squares));
    }

    private Optimum optimum(Status status) {
        if (!atPoint && status != Status.START_INFEASIBLE) {
            objective.value(point);
            trace.add(new Step(trace.size() + 1, value, gradientNorm, radius));
        }
        double smallest = Double.isNaN(decrement) ? Double.NaN : model.smallestCurvature();
        return new Optimum(
                point, value, gradient, hessian, status, iterations, trace.size(), decrement, smallest, trace);
    }
}
