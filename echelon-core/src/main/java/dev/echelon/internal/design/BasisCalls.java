package dev.echelon.internal.design;

import dev.echelon.formula.Expression;
import dev.echelon.formula.Formula;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Tells what expressions learn from rows other than their own, and what of those rows must be kept until it is learned. */
final class BasisCalls {
    private static final Set<String> LEARNING = Set.of("poly", "ns", "bs", "scale", "within", "between", "cut");
    private static final Set<String> SUMMED = Set.of("scale", "within", "between", "poly", "ns", "bs");
    private static final Set<String> FACTORS = Set.of("cut", "factor", "as.factor", "ordered", "as.ordered", "relevel");

    /** What must be kept, from little to much. */
    enum Keeps {
        /** The arguments say it all. */
        NOTHING,
        /** Sums, for each group or over all, or how often each value occurs. */
        SUMS,
        /** The rows. */
        ROWS
    }

    private BasisCalls() {}

    /** Whether values depend on rows other than their own. */
    static boolean in(Formula formula, Expression expression) {
        return keeps(formula, expression) != Keeps.NOTHING;
    }

    /** What must be kept of the rows until the bases in an expression, and what kind of column it is, are known. */
    static Keeps keeps(Formula formula, Expression expression) {
        Keeps most = Keeps.NOTHING;
        for (Expression.Call call : calls(expression)) {
            Keeps own = own(formula, call);
            most = own.compareTo(most) > 0 ? own : most;
        }
        boolean levels = most == Keeps.SUMS && makesLevels(expression);
        return levels ? Keeps.ROWS : most;
    }

    /** What must be kept for the basis of a call itself, the outermost one. */
    static Keeps own(Formula formula, Expression.Call call) {
        if (call.arguments().stream().anyMatch(argument -> in(formula, argument.value()))) {
            return Keeps.ROWS;
        }
        return isGiven(formula, call) ? Keeps.NOTHING : SUMMED.contains(call.function()) ? Keeps.SUMS : Keeps.ROWS;
    }

    /** Whether the arguments determine the basis: breaks or knots are given, powers are plain. */
    private static boolean isGiven(Formula formula, Expression.Call call) {
        return switch (call.function()) {
            case "cut" ->
                Arguments.match(formula, call, Intervals.PARAMETERS)
                        .find("breaks")
                        .filter(BasisCalls::isList)
                        .isPresent();
            case "poly" ->
                Arguments.match(formula, call, SmoothBases.POLY)
                        .find("raw")
                        .filter(raw -> Set.of("TRUE", "T").contains(raw.label()))
                        .isPresent();
            case "ns" -> hasKnots(Arguments.match(formula, call, SmoothBases.NS));
            case "bs" -> hasKnots(Arguments.match(formula, call, SmoothBases.BS));
            default -> false;
        };
    }

    private static boolean hasKnots(Arguments spline) {
        return spline.has("knots") && spline.has("Boundary.knots");
    }

    private static boolean isList(Expression expression) {
        return expression instanceof Expression.Call list
                && list.function().equals("c")
                && list.arguments().size() > 1;
    }

    private static boolean makesLevels(Expression expression) {
        List<Expression.Call> all = new ArrayList<>();
        collect(expression, FACTORS, all);
        return !all.isEmpty();
    }

    /** The calls that have a basis, inner ones first. */
    static List<Expression.Call> calls(Expression expression) {
        List<Expression.Call> calls = new ArrayList<>();
        collect(expression, LEARNING, calls);
        return calls;
    }

    private static void collect(Expression expression, Set<String> functions, List<Expression.Call> calls) {
        if (expression instanceof Expression.Call call) {
            call.arguments().forEach(argument -> collect(argument.value(), functions, calls));
            if (functions.contains(call.function())) {
                calls.add(call);
            }
        } else if (expression instanceof Expression.Binary binary) {
            collect(binary.left(), functions, calls);
            collect(binary.right(), functions, calls);
        } else if (expression instanceof Expression.Unary unary) {
            collect(unary.operand(), functions, calls);
        } else if (expression instanceof Expression.Parenthesis parenthesis) {
            collect(parenthesis.inner(), functions, calls);
        }
    }
}
