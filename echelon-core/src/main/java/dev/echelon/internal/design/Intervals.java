package dev.echelon.internal.design;

import dev.echelon.formula.Expression;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;

/** {@code cut(x, breaks)}: numbers to intervals, labelled as R labels them. */
final class Intervals {
    static final String[] PARAMETERS = {"x", "breaks", "labels", "include.lowest", "right", "dig.lab", "ordered_result"
    };

    private static final int MAX_DIGITS = 12;
    private static final double WIDENING = 1000;

    private Intervals() {}

    static Value call(BasisFunctions bases, Evaluator evaluator, Expression.Call call) {
        Arguments arguments = Arguments.match(evaluator.formula(), call, PARAMETERS);
        double[] x = evaluator.numbers(arguments.expression("x"));
        Basis.Intervals basis = bases.state(call, Basis.Intervals.class, () -> learn(evaluator, arguments, x));
        boolean ordered = evaluator.flag(arguments, "ordered_result", false);
        int[] codes = new int[x.length];
        for (int i = 0; i < x.length; i++) {
            codes[i] = interval(basis, x[i]);
        }
        return new Value.Categories(codes, basis.labels(), ordered ? Value.Kind.ORDERED : Value.Kind.NOMINAL);
    }

    private static Basis.Intervals learn(Evaluator evaluator, Arguments arguments, double[] x) {
        boolean right = evaluator.flag(arguments, "right", true);
        boolean lowest = evaluator.flag(arguments, "include.lowest", false);
        double[] breaks = evaluator.constants(arguments, "breaks");
        if (breaks.length == 1) {
            breaks = equalBreaks(evaluator, arguments, x, evaluator.count(arguments, "breaks"));
        }
        Arrays.sort(breaks);
        if (Levels.countDistinct(breaks) != breaks.length) {
            throw arguments.error("the breaks of cut(…) must be different from each other");
        }
        List<String> labels;
        if (arguments.has("labels") && !(arguments.expression("labels") instanceof Expression.Literal)) {
            labels = evaluator.texts(arguments, "labels");
        } else if (!evaluator.flag(arguments, "labels", true)) {
            labels = numbers(breaks.length - 1);
        } else {
            int digits = arguments.has("dig.lab") ? evaluator.count(arguments, "dig.lab") : 3;
            labels = labels(breaks, right, lowest, digits);
        }
        if (labels.size() != breaks.length - 1) {
            throw arguments.error("cut(…) has " + labels.size() + " labels for " + (breaks.length - 1) + " intervals");
        }
        return new Basis.Intervals(breaks, labels, right, lowest);
    }

    private static double[] equalBreaks(Evaluator evaluator, Arguments arguments, double[] x, int count) {
        if (count < 2) {
            throw evaluator.error("cut(…) needs at least two intervals", arguments.expression("breaks"));
        }
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (double value : x) {
            if (!Double.isNaN(value)) {
                min = Math.min(min, value);
                max = Math.max(max, value);
            }
        }
        double range = max - min;
        if (!(range > 0)) {
            throw arguments.error(
                    "'" + arguments.expression("x").label() + "' does not vary and cannot be cut into intervals");
        }
        double[] breaks = new double[count + 1];
        for (int k = 0; k <= count; k++) {
            breaks[k] = min + k * (range / count);
        }
        breaks[0] = min - range / WIDENING;
        breaks[count] = max + range / WIDENING;
        return breaks;
    }

    private static int interval(Basis.Intervals basis, double x) {
        double[] breaks = basis.breaks();
        int last = breaks.length - 1;
        if (Double.isNaN(x) || x < breaks[0] || x > breaks[last]) {
            return -1;
        }
        int found = Arrays.binarySearch(breaks, x);
        if (found < 0) {
            return -found - 2;
        }
        if (basis.right()) {
            return found > 0 ? found - 1 : basis.lowest() ? 0 : -1;
        }
        return found < last ? found : basis.lowest() ? last - 1 : -1;
    }

    private static List<String> numbers(int count) {
        List<String> numbers = new ArrayList<>();
        for (int k = 1; k <= count; k++) {
            numbers.add(Integer.toString(k));
        }
        return numbers;
    }

    private static List<String> labels(double[] breaks, boolean right, boolean lowest, int digits) {
        List<String> ends = List.of();
        for (int d = digits; d <= Math.max(MAX_DIGITS, digits); d++) {
            ends = new ArrayList<>();
            for (double value : breaks) {
                ends.add(general(value, d));
            }
            if (new HashSet<>(ends).size() == ends.size()) {
                break;
            }
        }
        int last = breaks.length - 2;
        List<String> labels = new ArrayList<>();
        for (int k = 0; k <= last; k++) {
            String open = right && !(lowest && k == 0) ? "(" : "[";
            String close = right || lowest && k == last ? "]" : ")";
            labels.add(open + ends.get(k) + "," + ends.get(k + 1) + close);
        }
        return labels;
    }

    /** C's {@code %.{digits}g}. */
    static String general(double value, int digits) {
        if (value == 0) {
            return "0";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "Inf" : "-Inf";
        }
        BigDecimal rounded = new BigDecimal(value)
                .round(new MathContext(digits, RoundingMode.HALF_EVEN))
                .stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent >= -4 && exponent < digits) {
            return rounded.toPlainString();
        }
        String mantissa = rounded.movePointLeft(exponent).stripTrailingZeros().toPlainString();
        int size = Math.abs(exponent);
        return mantissa + (exponent < 0 ? "e-" : "e+") + (size < 10 ? "0" : "") + size;
    }
}
