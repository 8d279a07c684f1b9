package dev.echelon.internal.means;

import dev.echelon.error.EchelonException;
import java.util.ArrayList;
import java.util.List;

/**
 * Coefficients of comparisons of k means.
 *
 * @param label what is compared
 * @param coefficients one for each mean
 */
public record Comparisons(String label, double[] coefficients) {
    private static final List<String> DEGREES = List.of("linear", "quadratic", "cubic", "quartic");
    private static final int HIGHEST_DEGREE = 6;

    /** All differences of two means, the earlier less the later: 1 − 2, 1 − 3, …, 2 − 3, … */
    public static List<Comparisons> pairs(List<String> labels) {
        List<Comparisons> pairs = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            for (int j = i + 1; j < labels.size(); j++) {
                pairs.add(difference(labels, i, j));
            }
        }
        return pairs;
    }

    /** All differences of two means, the later less the earlier: 2 − 1, 3 − 1, 3 − 2, … */
    public static List<Comparisons> reversePairs(List<String> labels) {
        List<Comparisons> pairs = new ArrayList<>();
        for (int j = 1; j < labels.size(); j++) {
            for (int i = 0; i < j; i++) {
                pairs.add(difference(labels, j, i));
            }
        }
        return pairs;
    }

    /** Each other mean less that of the control. */
    public static List<Comparisons> control(List<String> labels, int control) {
        List<Comparisons> comparisons = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            if (i != control) {
                comparisons.add(difference(labels, i, control));
            }
        }
        return comparisons;
    }

    /** Each mean less the one before. */
    public static List<Comparisons> consecutive(List<String> labels) {
        List<Comparisons> comparisons = new ArrayList<>();
        for (int i = 1; i < labels.size(); i++) {
            comparisons.add(difference(labels, i, i - 1));
        }
        return comparisons;
    }

    /** Each mean less the average of all, or of the others. */
    public static List<Comparisons> effects(List<String> labels, boolean others) {
        List<Comparisons> comparisons = new ArrayList<>();
        int k = labels.size();
        for (int i = 0; i < k; i++) {
            double[] coefficients = new double[k];
            java.util.Arrays.fill(coefficients, others ? -1.0 / (k - 1) : -1.0 / k);
            coefficients[i] = others ? 1 : 1 - 1.0 / k;
            comparisons.add(new Comparisons(labels.get(i) + (others ? " - others" : " - mean"), coefficients));
        }
        return comparisons;
    }

    private static Comparisons difference(List<String> labels, int plus, int minus) {
        double[] coefficients = new double[labels.size()];
        coefficients[plus] = 1;
        coefficients[minus] = -1;
        return new Comparisons(labels.get(plus) + " - " + labels.get(minus), coefficients);
    }

    /** Orthogonal polynomials of equally spaced places up to degree six, in the smallest whole numbers. */
    public static List<Comparisons> polynomials(int k) {
        List<double[]> found = new ArrayList<>();
        double[] constant = new double[k];
        java.util.Arrays.fill(constant, 1);
        found.add(constant);
        List<Comparisons> comparisons = new ArrayList<>();
        for (int degree = 1; degree < k && degree <= HIGHEST_DEGREE; degree++) {
            double[] next = new double[k];
            for (int i = 0; i < k; i++) {
                next[i] = found.get(degree - 1)[i] * (2 * i - k + 1);
            }
            for (int pass = 0; pass < 2; pass++) {
                found.forEach(before -> project(next, before));
            }
            double[] whole = wholeNumbers(next);
            found.add(whole);
            comparisons.add(
                    new Comparisons(degree <= DEGREES.size() ? DEGREES.get(degree - 1) : "degree " + degree, whole));
        }
        return comparisons;
    }

    private static void project(double[] x, double[] on) {
        double product = 0;
        double length = 0;
        for (int i = 0; i < x.length; i++) {
            product += x[i] * on[i];
            length += on[i] * on[i];
        }
        for (int i = 0; i < x.length; i++) {
            x[i] -= product / length * on[i];
        }
    }

    /** Multiplied so that all are whole, if a multiplier below 10,000 does that; with a positive last one. */
    private static double[] wholeNumbers(double[] x) {
        double largest = 0;
        for (double value : x) {
            largest = Math.max(largest, Math.abs(value));
        }
        double smallest = largest;
        for (double value : x) {
            smallest = Math.abs(value) > 1e-9 * largest ? Math.min(smallest, Math.abs(value)) : smallest;
        }
        double sign = Math.signum(x[x.length - 1]);
        for (int multiplier = 1; multiplier < 10_000; multiplier++) {
            double[] scaled = new double[x.length];
            boolean whole = true;
            for (int i = 0; i < x.length && whole; i++) {
                double value = x[i] / smallest * multiplier * sign;
                scaled[i] = Math.rint(value);
                whole = Math.abs(value - scaled[i]) < 1e-7 * Math.max(1, Math.abs(value));
            }
            if (whole) {
                return scaled;
            }
        }
        return x.clone();
    }

    /**
     * Given coefficients.
     *
     * @throws EchelonException if there are not k of them
     */
    public static Comparisons custom(String label, List<Double> coefficients, List<String> means) {
        if (coefficients.size() != means.size()) {
            throw new EchelonException("the contrast '" + label + "' has " + coefficients.size()
                    + " coefficients, but there are " + means.size() + " means: " + String.join(", ", means));
        }
        return new Comparisons(
                label, coefficients.stream().mapToDouble(Double::doubleValue).toArray());
    }
}
