package dev.echelon.internal.diagnose;

import java.util.Arrays;

/** The distance of a sample from the uniform distribution. */
final class Kolmogorov {
    private Kolmogorov() {}

    /** The largest difference of the distribution functions. */
    static double distance(double[] values) {
        double[] x = values.clone();
        Arrays.sort(x);
        double d = 0;
        for (int i = 0; i < x.length; i++) {
            d = Math.max(d, Math.max((i + 1.0) / x.length - x[i], x[i] - (double) i / x.length));
        }
        return d;
    }

    /** The largest difference for counts in equal bins. */
    static double distance(int[] counts) {
        double n = Arrays.stream(counts).sum();
        double sum = 0;
        double d = 0;
        for (int k = 0; k < counts.length; k++) {
            sum += counts[k] / n;
            d = Math.max(d, Math.abs(sum - (k + 1.0) / counts.length));
        }
        return d;
    }

    /** Asymptotic probability of a larger distance of n independent values. Source: Kolmogorov (1933). */
    static double probability(double distance, int n) {
        double x = Math.sqrt(n) * distance;
        if (x < 0.2) {
            return 1;
        }
        double sum = 0;
        for (int k = 1; k <= 100; k++) {
            sum += (k % 2 == 1 ? 2 : -2) * Math.exp(-2.0 * k * k * x * x);
        }
        return Math.max(0, Math.min(1, sum));
    }
}
