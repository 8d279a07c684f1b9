package dev.echelon.internal.means;

import dev.echelon.internal.distribution.Tests;
import dev.echelon.internal.inference.TestMethod;
import dev.echelon.result.Adjustment;
import dev.echelon.result.Contrast;
import dev.echelon.result.Interval;
import dev.echelon.result.MarginalMean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Estimates of cells and of comparisons of cells, with their precision. */
public final class MeansEstimator {
    private final Estimability estimability;
    private final TestMethod method;
    private final double[] beta;
    private final double[] covariance;
    private final double level;

    /**
     * @param beta the kept coefficients
     * @param level coverage of intervals
     */
    public MeansEstimator(Estimability estimability, TestMethod method, double[] beta, double level) {
        this.estimability = estimability;
        this.method = method;
        this.beta = beta.clone();
        this.covariance = method.covariance();
        this.level = level;
    }

    /** The compared cells of one family after adjustment, and a bound of the error of p values. */
    public record Adjusted(List<Contrast> contrasts, double error) {
        /** Copies the list. */
        public Adjusted {
            contrasts = List.copyOf(contrasts);
        }
    }

    private boolean isEstimable(Cell cell) {
        return cell.row().length > 0 && estimability.test(cell.row());
    }

    /** A mean with its unadjusted interval. */
    public MarginalMean mean(Cell cell) {
        if (!isEstimable(cell)) {
            double no = Double.NaN;
            return new MarginalMean(cell.levels(), cell.by(), no, no, no, no, no, new Interval(no, no, level), false);
        }
        double[] l = estimability.restrict(cell.row());
        double estimate = cell.offset() + dot(l, beta);
        double error = Math.sqrt(dot(l, times(l)));
        double df = degrees(l, error);
        double half = Tests.quantile((1 - level) / 2, df) * error;
        double t = estimate / error;
        return new MarginalMean(
                cell.levels(),
                cell.by(),
                estimate,
                error,
                df,
                t,
                Tests.twoSided(t, df),
                new Interval(estimate - half, estimate + half, level),
                true);
    }

    private double degrees(double[] l, double error) {
        return error > 0 ? method.degreesOfFreedom(l) : Double.NaN;
    }

    /** Compares the cells of a family; what is not estimable does not count in the adjustment. */
    public Adjusted compare(List<Cell> family, List<Comparisons> comparisons, Adjustment adjustment) {
        List<Cell> differences = comparisons.stream()
                .map(comparison -> Cell.combine(family, comparison.coefficients()))
                .toList();
        List<double[]> rows = new ArrayList<>();
        List<Double> estimates = new ArrayList<>();
        for (Cell cell : differences) {
            if (isEstimable(cell)) {
                double[] l = estimability.restrict(cell.row());
                rows.add(l);
                estimates.add(cell.offset() + dot(l, beta));
            }
        }
        if (rows.isEmpty()) {
            return new Adjusted(
                    comparisons.stream()
                            .map(comparison -> absent(comparison, family))
                            .toList(),
                    0);
        }
        int n = rows.size();
        double[] correlation = correlation(rows);
        double[] errors = new double[n];
        double[] t = new double[n];
        double[] df = new double[n];
        for (int i = 0; i < n; i++) {
            errors[i] = Math.sqrt(dot(rows.get(i), times(rows.get(i))));
            t[i] = estimates.get(i) / errors[i];
            df[i] = degrees(rows.get(i), errors[i]);
        }
        int rank = adjustment == Adjustment.SCHEFFE
                ? method.test(rows.toArray(double[][]::new), beta).numerator()
                : n;
        int means = (int) family.stream().filter(this::isEstimable).count();
        Family adjusted = new Family(adjustment, Math.max(2, means), t, df, correlation, rank);
        double[] p = adjusted.pValues();
        List<Contrast> contrasts = new ArrayList<>();
        int i = 0;
        for (int c = 0; c < differences.size(); c++) {
            if (!isEstimable(differences.get(c))) {
                contrasts.add(absent(comparisons.get(c), family));
                continue;
            }
            double half = adjusted.multiplier(i, level) * errors[i];
            double estimate = estimates.get(i);
            Interval interval = new Interval(estimate - half, estimate + half, level);
            contrasts.add(new Contrast(
                    comparisons.get(c).label(),
                    family.get(0).by(),
                    estimate,
                    errors[i],
                    df[i],
                    t[i],
                    p[i],
                    interval,
                    true));
            i++;
        }
        return new Adjusted(contrasts, adjusted.error());
    }

    private Contrast absent(Comparisons comparison, List<Cell> family) {
        double no = Double.NaN;
        return new Contrast(
                comparison.label(), family.get(0).by(), no, no, no, no, no, new Interval(no, no, level), false);
    }

    /** The rows of the estimable part of a hypothesis that all these cells are zero. */
    public double[][] hypothesis(List<Cell> cells) {
        return estimability.subspace(
                cells.stream().map(Cell::row).filter(row -> row.length > 0).toList());
    }

    private double[] correlation(List<double[]> rows) {
        int n = rows.size();
        double[] correlation = new double[n * n];
        double[][] moved = new double[n][];
        double[] sd = new double[n];
        for (int i = 0; i < n; i++) {
            moved[i] = times(rows.get(i));
            sd[i] = Math.sqrt(dot(rows.get(i), moved[i]));
        }
        for (int i = 0; i < n; i++) {
            Arrays.fill(correlation, i * n, (i + 1) * n, 0);
            for (int j = 0; j < n; j++) {
                correlation[i * n + j] = i == j ? 1 : dot(rows.get(i), moved[j]) / (sd[i] * sd[j]);
            }
        }
        return correlation;
    }

    private double[] times(double[] l) {
        int p = l.length;
        double[] product = new double[p];
        for (int k = 0; k < p; k++) {
            for (int i = 0; i < p; i++) {
                product[i] += covariance[k * p + i] * l[k];
            }
        }
        return product;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }
}
