package dev.echelon.internal.design;

import dev.echelon.formula.Expression;
import java.util.Arrays;

/** Learns orthogonal polynomials and splines from the distinct values of their variable. */
final class SmoothBases {
    static final String[] POLY = {"x", "degree", "raw", "simple"};
    static final String[] NS = {"x", "df", "knots", "intercept", "Boundary.knots"};
    static final String[] BS = {"x", "df", "knots", "degree", "intercept", "Boundary.knots"};

    private SmoothBases() {}

    /** The parameters of a function. */
    static String[] parameters(String function) {
        return switch (function) {
            case "poly" -> POLY;
            case "ns" -> NS;
            default -> BS;
        };
    }

    /** The basis of a call whose variable has these values. */
    static Basis learn(Evaluator evaluator, Expression.Call call, Tally x) {
        Arguments arguments = Arguments.match(evaluator.formula(), call, parameters(call.function()));
        return switch (call.function()) {
            case "poly" -> polynomial(evaluator, arguments, call, x);
            case "ns" -> natural(evaluator, arguments, x.finite());
            default -> bSpline(evaluator, arguments, call, x.finite());
        };
    }

    static int degree(Evaluator evaluator, Arguments arguments, Expression.Call call, int standard) {
        int degree = arguments.has("degree") ? evaluator.count(arguments, "degree") : standard;
        if (degree < 1) {
            throw arguments.error("the degree of '" + call.label() + "' must be at least 1");
        }
        return degree;
    }

    private static Basis polynomial(Evaluator evaluator, Arguments arguments, Expression.Call call, Tally x) {
        int degree = degree(evaluator, arguments, call, 1);
        if (degree >= x.size()) {
            throw arguments.error("the degree of '" + call.label() + "' must be less than the number of different"
                    + " values of '" + arguments.expression("x").label() + "', " + x.size());
        }
        return Polynomials.learn(x, degree);
    }

    private static Basis natural(Evaluator evaluator, Arguments arguments, Tally x) {
        boolean intercept = evaluator.flag(arguments, "intercept", false);
        double[] boundary = boundary(evaluator, arguments, x);
        int inner = arguments.has("df") ? evaluator.count(arguments, "df") - 1 - (intercept ? 1 : 0) : 0;
        return new Basis.NaturalSpline(knots(evaluator, arguments, x, boundary, inner), boundary, intercept);
    }

    private static Basis bSpline(Evaluator evaluator, Arguments arguments, Expression.Call call, Tally x) {
        boolean intercept = evaluator.flag(arguments, "intercept", false);
        int degree = degree(evaluator, arguments, call, 3);
        double[] boundary = boundary(evaluator, arguments, x);
        int inner = arguments.has("df") ? evaluator.count(arguments, "df") - degree - (intercept ? 1 : 0) : 0;
        return new Basis.BSpline(degree, knots(evaluator, arguments, x, boundary, inner), boundary, intercept);
    }

    private static double[] boundary(Evaluator evaluator, Arguments arguments, Tally x) {
        double[] boundary;
        if (arguments.has("Boundary.knots")) {
            boundary = evaluator.constants(arguments, "Boundary.knots");
            Arrays.sort(boundary);
        } else {
            boundary = x.size() == 0 ? new double[0] : new double[] {x.value(0), x.value(x.size() - 1)};
        }
        if (boundary.length != 2 || !(boundary[0] < boundary[1])) {
            throw arguments.error("a spline of '" + arguments.expression("x").label()
                    + "' needs two different boundary knots; does the column vary?");
        }
        return boundary;
    }

    private static double[] knots(Evaluator evaluator, Arguments arguments, Tally x, double[] boundary, int inner) {
        double[] knots;
        if (arguments.has("knots")) {
            knots = evaluator.constants(arguments, "knots");
            Arrays.sort(knots);
        } else {
            knots = Splines.quantileKnots(x.within(boundary[0], boundary[1]), Math.max(0, inner));
        }
        for (double knot : knots) {
            if (!(knot > boundary[0] && knot < boundary[1])) {
                throw arguments.error("the inner knot " + Levels.label(knot) + " of a spline of '"
                        + arguments.expression("x").label() + "' is not between the boundary knots "
                        + Levels.label(boundary[0]) + " and " + Levels.label(boundary[1]));
            }
        }
        return knots;
    }
}
