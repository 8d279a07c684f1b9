package dev.echelon.internal.sparse;

/** Plain loops on full n×n matrices, column-major. */
final class Matrices {
    private Matrices() {}

    static double[] multiply(int n, double[] a, double[] b) {
        double[] c = new double[n * n];
        for (int k = 0; k < n; k++) {
            for (int h = 0; h < n; h++) {
                double x = b[k * n + h];
                for (int i = 0; x != 0 && i < n; i++) {
                    c[k * n + i] += a[h * n + i] * x;
                }
            }
        }
        return c;
    }

    static double[] transpose(int n, double[] a) {
        double[] t = new double[n * n];
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < n; i++) {
                t[i * n + k] = a[k * n + i];
            }
        }
        return t;
    }

    /** The leading m×m block. */
    static double[] leading(int n, int m, double[] a) {
        double[] out = new double[m * m];
        for (int k = 0; k < m; k++) {
            System.arraycopy(a, k * n, out, k * m, m);
        }
        return out;
    }

    /** L with LL' = A, by the definition. */
    static double[] cholesky(int n, double[] a) {
        double[] l = new double[n * n];
        for (int k = 0; k < n; k++) {
            for (int i = k; i < n; i++) {
                double sum = a[k * n + i];
                for (int h = 0; h < k; h++) {
                    sum -= l[h * n + i] * l[h * n + k];
                }
                l[k * n + i] = i == k ? Math.sqrt(sum) : sum / l[k * n + k];
            }
        }
        return l;
    }

    /** The inverse of a symmetric positive definite matrix. */
    static double[] inverse(int n, double[] a) {
        double[] l = cholesky(n, a);
        double[] inverse = new double[n * n];
        for (int k = 0; k < n; k++) {
            for (int i = k; i < n; i++) {
                double sum = i == k ? 1 : 0;
                for (int h = k; h < i; h++) {
                    sum -= l[h * n + i] * inverse[k * n + h];
                }
                inverse[k * n + i] = sum / l[i * n + i];
            }
        }
        return multiply(n, transpose(n, inverse), inverse);
    }
}
