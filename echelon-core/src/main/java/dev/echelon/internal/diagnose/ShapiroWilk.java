package dev.echelon.internal.diagnose;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Shapiro and Wilk's test with Royston's approximations of the coefficients and of the distribution of W, for 3 … 5000
 * values. Source: Royston (1995), Applied Statistics 44:547, algorithm AS R94.
 */
final class ShapiroWilk {
    private static final double[] LAST = {0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056};
    private static final double[] BEFORE_LAST = {0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633};
    private static final double[] SMALL_MEAN = {0.544, -0.39978, 0.025054, -6.714e-4};
    private static final double[] SMALL_LOG_SD = {1.3822, -0.77857, 0.062767, -0.0020322};
    private static final double[] LARGE_MEAN = {-1.5861, -0.31082, -0.083751, 0.0038915};
    private static final double[] LARGE_LOG_SD = {-0.4803, -0.082676, 0.0030302};
    private static final double[] SMALL_BOUND = {-2.273, 0.459};

    /** Samples up to this size have an approximation of their own. */
    private static final int SMALL = 11;

    private static final NormalDistribution STANDARD = NormalDistribution.of(0, 1);

    private ShapiroWilk() {}

    /** W of ascending values. */
    static double statistic(double[] sorted) {
        int n = sorted.length;
        double[] weights = weights(n);
        double mean = 0;
        for (double x : sorted) {
            mean += x / n;
        }
        double squares = 0;
        for (double x : sorted) {
            squares += (x - mean) * (x - mean);
        }
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * (sorted[n - 1 - i] - sorted[i]);
        }
        return Math.min(1, sum * sum / squares);
    }

    /** The weights of the largest values, largest first; those of the smallest are their negatives. */
    private static double[] weights(int n) {
        double[] a = new double[n / 2];
        if (n == 3) {
            a[0] = Math.sqrt(0.5);
            return a;
        }
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            a[i] = -STANDARD.inverseCumulativeProbability((i + 1 - 0.375) / (n + 0.25));
            squares += 2 * a[i] * a[i];
        }
        double root = 1 / Math.sqrt(n);
        double norm = Math.sqrt(squares);
        double first = polynomial(LAST, root) + a[0] / norm;
        int fixed = n > 5 ? 2 : 1;
        double second = fixed == 2 ? polynomial(BEFORE_LAST, root) + a[1] / norm : 0;
        double left = squares - 2 * a[0] * a[0] - (fixed == 2 ? 2 * a[1] * a[1] : 0);
        double scale = Math.sqrt(left / (1 - 2 * first * first - 2 * second * second));
        for (int i = fixed; i < a.length; i++) {
            a[i] /= scale;
        }
        a[0] = first;
        if (fixed == 2) {
            a[1] = second;
        }
        return a;
    }

    /** The probability of a smaller W. */
    static double probability(double w, int n) {
        if (n == 3) {
            return Math.max(0, 6 / Math.PI * (Math.asin(Math.sqrt(w)) - Math.asin(Math.sqrt(0.75))));
        }
        double y = Math.log(1 - w);
        double mean;
        double sd;
        if (n <= SMALL) {
            double bound = polynomial(SMALL_BOUND, n);
            if (y >= bound) {
                return 0;
            }
            y = -Math.log(bound - y);
            mean = polynomial(SMALL_MEAN, n);
            sd = Math.exp(polynomial(SMALL_LOG_SD, n));
        } else {
            mean = polynomial(LARGE_MEAN, Math.log(n));
            sd = Math.exp(polynomial(LARGE_LOG_SD, Math.log(n)));
        }
        return STANDARD.survivalProbability((y - mean) / sd);
    }

    private static double polynomial(double[] coefficients, double x) {
        double sum = 0;
        for (int k = coefficients.length - 1; k >= 0; k--) {
            sum = sum * x + coefficients[k];
        }
        return sum;
    }
}
