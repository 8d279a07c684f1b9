package dev.echelon.internal.linalg;

import java.util.Random;

/** Triple loops without cleverness on column-major arrays, and the random matrices that the kernel tests share. */
public final class NaiveKernels {
    private NaiveKernels() {}

    /** A rows×columns matrix of standard normal numbers inside an array with an offset and a longer leading dimension. */
    public static double[] random(long seed, int off, int ld, int columns) {
        Random random = new Random(seed);
        double[] a = new double[off + ld * columns + 3];
        for (int i = 0; i < a.length; i++) {
            a[i] = random.nextGaussian();
        }
        return a;
    }

    /**
     * A symmetric positive definite matrix (both triangles) with eigenvalues from 1 down to 1/condition: two Householder
     * reflections around a diagonal.
     */
    public static double[] positiveDefinite(long seed, int n, double condition) {
        double[] a = new double[n * n];
        for (int i = 0; i < n; i++) {
            a[i + i * n] = Math.pow(condition, -i / Math.max(1.0, n - 1.0));
        }
        Random random = new Random(seed);
        for (int r = 0; r < 2; r++) {
            double[] v = random.doubles(n).map(x -> x - 0.5).toArray();
            reflect(n, a, v);
        }
        return a;
    }

    /** A := HAH with H = I − 2vv'/v'v. */
    private static void reflect(int n, double[] a, double[] v) {
        double vv = 0;
        for (double x : v) {
            vv += x * x;
        }
        for (int side = 0; side < 2; side++) {
            int row = side == 0 ? 1 : n;
            int col = side == 0 ? n : 1;
            for (int j = 0; j < n; j++) {
                double dot = 0;
                for (int i = 0; i < n; i++) {
                    dot += v[i] * a[i * row + j * col];
                }
                for (int i = 0; i < n; i++) {
                    a[i * row + j * col] -= 2 * dot / vv * v[i];
                }
            }
        }
    }

    /** C := C + alpha·A·B with any row and column steps, only on i ≥ j if {@code lower}. */
    public static void multiply(
            int m,
            int n,
            int k,
            double alpha,
            double[] a,
            int aOff,
            int aRow,
            int aCol,
            double[] b,
            int bOff,
            int bRow,
            int bCol,
            double[] c,
            int cOff,
            int ldc,
            boolean lower) {
        for (int j = 0; j < n; j++) {
            for (int i = lower ? j : 0; i < m; i++) {
                double sum = 0;
                for (int p = 0; p < k; p++) {
                    sum += a[aOff + i * aRow + p * aCol] * b[bOff + p * bRow + j * bCol];
                }
                c[cOff + i + j * ldc] += alpha * sum;
            }
        }
    }

    /** The lower factor of a symmetric n×n matrix without gaps. */
    public static double[] cholesky(int n, double[] a) {
        double[] l = new double[n * n];
        for (int j = 0; j < n; j++) {
            for (int i = j; i < n; i++) {
                double sum = a[i + j * n];
                for (int p = 0; p < j; p++) {
                    sum -= l[i + p * n] * l[j + p * n];
                }
                l[i + j * n] = i == j ? Math.sqrt(sum) : sum / l[j + j * n];
            }
        }
        return l;
    }
}
