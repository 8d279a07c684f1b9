package dev.echelon.internal.diagnose;

import dev.echelon.result.DiagnosticTest;
import java.util.Arrays;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.FDistribution;

/** Tests of equal residual variance, on standardised residuals. */
public final class Spread {
    /** Fitted values whose squared deviations are below this share of their squared mean are all the same. */
    private static final double ROUNDING = 1e-24;

    private Spread() {}

    /**
     * The score test of a variance that changes with the fitted values, in Koenker's form, which does not need normal
     * residuals: n·R² of the squared residuals on the fitted values has a χ² distribution with one degree of freedom.
     * Source: Koenker (1981), Journal of Econometrics 17:107.
     */
    public static DiagnosticTest byFitted(double[] standardised, double[] fitted) {
        double[] sums = new double[6];
        for (int pass = 0; pass < 2; pass++) {
            double meanX = sums[0] / Math.max(1, sums[2]);
            double meanU = sums[1] / Math.max(1, sums[2]);
            for (int i = 0; i < fitted.length; i++) {
                double u = standardised[i] * standardised[i];
                if (Double.isNaN(u)) {
                    continue;
                }
                if (pass == 0) {
                    sums[0] += fitted[i];
                    sums[1] += u;
                    sums[2]++;
                } else {
                    sums[3] += (fitted[i] - meanX) * (fitted[i] - meanX);
                    sums[4] += (fitted[i] - meanX) * (u - meanU);
                    sums[5] += (u - meanU) * (u - meanU);
                }
            }
        }
        boolean varies = sums[3] > ROUNDING * sums[0] * sums[0] / sums[2];
        double statistic = varies ? sums[2] * sums[4] * sums[4] / (sums[3] * sums[5]) : Double.NaN;
        double p =
                Double.isFinite(statistic) ? ChiSquaredDistribution.of(1).survivalProbability(statistic) : Double.NaN;
        return new DiagnosticTest(
                "variance-by-fitted", "residuals", "score test (Koenker)", statistic, 1, Double.NaN, p);
    }

    /**
     * Levene's test with medians: an analysis of variance of the distances of the residuals from the median of their
     * group. Source: Brown and Forsythe (1974), JASA 69:364.
     *
     * @param codes level of each row
     */
    public static DiagnosticTest byGroup(String group, double[] standardised, int[] codes, int levels) {
        double[][] values = byLevel(standardised, codes, levels);
        double total = 0;
        long n = 0;
        double[] means = new double[levels];
        for (int j = 0; j < levels; j++) {
            distancesFromMedian(values[j]);
            double sum = Arrays.stream(values[j]).sum();
            means[j] = sum / values[j].length;
            total += sum;
            n += values[j].length;
        }
        double between = 0;
        double within = 0;
        int used = 0;
        for (int j = 0; j < levels; j++) {
            used += values[j].length > 0 ? 1 : 0;
            for (double value : values[j]) {
                between += (means[j] - total / n) * (means[j] - total / n);
                within += (value - means[j]) * (value - means[j]);
            }
        }
        double df = used - 1.0;
        double denominator = n - used;
        double f = between / df / (within / denominator);
        double p = df > 0 && denominator > 0 && Double.isFinite(f)
                ? FDistribution.of(df, denominator).survivalProbability(f)
                : Double.NaN;
        return new DiagnosticTest("variance-by-group", group, "Levene (median)", f, df, denominator, p);
    }

    private static void distancesFromMedian(double[] values) {
        Arrays.sort(values);
        int m = values.length;
        double median = m == 0 ? 0 : (values[(m - 1) / 2] + values[m / 2]) / 2;
        for (int i = 0; i < m; i++) {
            values[i] = Math.abs(values[i] - median);
        }
    }

    private static double[][] byLevel(double[] values, int[] codes, int levels) {
        int[] counts = new int[levels];
        for (int i = 0; i < values.length; i++) {
            counts[codes[i]] += Double.isNaN(values[i]) ? 0 : 1;
        }
        double[][] byLevel = new double[levels][];
        Arrays.setAll(byLevel, j -> new double[counts[j]]);
        int[] next = new int[levels];
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                byLevel[codes[i]][next[codes[i]]++] = values[i];
            }
        }
        return byLevel;
    }

    /** Correlation of neighbouring residuals, in the order of the rows within each level; NaN if there are none. */
    public static double neighbours(double[] standardised, int[] codes, int levels) {
        double[] last = new double[levels];
        Arrays.fill(last, Double.NaN);
        double products = 0;
        double squares = 0;
        for (int i = 0; i < standardised.length; i++) {
            double s = standardised[i];
            if (Double.isNaN(s)) {
                continue;
            }
            double before = last[codes[i]];
            products += Double.isNaN(before) ? 0 : before * s;
            squares += s * s;
            last[codes[i]] = s;
        }
        return products / squares;
    }
}
