package dev.echelon.internal.linalg;

import java.util.Arrays;

/**
 * Small least squares by the modified Gram–Schmidt process with reorthogonalisation (Björck 1996, section 2.4). A column
 * that depends on those before it is left out. Made once for a matrix, then used for any number of right sides.
 *
 * <p>Cost: 4·n·k² operations.
 */
public final class LeastSquares {
    /** What remains of a dependent column is rounding, this part of its scale at most. */
    private static final double DEPENDENT = 1e-11;

    private final int n;
    private final int k;
    private final double[][] q;
    private final double[][] r;
    private final boolean[] used;
    private int rank;

    /**
     * Decomposes a matrix.
     *
     * @param columns k columns of n numbers; not written
     * @param scales the size of each column's numbers before any cancellation; a column is dependent relative to it
     */
    public LeastSquares(int n, double[][] columns, double[] scales) {
        this.n = n;
        this.k = columns.length;
        this.q = new double[k][];
        this.r = new double[k][k];
        this.used = new boolean[k];
        for (int c = 0; c < k; c++) {
            double[] v = columns[c].clone();
            double[] projections = new double[k];
            project(c, v, projections);
            project(c, v, projections);
            double norm = Math.sqrt(dot(v, v));
            if (norm > DEPENDENT * Math.max(scales[c] * Math.sqrt(n), Double.MIN_NORMAL)) {
                used[c] = true;
                rank++;
                for (int i = 0; i < n; i++) {
                    v[i] /= norm;
                }
                projections[c] = norm;
            }
            q[c] = v;
            r[c] = projections;
        }
    }

    /** v less its projections on the columns before c that are used, which are added up. */
    private void project(int c, double[] v, double[] projections) {
        for (int b = 0; b < c; b++) {
            if (used[b]) {
                double x = dot(q[b], v);
                projections[b] += x;
                for (int i = 0; i < n; i++) {
                    v[i] -= x * q[b][i];
                }
            }
        }
    }

    private double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** Number of independent columns. */
    public int rank() {
        return rank;
    }

    /** Whether a column is not a combination of those before it. */
    public boolean independent(int column) {
        return used[column];
    }

    /** Coefficients for a right side; NaN for columns that are left out. */
    public double[] coefficients(double[] y) {
        double[] v = y.clone();
        double[] x = new double[k];
        project(k, v, x);
        project(k, v, x);
        for (int c = k - 1; c >= 0; c--) {
            if (!used[c]) {
                x[c] = Double.NaN;
                continue;
            }
            for (int d = c + 1; d < k; d++) {
                x[c] -= used[d] ? r[d][c] * x[d] : 0;
            }
            x[c] /= r[c][c];
        }
        return x;
    }

    /** Residual sum of squares of a right side. */
    public double residual(double[] y) {
        double[] v = y.clone();
        double[] x = new double[k];
        project(k, v, x);
        project(k, v, x);
        return dot(v, v);
    }

    /** Diagonal of (X'X)⁻¹; NaN for columns that are left out. */
    public double[] variances() {
        double[] variances = new double[k];
        for (int c = 0; c < k; c++) {
            if (!used[c]) {
                variances[c] = Double.NaN;
                continue;
            }
            double[] e = new double[k]; // column c of R⁻¹ by back substitution adds to the rows above
            e[c] = 1 / r[c][c];
            for (int b = c - 1; b >= 0; b--) {
                double sum = 0;
                for (int d = b + 1; d <= c && used[b]; d++) {
                    sum += r[d][b] * e[d];
                }
                e[b] = used[b] ? -sum / r[b][b] : 0;
            }
            for (int b = 0; b <= c; b++) {
                variances[b] += e[b] * e[b];
            }
        }
        return variances;
    }

    /** The columns that are left out, by index. */
    public int[] dependent() {
        int[] out = new int[k];
        int count = 0;
        for (int c = 0; c < k; c++) {
            if (!used[c]) {
                out[count++] = c;
            }
        }
        return Arrays.copyOf(out, count);
    }
}
