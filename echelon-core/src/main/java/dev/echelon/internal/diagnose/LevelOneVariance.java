package dev.echelon.internal.diagnose;

import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.ModelColumn;
import dev.echelon.result.DiagnosticTest;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * Whether all groups have the same residual variance: least squares within each group, then
 *
 * <pre>
 *   H = Σ d_j²,  d_j = (log S_j² − Σ f_j log S_j²/Σ f_j)·√(f_j/2)
 * </pre>
 *
 * with S_j² > 0 on f_j ≥ 10 degrees of freedom, is χ² on one less than the number of such groups. Source: Raudenbush and
 * Bryk (2002), Hierarchical Linear Models, p. 264.
 */
public final class LevelOneVariance {
    /** The logarithm of a variance on fewer degrees of freedom is too far from normal. */
    private static final int LEAST = 10;

    /** A column with less than this share of its length left is a combination of those before. */
    private static final double ALIASED = 1e-7;

    /** Less than this share of a squared length is rounding: the group's rows are fitted exactly. */
    private static final double EXACT = 1e-24;

    private LevelOneVariance() {}

    /** The test for one grouping factor; NaN if fewer than two groups have enough rows. */
    public static DiagnosticTest of(String group, Design design, int[] kept, int[] codes, int levels) {
        int[] start = new int[levels + 1];
        for (int code : codes) {
            start[code + 1]++;
        }
        for (int j = 0; j < levels; j++) {
            start[j + 1] += start[j];
        }
        int[] order = new int[codes.length];
        int[] next = start.clone();
        for (int i = 0; i < codes.length; i++) {
            order[next[codes[i]]++] = i;
        }
        List<ModelColumn> columns = columns(group, design, kept);
        List<double[]> spreads = new ArrayList<>(); // degrees of freedom, log variance
        for (int j = 0; j < levels; j++) {
            int[] rows = java.util.Arrays.copyOfRange(order, start[j], start[j + 1]);
            double[] spread = rows.length > LEAST ? spread(design, columns, rows) : new double[2];
            if (spread[0] >= LEAST && Double.isFinite(spread[1])) {
                spreads.add(spread);
            }
        }
        return test(group, spreads);
    }

    private static List<ModelColumn> columns(String group, Design design, int[] kept) {
        List<ModelColumn> columns = new ArrayList<>();
        for (int k : kept) {
            columns.add(design.fixed().column(k));
        }
        for (Design.RandomBlock block : design.random()) {
            for (int k = 0; block.group().equals(group) && k < block.effects().width(); k++) {
                columns.add(block.effects().column(k));
            }
        }
        return columns;
    }

    /** Residual degrees of freedom (0 if the fit is exact) and log variance of least squares, by modified Gram-Schmidt. */
    private static double[] spread(Design design, List<ModelColumn> columns, int[] rows) {
        double[] weights = design.weights();
        double[] y = new double[rows.length];
        double[] root = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            root[i] = weights.length == 0 ? 1 : Math.sqrt(weights[rows[i]]);
            y[i] = root[i] * design.response()[rows[i]];
        }
        List<double[]> basis = new ArrayList<>();
        for (ModelColumn column : columns) {
            double[] x = new double[rows.length];
            for (int i = 0; i < x.length; i++) {
                x[i] = root[i] * column.value(rows[i]);
            }
            double length = Math.sqrt(dot(x, x));
            project(x, basis);
            project(x, basis); // twice is enough
            double left = Math.sqrt(dot(x, x));
            if (left > ALIASED * length) {
                for (int i = 0; i < x.length; i++) {
                    x[i] /= left;
                }
                basis.add(x);
            }
        }
        double length = dot(y, y);
        project(y, basis);
        project(y, basis);
        double degrees = rows.length - basis.size();
        double left = dot(y, y);
        return new double[] {left > EXACT * length ? degrees : 0, Math.log(left / degrees)};
    }

    private static void project(double[] x, List<double[]> basis) {
        for (double[] q : basis) {
            double c = dot(q, x);
            for (int i = 0; i < x.length; i++) {
                x[i] -= c * q[i];
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static DiagnosticTest test(String group, List<double[]> spreads) {
        double degrees = 0;
        double mean = 0;
        for (double[] spread : spreads) {
            degrees += spread[0];
            mean += spread[0] * spread[1];
        }
        double h = 0;
        for (double[] spread : spreads) {
            double d = spread[1] - mean / degrees;
            h += d * d * spread[0] / 2;
        }
        boolean enough = spreads.size() > 1;
        int df = spreads.size() - 1;
        return new DiagnosticTest(
                "level-1-variance",
                group,
                "H of log variances",
                enough ? h : Double.NaN,
                enough ? df : Double.NaN,
                Double.NaN,
                enough ? ChiSquaredDistribution.of(df).survivalProbability(h) : Double.NaN);
    }
}
