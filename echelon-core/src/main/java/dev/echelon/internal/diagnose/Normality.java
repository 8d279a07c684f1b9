package dev.echelon.internal.diagnose;

import dev.echelon.result.NormalityTest;
import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** Tests of normality: Shapiro and Wilk's up to 5000 values, Anderson and Darling's above. */
public final class Normality {
    /** Royston's approximation holds up to here. */
    private static final int MOST = 5000;

    private static final NormalDistribution STANDARD = NormalDistribution.of(0, 1);

    private Normality() {}

    /** Tests the values that are numbers; NaN statistics if there are fewer than three different ones. */
    public static NormalityTest of(String what, double[] values) {
        double[] x = Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
        int n = x.length;
        boolean shapiro = n <= MOST;
        String name = shapiro ? "Shapiro-Wilk" : "Anderson-Darling";
        if (n < 3 || !(x[n - 1] - x[0] > 1e-12 * Math.max(Math.abs(x[0]), Math.abs(x[n - 1])))) {
            return new NormalityTest(what, name, n, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
        }
        double mean = Arrays.stream(x).sum() / n;
        double[] moments = new double[5];
        for (double value : x) {
            double d = value - mean;
            moments[2] += d * d / n;
            moments[3] += d * d * d / n;
            moments[4] += d * d * d * d / n;
        }
        double statistic =
                shapiro ? ShapiroWilk.statistic(x) : andersonDarling(x, mean, Math.sqrt(moments[2] * n / (n - 1.0)));
        double p = shapiro ? ShapiroWilk.probability(statistic, n) : andersonDarlingProbability(statistic, n);
        double skewness = moments[3] / Math.pow(moments[2], 1.5);
        return new NormalityTest(what, name, n, statistic, p, skewness, moments[4] / (moments[2] * moments[2]) - 3);
    }

    private static double andersonDarling(double[] x, double mean, double sd) {
        int n = x.length;
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double below = STANDARD.cumulativeProbability((x[i] - mean) / sd);
            double above = STANDARD.survivalProbability((x[n - 1 - i] - mean) / sd);
            sum += (2.0 * i + 1) * (Math.log(below) + Math.log(above));
        }
        return -n - sum / n;
    }

    /** Source: Stephens in D'Agostino and Stephens (1986), Goodness-of-Fit Techniques, table 4.9. */
    private static double andersonDarlingProbability(double statistic, int n) {
        double a = statistic * (1 + 0.75 / n + 2.25 / ((double) n * n));
        if (a < 0.2) {
            return 1 - Math.exp(-13.436 + 101.14 * a - 223.73 * a * a);
        }
        if (a < 0.34) {
            return 1 - Math.exp(-8.318 + 42.796 * a - 59.938 * a * a);
        }
        if (a < 0.6) {
            return Math.exp(0.9177 - 4.279 * a - 1.38 * a * a);
        }
        return a < 10 ? Math.exp(1.2937 - 5.709 * a + 0.0186 * a * a) : 3.7e-24;
    }
}
