package dev.echelon.internal.optim;

import dev.echelon.internal.optim.Optimum.Status;
import dev.echelon.internal.optim.Optimum.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.SimpleBounds;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.BOBYQAOptimizer;
import org.hipparchus.optim.univariate.BrentOptimizer;
import org.hipparchus.optim.univariate.SearchInterval;
import org.hipparchus.optim.univariate.UnivariateObjectiveFunction;

/**
 * Minimises from values alone, as an independent check of {@link TrustRegion}: Powell's BOBYQA, and Brent's method for
 * one variable. Source: Powell (2009), DAMTP 2009/NA06; Brent (1973), Algorithms for Minimization without Derivatives.
 */
public final class Bobyqa {

    /** Stands for +∞, which the quadratic interpolation cannot use: far above the start, yet not out of proportion. */
    private static final double PENALTY = 1e6;

    private static final double FINAL_RADIUS = 1e-9;
    private static final double RELATIVE_POINT = 1e-8; // below √ε a parabola cannot be told from its minimum

    private static final double BOUND = 1e9;

    private final Objective objective;
    private final Options options;
    private final List<Step> trace = new ArrayList<>();
    private double[] best;
    private double bestValue = Double.POSITIVE_INFINITY;
    private double ceiling = PENALTY;

    private Bobyqa(Objective objective, double[] start, Options options) {
        this.objective = objective;
        this.options = options;
        best = start.clone();
    }

    /**
     * Minimises from {@code start} by values; derivatives are evaluated once, at the end. The tolerance of the options
     * is not used: the search ends where floating point does. On return the objective's last valued point is the
     * optimum.
     */
    public static Optimum minimise(Objective objective, double[] start, Options options) {
        return new Bobyqa(objective, start, options).run(start);
    }

    private Optimum run(double[] start) {
        double first = value(start);
        if (!Double.isFinite(first)) {
            return optimum(Status.START_INFEASIBLE);
        }
        ceiling = first + PENALTY * Math.max(1, Math.abs(first));
        Status status = Status.CONVERGED;
        try {
            if (start.length == 1) {
                brent(start[0]);
            } else if (start.length > 1) {
                bobyqa(start);
            }
        } catch (MathIllegalStateException e) {
            // the library's only way to say that it ran out of evaluations or of precision; the best point is ours
            status = trace.size() >= options.maxEvaluations() ? Status.MAX_EVALUATIONS : Status.STALLED;
        }
        return optimum(status);
    }

    private void bobyqa(double[] start) {
        int n = start.length;
        double radius = options.initialRadius() > 0 ? options.initialRadius() : 0.2 * Math.max(1, norm(start));
        double[] lower = new double[n];
        double[] upper = new double[n];
        Arrays.fill(lower, -BOUND);
        Arrays.fill(upper, BOUND);
        new BOBYQAOptimizer(2 * n + 1, radius, Math.min(FINAL_RADIUS, radius / 10))
                .optimize(
                        new MaxEval(options.maxEvaluations()),
                        new ObjectiveFunction(x -> Math.min(value(x), ceiling)),
                        GoalType.MINIMIZE,
                        new SimpleBounds(lower, upper),
                        new InitialGuess(start));
    }

    /** Brackets downhill from the start by growing steps, then searches the bracket. */
    private void brent(double start) {
        double step = options.initialRadius() > 0 ? options.initialRadius() : 0.2 * Math.max(1, Math.abs(start));
        double middle = start;
        double low = start - step;
        double high = start + step;
        double atMiddle = at(middle);
        double atLow = at(low);
        double atHigh = at(high);
        while (Math.min(atLow, atHigh) < atMiddle && high - low < BOUND) {
            step *= 2;
            boolean down = atLow < atHigh;
            double next = down ? low - step : high + step;
            double atNext = at(next);
            if (down) {
                high = middle;
                atHigh = atMiddle;
                middle = low;
                atMiddle = atLow;
                low = next;
                atLow = atNext;
            } else {
                low = middle;
                atLow = atMiddle;
                middle = high;
                atMiddle = atHigh;
                high = next;
                atHigh = atNext;
            }
        }
        new BrentOptimizer(RELATIVE_POINT, 1e-12)
                .optimize(
                        new MaxEval(options.maxEvaluations()),
                        new UnivariateObjectiveFunction(this::at),
                        GoalType.MINIMIZE,
                        new SearchInterval(low, high, middle));
    }

    private double at(double x) {
        return Math.min(value(new double[] {x}), ceiling);
    }

    private double value(double[] x) {
        double value = objective.value(x);
        trace.add(new Step(trace.size() + 1, value, Double.NaN, Double.NaN));
        if (value < bestValue) {
            bestValue = value;
            best = x.clone();
        }
        return value;
    }

    private Optimum optimum(Status status) {
        int n = best.length;
        double[] gradient = new double[n];
        double[] hessian = new double[n * n];
        Arrays.fill(gradient, Double.NaN);
        Arrays.fill(hessian, Double.NaN);
        double decrement = Double.NaN;
        double smallest = Double.NaN;
        if (Double.isFinite(bestValue)) {
            value(best);
            objective.derivatives(gradient, hessian);
            QuadraticModel model = new QuadraticModel(n);
            model.set(gradient, hessian);
            decrement = model.decrement();
            smallest = model.smallestCurvature();
        }
        return new Optimum(
                best, bestValue, gradient, hessian, status, trace.size(), trace.size(), decrement, smallest, trace);
    }

    private static double norm(double[] x) {
        double squares = 0;
        for (double v : x) {
            squares += v * v;
        }
        return Math.sqrt(squares);
    }
}
