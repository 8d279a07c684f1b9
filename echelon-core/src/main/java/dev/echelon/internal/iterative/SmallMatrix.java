package dev.echelon.internal.iterative;

/** Column-major matrices of the size of one level. */
final class SmallMatrix {
    private SmallMatrix() {}

    /** out := x'·y·z, where x is n×a, y n×n, z n×b and out a×b, each from its place. */
    static void sandwich(
            int n, int a, int b, double[] x, int xAt, double[] y, int yAt, double[] z, int zAt, double[] out) {
        for (int k = 0; k < b; k++) {
            for (int i = 0; i < a; i++) {
                double sum = 0;
                for (int c = 0; c < n; c++) {
                    double inner = 0;
                    for (int r = 0; r < n; r++) {
                        inner += x[xAt + i * n + r] * y[yAt + c * n + r];
                    }
                    sum += inner * z[zAt + k * n + c];
                }
                out[k * a + i] = sum;
            }
        }
    }

    /** out := x·y, m×n times n×k, each from its place. */
    static void multiply(int m, int n, int k, double[] x, int xAt, double[] y, int yAt, double[] out) {
        for (int c = 0; c < k; c++) {
            for (int i = 0; i < m; i++) {
                double sum = 0;
                for (int r = 0; r < n; r++) {
                    sum += x[xAt + r * m + i] * y[yAt + c * n + r];
                }
                out[c * m + i] = sum;
            }
        }
    }

    /** Lower Cholesky factor in place, the upper triangle set to zero; returns log|A|, or NaN if a pivot is not positive. */
    static double cholesky(int n, double[] a, int at) {
        double log = 0;
        for (int k = 0; k < n; k++) {
            double pivot = a[at + k * n + k];
            for (int h = 0; h < k; h++) {
                pivot -= a[at + h * n + k] * a[at + h * n + k];
                a[at + k * n + h] = 0;
            }
            if (!(pivot > 0)) {
                return Double.NaN;
            }
            double root = Math.sqrt(pivot);
            log += Math.log(pivot);
            a[at + k * n + k] = root;
            for (int i = k + 1; i < n; i++) {
                double sum = a[at + k * n + i];
                for (int h = 0; h < k; h++) {
                    sum -= a[at + h * n + i] * a[at + h * n + k];
                }
                a[at + k * n + i] = sum / root;
            }
        }
        return log;
    }

    /** x := L⁻¹x for x of n×k. */
    static void solveLower(int n, double[] l, int at, double[] x, int k) {
        for (int c = 0; c < k; c++) {
            for (int i = 0; i < n; i++) {
                double sum = x[c * n + i];
                for (int h = 0; h < i; h++) {
                    sum -= l[at + h * n + i] * x[c * n + h];
                }
                x[c * n + i] = sum / l[at + i * n + i];
            }
        }
    }

    /**
     * Writes W = λ(λ'Aλ + I)⁻¹λ' and returns log|λ'Aλ + I|, or NaN if that is not positive definite.
     *
     * @param scratch 2n² numbers
     */
    static double woodbury(int n, double[] lambda, double[] a, int at, double[] w, double[] scratch) {
        double[] m = scratch;
        sandwich(n, n, n, lambda, 0, a, at, lambda, 0, m);
        for (int k = 0; k < n; k++) {
            m[k * n + k] += 1;
        }
        double log = cholesky(n, m, 0);
        double[] half = new double[n * n];
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < n; i++) {
                half[k * n + i] = lambda[i * n + k];
            }
        }
        solveLower(n, m, 0, half, n);
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < n; i++) {
                double sum = 0;
                for (int h = 0; h < n; h++) {
                    sum += half[i * n + h] * half[k * n + h];
                }
                w[at + k * n + i] = sum;
            }
        }
        return log;
    }
}
