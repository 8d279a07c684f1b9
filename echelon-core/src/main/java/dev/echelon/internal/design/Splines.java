package dev.echelon.internal.design;

import java.util.Arrays;

/**
 * B-spline and natural-spline bases with the conventions of R's package splines, so that coefficients agree.
 *
 * <p>Sources: C. de Boor, A Practical Guide to Splines (1978), chapters IX–X; T. Hastie, Statistical Models in S
 * (1992), chapter 7.
 */
final class Splines {
    private static final int CUBIC = 4;

    private Splines() {}

    /** Inner knots at the quantiles 1/(count+1), …, count/(count+1) of {@code x}. */
    static double[] quantileKnots(Tally x, int count) {
        double[] knots = new double[count];
        for (int k = 0; k < count; k++) {
            knots[k] = quantile(x, (k + 1.0) / (count + 1.0));
        }
        return knots;
    }

    /** The quantile by linear interpolation of order statistics (type 7 of Hyndman and Fan). */
    static double quantile(Tally x, double p) {
        double position = (x.total() - 1) * p;
        // R guards against 6.999999 for 7 with the same margin.
        long low = (long) Math.floor(position + 4 * Math.ulp(1.0));
        double fraction = position - low;
        if (Math.abs(fraction) < 4 * Math.ulp(1.0) || low + 1 >= x.total()) {
            return x.at(Math.min(low, x.total() - 1));
        }
        return (1 - fraction) * x.at(low) + fraction * x.at(low + 1);
    }

    /** Columns of a B-spline basis; beyond the boundary the outer polynomial pieces continue. */
    static double[][] bSpline(Basis.BSpline basis, double[] x) {
        int order = basis.degree() + 1;
        double[] knots = allKnots(basis.knots(), basis.boundary(), order);
        int width = knots.length - order;
        int skip = basis.intercept() ? 0 : 1;
        double[][] columns = new double[width - skip][x.length];
        double[] row = new double[width];
        double[][] left = taylor(knots, order, inside(knots, order, true));
        double[][] right = taylor(knots, order, inside(knots, order, false));
        for (int i = 0; i < x.length; i++) {
            Arrays.fill(row, 0);
            if (x[i] < basis.boundary()[0]) {
                expand(left, x[i] - inside(knots, order, true), row);
            } else if (x[i] > basis.boundary()[1]) {
                expand(right, x[i] - inside(knots, order, false), row);
            } else {
                evaluate(knots, order, x[i], row);
            }
            scatter(row, skip, x[i], columns, i);
        }
        return columns;
    }

    /**
     * Columns of a natural cubic spline basis: the cubic B-spline basis times the orthogonal complement of the second
     * derivatives at the boundary knots.
     */
    static double[][] natural(Basis.NaturalSpline basis, double[] x) {
        double[] bounds = basis.boundary();
        double[] knots = allKnots(basis.knots(), bounds, CUBIC);
        int width = knots.length - CUBIC;
        int skip = basis.intercept() ? 0 : 1;
        double[][] reflectors = {
            Arrays.copyOfRange(derivatives(knots, CUBIC, bounds[0], 2), skip, width),
            Arrays.copyOfRange(derivatives(knots, CUBIC, bounds[1], 2), skip, width)
        };
        householder(reflectors);
        double[][] left = tangent(knots, bounds[0]);
        double[][] right = tangent(knots, bounds[1]);
        double[][] columns = new double[width - skip - 2][x.length];
        double[] row = new double[width];
        double[] kept = new double[width - skip];
        for (int i = 0; i < x.length; i++) {
            Arrays.fill(row, 0);
            if (x[i] < bounds[0]) {
                expand(left, x[i] - bounds[0], row);
            } else if (x[i] > bounds[1]) {
                expand(right, x[i] - bounds[1], row);
            } else {
                evaluate(knots, CUBIC, x[i], row);
            }
            System.arraycopy(row, skip, kept, 0, kept.length);
            reflect(reflectors[0], 0, kept);
            reflect(reflectors[1], 1, kept);
            scatter(kept, 2, x[i], columns, i);
        }
        return columns;
    }

    private static void scatter(double[] row, int skip, double x, double[][] columns, int i) {
        for (int j = 0; j < columns.length; j++) {
            columns[j][i] = Double.isNaN(x) ? Double.NaN : row[j + skip];
        }
    }

    private static double[] allKnots(double[] inner, double[] boundary, int order) {
        double[] all = new double[inner.length + 2 * order];
        Arrays.fill(all, 0, order, boundary[0]);
        System.arraycopy(inner, 0, all, order, inner.length);
        Arrays.fill(all, order + inner.length, all.length, boundary[1]);
        Arrays.sort(all);
        return all;
    }

    /** Adds to {@code row} the values at x of all B-splines; the last interval is closed on the right. */
    private static void evaluate(double[] knots, int order, double x, double[] row) {
        if (Double.isNaN(x)) {
            return;
        }
        int last = knots.length - order - 1;
        int interval = order - 1;
        while (interval < last && x >= knots[interval + 1]) {
            interval++;
        }
        double[] local = new double[order];
        local[0] = 1;
        for (int k = 1; k < order; k++) {
            double saved = 0;
            for (int r = 0; r < k; r++) {
                double up = knots[interval + r + 1] - x;
                double down = x - knots[interval + 1 - k + r];
                double term = up + down == 0 ? 0 : local[r] / (up + down);
                local[r] = saved + up * term;
                saved = down * term;
            }
            local[k] = saved;
        }
        for (int r = 0; r < order; r++) {
            row[interval - order + 1 + r] += local[r];
        }
    }

    /** The derivatives of the given degree of all B-splines at x, by differences of splines of lower order. */
    private static double[] derivatives(double[] knots, int order, double x, int degree) {
        int width = knots.length - order;
        double[] result = new double[width];
        if (degree == 0) {
            evaluate(knots, order, x, result);
            return result;
        }
        double[] lower = lowerOrder(knots, order - 1, x, degree - 1);
        for (int j = 0; j < width; j++) {
            double left = knots[j + order - 1] - knots[j];
            double right = knots[j + order] - knots[j + 1];
            result[j] = (order - 1) * ((left == 0 ? 0 : lower[j] / left) - (right == 0 ? 0 : lower[j + 1] / right));
        }
        return result;
    }

    /** Splines of a lower order on the same knots; there are more of them, the outermost are zero. */
    private static double[] lowerOrder(double[] knots, int order, double x, int degree) {
        if (degree > 0) {
            return derivatives(knots, order, x, degree);
        }
        int width = knots.length - order;
        double[] result = new double[width];
        int low = 0;
        while (knots[low + 1] == knots[0]) {
            low++;
        }
        int high = knots.length - 1;
        while (knots[high - 1] == knots[knots.length - 1]) {
            high--;
        }
        // Only full multiplicity order is needed at each end for evaluate; drop the surplus and shift back.
        int surplus = low + 1 - order;
        double[] inner = Arrays.copyOfRange(knots, surplus, knots.length - (knots.length - high - order));
        double[] values = new double[inner.length - order];
        evaluate(inner, order, x, values);
        System.arraycopy(values, 0, result, surplus, values.length);
        return result;
    }

    /** A point of the outer polynomial piece, a quarter of the way to the next knot. */
    private static double inside(double[] knots, int order, boolean left) {
        double bound = left ? knots[0] : knots[knots.length - 1];
        double next = left ? knots[order] : knots[knots.length - 1 - order];
        return 0.75 * bound + 0.25 * next;
    }

    private static double[][] taylor(double[] knots, int order, double at) {
        double[][] terms = new double[order][];
        double factorial = 1;
        for (int d = 0; d < order; d++) {
            factorial *= Math.max(1, d);
            terms[d] = derivatives(knots, order, at, d);
            for (int j = 0; j < terms[d].length; j++) {
                terms[d][j] /= factorial;
            }
        }
        return terms;
    }

    private static double[][] tangent(double[] knots, double at) {
        return new double[][] {derivatives(knots, CUBIC, at, 0), derivatives(knots, CUBIC, at, 1)};
    }

    private static void expand(double[][] terms, double distance, double[] row) {
        double power = 1;
        for (double[] term : terms) {
            for (int j = 0; j < row.length; j++) {
                row[j] += power * term[j];
            }
            power *= distance;
        }
    }

    /**
     * Turns two vectors into the Householder reflectors of their QR decomposition in LINPACK's scaling (first entry
     * one plus its share), which fixes the signs of the basis.
     */
    private static void householder(double[][] vectors) {
        for (int l = 0; l < vectors.length; l++) {
            double[] v = vectors[l];
            for (int before = 0; before < l; before++) {
                reflect(vectors[before], before, v);
            }
            double norm = 0;
            for (int j = l; j < v.length; j++) {
                norm = Math.hypot(norm, v[j]);
            }
            norm = v[l] < 0 ? -norm : norm;
            for (int j = l; j < v.length && norm != 0; j++) {
                v[j] /= norm;
            }
            v[l] += norm == 0 ? 0 : 1;
        }
    }

    private static void reflect(double[] reflector, int from, double[] y) {
        if (reflector[from] == 0) {
            return;
        }
        double dot = 0;
        for (int j = from; j < y.length; j++) {
            dot += reflector[j] * y[j];
        }
        double t = -dot / reflector[from];
        for (int j = from; j < y.length; j++) {
            y[j] += t * reflector[j];
        }
    }
}
