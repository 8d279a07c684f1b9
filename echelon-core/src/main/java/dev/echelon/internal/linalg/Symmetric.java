package dev.echelon.internal.linalg;

import java.util.Arrays;

/**
 * Eigenvalues and eigenvectors of small dense symmetric matrices by the cyclic Jacobi method, which finds small
 * eigenvalues of graded matrices accurately and needs no tuning (Golub and Van Loan, Matrix Computations, 4th ed.,
 * section 8.5). Deterministic: rotations are applied in a fixed order.
 *
 * <p>Cost: about 30·n³ operations; meant for n up to about 100.
 */
public final class Symmetric {
    /** Sweeps converge quadratically; ten suffice for any matrix of this size, the rest is a guard. */
    private static final int MAX_SWEEPS = 60;

    private Symmetric() {}

    /**
     * A = Q·Λ·Q'.
     *
     * @param n the order
     * @param a n×n column-major; only the lower triangle is read, nothing is written. All elements must be finite
     * @param values receives the n eigenvalues, in increasing order
     * @param vectors receives Q, n×n column-major: column k belongs to {@code values[k]}, has norm one, and its element
     *     of largest magnitude (the first of them) is positive
     */
    public static void eigen(int n, double[] a, double[] values, double[] vectors) {
        double[] work = new double[n * n];
        double[] q = new double[n * n];
        for (int j = 0; j < n; j++) {
            q[j + j * n] = 1;
            for (int i = j; i < n; i++) {
                work[i + j * n] = a[i + j * n];
                work[j + i * n] = a[i + j * n];
            }
        }
        int sweep = 0;
        while (rotateAll(n, work, q)) {
            if (++sweep == MAX_SWEEPS) {
                break;
            }
        }
        sort(n, work, q, values, vectors);
    }

    /** One sweep over all pairs; false if every off-diagonal element was negligible. */
    private static boolean rotateAll(int n, double[] a, double[] q) {
        boolean rotated = false;
        // Relative to both diagonals, which keeps small eigenvalues; the floor ends the work where those vanish.
        double floor = Math.max(Double.MIN_NORMAL, 0x1p-106 * largest(a));
        for (int p = 0; p < n - 1; p++) {
            for (int r = p + 1; r < n; r++) {
                double off = Math.abs(a[r + p * n]);
                double scale = Math.sqrt(Math.abs(a[p + p * n])) * Math.sqrt(Math.abs(a[r + r * n]));
                if (off <= floor || off <= 0x1p-54 * scale) {
                    a[r + p * n] = 0;
                    a[p + r * n] = 0;
                } else {
                    rotate(n, a, q, p, r);
                    rotated = true;
                }
            }
        }
        return rotated;
    }

    private static double largest(double[] a) {
        double max = 0;
        for (double x : a) {
            max = Math.max(max, Math.abs(x));
        }
        return max;
    }

    /** The rotation of rows and columns p and r that makes a(r, p) zero. */
    private static void rotate(int n, double[] a, double[] q, int p, int r) {
        double apr = a[r + p * n];
        double theta = (a[r + r * n] - a[p + p * n]) / (2 * apr);
        // The smaller root, so that the angle is at most π/4; hypot does not overflow for a large theta.
        double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.hypot(1, theta));
        double c = 1 / Math.sqrt(1 + t * t);
        double s = t * c;
        double tau = s / (1 + c);
        double app = a[p + p * n] - t * apr;
        double arr = a[r + r * n] + t * apr;
        rotateColumns(n, a, p * n, r * n, s, tau);
        for (int k = 0; k < n; k++) {
            a[p + k * n] = a[k + p * n];
            a[r + k * n] = a[k + r * n];
        }
        a[p + p * n] = app;
        a[r + r * n] = arr;
        a[r + p * n] = 0;
        a[p + r * n] = 0;
        rotateColumns(n, q, p * n, r * n, s, tau);
    }

    /** Columns x, y become x − s·(y + tau·x) and y + s·(x − tau·y), which is the rotation with less rounding. */
    private static void rotateColumns(int n, double[] a, int px, int py, double s, double tau) {
        for (int k = 0; k < n; k++) {
            double x = a[px + k];
            double y = a[py + k];
            a[px + k] = x - s * (y + tau * x);
            a[py + k] = y + s * (x - tau * y);
        }
    }

    private static void sort(int n, double[] a, double[] q, double[] values, double[] vectors) {
        Integer[] order = new Integer[n];
        Arrays.setAll(order, k -> k);
        Arrays.sort(order, (x, y) -> Double.compare(a[x + x * n], a[y + y * n]));
        for (int k = 0; k < n; k++) {
            int from = order[k] * n;
            values[k] = a[order[k] + from];
            int peak = 0;
            for (int i = 1; i < n; i++) {
                if (Math.abs(q[from + i]) > Math.abs(q[from + peak])) {
                    peak = i;
                }
            }
            double sign = q[from + peak] < 0 ? -1 : 1;
            for (int i = 0; i < n; i++) {
                vectors[i + k * n] = sign * q[from + i];
            }
        }
    }
}
