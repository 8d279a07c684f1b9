package dev.echelon.internal.linalg;

import java.util.Arrays;

/**
 * Eigenvalues of a dense symmetric matrix by Householder's tridiagonal form and the implicit QL method (Golub and Van
 * Loan, Matrix Computations, 4th ed., sections 8.3.1 and 8.3.3). <b>Cost</b> 4n³/3 flops; absolute errors of the order of
 * rounding times the largest.
 */
public final class Eigenvalues {
    private static final int MOST_ITERATIONS = 60;

    private Eigenvalues() {}

    /** The n eigenvalues, ascending; {@code a} is n×n, its lower triangle is read and overwritten. */
    public static double[] of(int n, double[] a) {
        double[] d = new double[n];
        double[] e = new double[n];
        for (int k = 0; k + 2 < n; k++) {
            reduce(n, a, k, e);
        }
        for (int k = 0; k < n; k++) {
            d[k] = a[k * n + k];
        }
        if (n > 1) {
            e[n - 2] = a[(n - 2) * n + n - 1];
        }
        for (int k = 0; k < n; k++) {
            iterate(n, d, e, k);
        }
        Arrays.sort(d);
        return d;
    }

    /** Makes column k zero below its subdiagonal, whose new element is e[k]. */
    private static void reduce(int n, double[] a, int k, double[] e) {
        double norm = 0;
        for (int i = k + 1; i < n; i++) {
            norm = Math.hypot(norm, a[k * n + i]);
        }
        double first = a[k * n + k + 1];
        e[k] = first > 0 ? -norm : norm;
        if (norm == 0) {
            return;
        }
        double[] v = Arrays.copyOfRange(a, k * n, k * n + n);
        v[k + 1] -= e[k];
        double scale = norm * (norm + Math.abs(first)); // v'v/2
        double[] p = new double[n];
        for (int c = k + 1; c < n; c++) {
            double own = a[c * n + c] * v[c];
            for (int i = c + 1; i < n; i++) {
                own += a[c * n + i] * v[i];
                p[i] += a[c * n + i] * v[c];
            }
            p[c] += own;
        }
        double half = 0;
        for (int i = k + 1; i < n; i++) {
            p[i] /= scale;
            half += p[i] * v[i] / (2 * scale);
        }
        for (int i = k + 1; i < n; i++) {
            p[i] -= half * v[i];
        }
        for (int c = k + 1; c < n; c++) {
            for (int i = c; i < n; i++) {
                a[c * n + i] -= v[i] * p[c] + p[i] * v[c];
            }
        }
    }

    private static void iterate(int n, double[] d, double[] e, int l) {
        for (int iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
            int m = l;
            while (m + 1 < n && Math.abs(e[m]) > 0x1p-53 * (Math.abs(d[m]) + Math.abs(d[m + 1]))) {
                m++;
            }
            if (m == l) {
                return;
            }
            double g = (d[l + 1] - d[l]) / (2 * e[l]);
            g = d[m] - d[l] + e[l] / (g + Math.copySign(Math.hypot(g, 1), g));
            double s = 1;
            double c = 1;
            double p = 0;
            int i = m - 1;
            for (; i >= l; i--) {
                double f = s * e[i];
                double b = c * e[i];
                double r = Math.hypot(f, g);
                e[i + 1] = r;
                if (r == 0) {
                    d[i + 1] -= p;
                    e[m] = 0;
                    break;
                }
                s = f / r;
                c = g / r;
                g = d[i + 1] - p;
                r = (d[i] - g) * s + 2 * c * b;
                p = s * r;
                d[i + 1] = g + p;
                g = c * r - b;
            }
            if (i >= l) {
                continue;
            }
            d[l] -= p;
            e[l] = g;
            e[m] = 0;
        }
    }
}
