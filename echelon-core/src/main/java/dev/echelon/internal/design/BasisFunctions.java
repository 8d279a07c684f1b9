package dev.echelon.internal.design;

import dev.echelon.formula.Expression;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * {@code poly}, {@code ns}, {@code bs}, {@code scale}, {@code within}, {@code between} and {@code cut}: functions of a
 * row that depend on what was learned from all training rows. In training the state is learned at the first call and
 * kept under the label of the expression.
 */
final class BasisFunctions {
    private final Map<String, Basis> learned;
    private final boolean learning;
    private final boolean[] used;

    /** By what was learned. */
    static BasisFunctions known(Map<String, Basis> learned) {
        return new BasisFunctions(learned, false, new boolean[0]);
    }

    /**
     * That learn from the rows they meet.
     *
     * @param learned the state by label; grows while learning
     * @param used the rows group means are taken over; empty for all
     */
    static BasisFunctions learning(Map<String, Basis> learned, boolean[] used) {
        return new BasisFunctions(learned, true, used);
    }

    private BasisFunctions(Map<String, Basis> learned, boolean learning, boolean[] used) {
        this.learned = learned;
        this.learning = learning;
        this.used = used;
    }

    Value call(Evaluator evaluator, Expression.Call call) {
        return switch (call.function()) {
            case "poly" -> poly(evaluator, call);
            case "ns" -> natural(evaluator, call);
            case "bs" -> bSpline(evaluator, call);
            case "scale" -> scale(evaluator, call);
            case "within" -> groupMeans(evaluator, call, true);
            case "between" -> groupMeans(evaluator, call, false);
            case "cut" -> Intervals.call(this, evaluator, call);
            default ->
                throw evaluator.error(
                        "no function '" + call.function() + "'; the functions are I, log, "
                                + String.join(", ", Elementwise.unaryNames())
                                + ", round, pmin, pmax, ifelse, factor, ordered, relevel, as.numeric, cut, poly, ns, bs,"
                                + " scale, within, between and offset",
                        call);
        };
    }

    /** The state of a call, learned now if it is not known yet. */
    <B extends Basis> B state(Expression.Call call, Class<B> type, Supplier<B> learner) {
        Basis basis = learned.get(call.label());
        if (basis == null) {
            if (!learning) {
                throw new IllegalStateException("nothing was learned for " + call.label());
            }
            basis = learner.get();
            learned.put(call.label(), basis);
        }
        return type.cast(basis);
    }

    private Value poly(Evaluator evaluator, Expression.Call call) {
        long variables = call.arguments().stream()
                .filter(a -> a.name().isEmpty() && !a.value().columns().isEmpty())
                .count();
        Arguments arguments = Arguments.match(evaluator.formula(), call, SmoothBases.POLY);
        if (variables > 1) {
            throw arguments.error("'" + call.label() + "' has several variables; multiply polynomials of one variable"
                    + " each instead");
        }
        double[] x = evaluator.numbers(arguments.expression("x"));
        int degree = SmoothBases.degree(evaluator, arguments, call, 1);
        if (evaluator.flag(arguments, "raw", false)) {
            state(call, Basis.Powers.class, () -> new Basis.Powers(degree));
            return columns(Polynomials.powers(degree, x));
        }
        return columns(Polynomials.evaluate(smooth(evaluator, call, Basis.OrthogonalPolynomial.class, x), x));
    }

    private Value natural(Evaluator evaluator, Expression.Call call) {
        double[] x = variable(evaluator, call);
        return columns(Splines.natural(smooth(evaluator, call, Basis.NaturalSpline.class, x), x));
    }

    private Value bSpline(Evaluator evaluator, Expression.Call call) {
        double[] x = variable(evaluator, call);
        return columns(Splines.bSpline(smooth(evaluator, call, Basis.BSpline.class, x), x));
    }

    private static double[] variable(Evaluator evaluator, Expression.Call call) {
        String[] parameters = SmoothBases.parameters(call.function());
        return evaluator.numbers(
                Arguments.match(evaluator.formula(), call, parameters).expression("x"));
    }

    private <B extends Basis> B smooth(Evaluator evaluator, Expression.Call call, Class<B> type, double[] x) {
        return state(call, type, () -> type.cast(SmoothBases.learn(evaluator, call, Tally.of(x))));
    }

    private Value scale(Evaluator evaluator, Expression.Call call) {
        Arguments arguments = Arguments.match(evaluator.formula(), call, "x", "center", "scale");
        double[] x = evaluator.numbers(arguments.expression("x"));
        Basis.Scaling basis = state(call, Basis.Scaling.class, () -> {
            Moments moments = new Moments();
            moments.add(x);
            return scaling(evaluator, arguments, moments);
        });
        double[] scaled = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            scaled[i] = (x[i] - basis.center()) / basis.scale();
        }
        return new Value.Numbers(scaled);
    }

    /** TRUE and FALSE are 1 and 0 here, so a written number is told from a flag by its syntax. */
    static Basis.Scaling scaling(Evaluator evaluator, Arguments arguments, Moments moments) {
        double center = isNumber(arguments, "center")
                ? evaluator.constant(arguments, "center")
                : evaluator.flag(arguments, "center", true) ? moments.mean() : 0;
        if (isNumber(arguments, "scale")) {
            return new Basis.Scaling(center, evaluator.constant(arguments, "scale"));
        }
        if (!evaluator.flag(arguments, "scale", true)) {
            return new Basis.Scaling(center, 1);
        }
        double scale = Math.sqrt(moments.squaresAbout(center) / Math.max(1, moments.count() - 1));
        if (!(scale > 0)) {
            throw arguments.error("'" + arguments.expression("x").label() + "' does not vary and cannot be scaled");
        }
        return new Basis.Scaling(center, scale);
    }

    private static boolean isNumber(Arguments arguments, String parameter) {
        return arguments.has(parameter) && !(arguments.expression(parameter) instanceof Expression.Literal);
    }

    private Value groupMeans(Evaluator evaluator, Expression.Call call, boolean within) {
        Arguments arguments = Arguments.match(evaluator.formula(), call, "x", "g");
        double[] x = evaluator.numbers(arguments.expression("x"));
        Value.Categories groups = evaluator.categories(arguments.expression("g"));
        Basis.GroupMeans basis = state(call, Basis.GroupMeans.class, () -> learnMeans(x, groups));
        int[] codes = groups.levels().equals(basis.groups())
                ? groups.codes()
                : Levels.apply(Levels.map(groups.levels(), basis.groups()), groups.codes());
        double[] result = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            if (codes[i] < 0 && groups.codes()[i] >= 0 && !learning && !Double.isNaN(x[i])) {
                throw arguments.error("'" + call.label() + "' has no group mean for '"
                        + groups.levels().get(groups.codes()[i]) + "', which was not in the training rows");
            }
            double mean = codes[i] < 0 ? Double.NaN : basis.means()[codes[i]];
            result[i] = within ? x[i] - mean : mean;
        }
        return new Value.Numbers(result);
    }

    private Basis.GroupMeans learnMeans(double[] x, Value.Categories groups) {
        GroupSums sums = new GroupSums();
        sums.add(x, groups.codes(), used);
        return sums.means(groups.levels());
    }

    private static Value columns(double[][] columns) {
        return columns.length == 1 ? new Value.Numbers(columns[0]) : new Value.Columns(List.of(columns));
    }
}
