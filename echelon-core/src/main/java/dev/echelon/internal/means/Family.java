package dev.echelon.internal.means;

import dev.echelon.internal.distribution.LargestT;
import dev.echelon.internal.distribution.StudentisedRange;
import dev.echelon.internal.distribution.Tests;
import dev.echelon.result.Adjustment;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * Comparisons that are adjusted together. Each has its own degrees of freedom and is compared to the distribution that
 * the adjustment has with those, as emmeans does.
 *
 * <p><b>Source</b> Hsu, Multiple Comparisons (1996); docs/math/marginal-means.md#adjustments
 */
public final class Family {
    private final Adjustment adjustment;
    private final int means;
    private final double[] statistics;
    private final double[] df;
    private final int rank;
    private final LargestT largest;
    private final Map<Double, Double> multipliers = new HashMap<>();

    /**
     * @param means number of means that are compared
     * @param statistics t of each comparison
     * @param df degrees of freedom of each
     * @param correlation of their estimates, n×n
     * @param rank of that matrix
     */
    public Family(Adjustment adjustment, int means, double[] statistics, double[] df, double[] correlation, int rank) {
        int n = statistics.length;
        this.adjustment = n == 1 ? Adjustment.NONE : adjustment;
        this.means = means;
        this.statistics = statistics.clone();
        this.df = df.clone();
        this.rank = rank;
        boolean joint = this.adjustment == Adjustment.MVT || this.adjustment == Adjustment.DUNNETT;
        largest = joint ? LargestT.of(n, correlation) : LargestT.of(1, new double[] {1});
    }

    /** Adjusted two-sided p values. */
    public double[] pValues() {
        int n = statistics.length;
        double[] p = new double[n];
        for (int i = 0; i < n; i++) {
            p[i] = Tests.twoSided(statistics[i], df[i]);
        }
        switch (adjustment) {
            case HOLM:
                return stepDown(p);
            case HOCHBERG:
            case BH:
                return stepUp(p);
            default:
                for (int i = 0; i < n; i++) {
                    p[i] = Double.isNaN(p[i]) ? p[i] : single(i, p[i]);
                }
                return p;
        }
    }

    private double single(int i, double p) {
        double t = Math.abs(statistics[i]);
        int n = statistics.length;
        return switch (adjustment) {
            case BONFERRONI -> Math.min(1, n * p);
            case SIDAK -> -Math.expm1(n * Math.log1p(-p));
            case TUKEY -> StudentisedRange.of(means, df[i]).survivalProbability(t * Math.sqrt(2));
            case SCHEFFE -> Tests.upperF(t * t / rank, rank, df[i]);
            case DUNNETT, MVT -> largest.survivalProbability(t, df[i]);
            default -> p;
        };
    }

    private static Integer[] ascending(double[] p) {
        Integer[] order = new Integer[p.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> p[i]));
        return order;
    }

    private static double[] stepDown(double[] p) {
        Integer[] order = ascending(p);
        double[] adjusted = new double[p.length];
        double running = 0;
        for (int k = 0; k < p.length; k++) {
            running = Math.max(running, Math.min(1, (p.length - k) * p[order[k]]));
            adjusted[order[k]] = running;
        }
        return adjusted;
    }

    private double[] stepUp(double[] p) {
        Integer[] order = ascending(p);
        int n = p.length;
        double[] adjusted = new double[n];
        double running = 1;
        for (int k = n - 1; k >= 0; k--) {
            double factor = adjustment == Adjustment.BH ? (double) n / (k + 1) : n - k;
            running = Math.min(running, factor * p[order[k]]);
            adjusted[order[k]] = running;
        }
        return adjusted;
    }

    /** By which the standard error of a comparison is multiplied for simultaneous intervals. */
    public double multiplier(int comparison, double level) {
        double degrees = df[comparison];
        if (!(degrees > 0)) {
            return Double.NaN;
        }
        // Kenward and Roger's degrees of freedom of equal comparisons differ by rounding.
        double rounded = Double.isInfinite(degrees)
                ? degrees
                : new BigDecimal(degrees).round(new MathContext(10)).doubleValue();
        return multipliers.computeIfAbsent(rounded, any -> multiplier(level, rounded));
    }

    private double multiplier(double level, double degrees) {
        int n = statistics.length;
        return switch (adjustment) {
            case NONE -> Tests.quantile((1 - level) / 2, degrees);
            case SIDAK -> Tests.quantile(-Math.expm1(Math.log(level) / n) / 2, degrees);
            // Stepwise adjustments have no simple intervals; Bonferroni's are valid with them, too.
            case BONFERRONI, HOLM, HOCHBERG, BH -> Tests.quantile((1 - level) / n / 2, degrees);
            case TUKEY -> StudentisedRange.of(means, degrees).inverseSurvivalProbability(1 - level) / Math.sqrt(2);
            case SCHEFFE -> Math.sqrt(rank * Tests.quantileF(1 - level, rank, degrees));
            case DUNNETT, MVT -> largest.inverseSurvivalProbability(1 - level, degrees);
        };
    }

    /** A bound of the error of the p values; 0 if only rounding matters. */
    public double error() {
        return largest.error();
    }
}
