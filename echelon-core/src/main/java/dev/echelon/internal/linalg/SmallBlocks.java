package dev.echelon.internal.linalg;

/**
 * Plain loops for blocks of order up to about 24 inside flat column-major arrays, where a call into blocked or native
 * kernels would cost more than the work. Every block is given by its array, the offset of its first element and its
 * leading dimension; no checks, no allocation, no logging. Triangles are lower; what is above a diagonal is neither read
 * nor written. Outputs must not overlap inputs.
 */
public final class SmallBlocks {
    private SmallBlocks() {}

    /**
     * Cholesky A = LL' in place on the lower triangle; order 1 to 3 without loops.
     *
     * @return 0, or 1 + the index of the first pivot that is not positive (or not a number)
     */
    public static int cholesky(int q, double[] a, int off, int ld) {
        switch (q) {
            case 1:
                return cholesky1(a, off);
            case 2:
                return cholesky2(a, off, ld);
            case 3:
                return cholesky3(a, off, ld);
            default:
                return choleskyAny(q, a, off, ld);
        }
    }

    private static int cholesky1(double[] a, int off) {
        double d = a[off];
        if (!(d > 0)) {
            return 1;
        }
        a[off] = Math.sqrt(d);
        return 0;
    }

    private static int cholesky2(double[] a, int off, int ld) {
        double d = a[off];
        if (!(d > 0)) {
            return 1;
        }
        double l00 = Math.sqrt(d);
        double l10 = a[off + 1] / l00;
        d = a[off + ld + 1] - l10 * l10;
        if (!(d > 0)) {
            return 2;
        }
        a[off] = l00;
        a[off + 1] = l10;
        a[off + ld + 1] = Math.sqrt(d);
        return 0;
    }

    private static int cholesky3(double[] a, int off, int ld) {
        int failed = cholesky2(a, off, ld);
        if (failed != 0) {
            return failed;
        }
        double l20 = a[off + 2] / a[off];
        double l21 = (a[off + ld + 2] - l20 * a[off + 1]) / a[off + ld + 1];
        double d = a[off + 2 * ld + 2] - l20 * l20 - l21 * l21;
        if (!(d > 0)) {
            return 3;
        }
        a[off + 2] = l20;
        a[off + ld + 2] = l21;
        a[off + 2 * ld + 2] = Math.sqrt(d);
        return 0;
    }

    private static int choleskyAny(int q, double[] a, int off, int ld) {
        for (int j = 0; j < q; j++) {
            int cj = off + j * ld;
            for (int p = 0; p < j; p++) {
                int cp = off + p * ld;
                double s = a[cp + j];
                for (int i = j; i < q; i++) {
                    a[cj + i] -= s * a[cp + i];
                }
            }
            double d = a[cj + j];
            if (!(d > 0)) {
                return j + 1;
            }
            double root = Math.sqrt(d);
            a[cj + j] = root;
            for (int i = j + 1; i < q; i++) {
                a[cj + i] /= root;
            }
        }
        return 0;
    }

    /** B := L⁻¹B; L is q×q, B is q×p. */
    public static void solveLeft(int q, int p, double[] l, int lOff, int ldl, double[] b, int bOff, int ldb) {
        for (int k = 0; k < p; k++) {
            int bk = bOff + k * ldb;
            for (int j = 0; j < q; j++) {
                int lj = lOff + j * ldl;
                double x = b[bk + j] / l[lj + j];
                b[bk + j] = x;
                for (int i = j + 1; i < q; i++) {
                    b[bk + i] -= x * l[lj + i];
                }
            }
        }
    }

    /** B := L⁻ᵀB; L is q×q, B is q×p. */
    public static void solveLeftTransposed(int q, int p, double[] l, int lOff, int ldl, double[] b, int bOff, int ldb) {
        for (int k = 0; k < p; k++) {
            int bk = bOff + k * ldb;
            for (int j = q - 1; j >= 0; j--) {
                int lj = lOff + j * ldl;
                double sum = b[bk + j];
                for (int i = j + 1; i < q; i++) {
                    sum -= l[lj + i] * b[bk + i];
                }
                b[bk + j] = sum / l[lj + j];
            }
        }
    }

    /** B := B·L⁻ᵀ; L is q×q, B is p×q. */
    public static void solveRightTransposed(
            int p, int q, double[] l, int lOff, int ldl, double[] b, int bOff, int ldb) {
        for (int j = 0; j < q; j++) {
            int bj = bOff + j * ldb;
            for (int k = 0; k < j; k++) {
                subtractScaled(p, l[lOff + j + k * ldl], b, bOff + k * ldb, bj);
            }
            divide(p, l[lOff + j + j * ldl], b, bj);
        }
    }

    /** B := B·L⁻¹; L is q×q, B is p×q. */
    public static void solveRight(int p, int q, double[] l, int lOff, int ldl, double[] b, int bOff, int ldb) {
        for (int j = q - 1; j >= 0; j--) {
            int bj = bOff + j * ldb;
            for (int k = j + 1; k < q; k++) {
                subtractScaled(p, l[lOff + k + j * ldl], b, bOff + k * ldb, bj);
            }
            divide(p, l[lOff + j + j * ldl], b, bj);
        }
    }

    private static void subtractScaled(int p, double s, double[] b, int from, int into) {
        for (int i = 0; i < p; i++) {
            b[into + i] -= s * b[from + i];
        }
    }

    private static void divide(int p, double by, double[] b, int at) {
        for (int i = 0; i < p; i++) {
            b[at + i] /= by;
        }
    }

    /** L := L⁻¹ in place on the lower triangle. */
    public static void invertTriangle(int q, double[] l, int off, int ld) {
        for (int j = q - 1; j >= 0; j--) {
            int cj = off + j * ld;
            double inverse = 1 / l[cj + j];
            for (int p = q - 1; p > j; p--) {
                int cp = off + p * ld;
                double v = -l[cj + p] * inverse;
                for (int i = q - 1; i > p; i--) {
                    l[cj + i] += l[cp + i] * v;
                }
                l[cj + p] = l[cp + p] * v;
            }
            l[cj + j] = inverse;
        }
    }

    /** C := C + alpha·A·A' on the lower triangle; C is q×q, A is q×p. */
    public static void addProduct(
            int q, int p, double alpha, double[] a, int aOff, int lda, double[] c, int cOff, int ldc) {
        for (int k = 0; k < p; k++) {
            int ak = aOff + k * lda;
            for (int j = 0; j < q; j++) {
                double s = alpha * a[ak + j];
                int cj = cOff + j * ldc;
                for (int i = j; i < q; i++) {
                    c[cj + i] += s * a[ak + i];
                }
            }
        }
    }

    /** C := C + alpha·A'·A on the lower triangle; C is q×q, A is p×q. */
    public static void addCrossProduct(
            int q, int p, double alpha, double[] a, int aOff, int lda, double[] c, int cOff, int ldc) {
        for (int j = 0; j < q; j++) {
            int aj = aOff + j * lda;
            for (int i = j; i < q; i++) {
                c[cOff + i + j * ldc] += alpha * dot(p, a, aOff + i * lda, a, aj);
            }
        }
    }

    /** C := C + alpha·A·B; C is q×p, A is q×k, B is k×p. */
    public static void multiply(
            int q,
            int p,
            int k,
            double alpha,
            double[] a,
            int aOff,
            int lda,
            double[] b,
            int bOff,
            int ldb,
            double[] c,
            int cOff,
            int ldc) {
        for (int j = 0; j < p; j++) {
            int cj = cOff + j * ldc;
            for (int r = 0; r < k; r++) {
                int ar = aOff + r * lda;
                double s = alpha * b[bOff + r + j * ldb];
                for (int i = 0; i < q; i++) {
                    c[cj + i] += s * a[ar + i];
                }
            }
        }
    }

    /** C := C + alpha·A'·B; C is q×p, A is k×q, B is k×p. */
    public static void multiplyTransposed(
            int q,
            int p,
            int k,
            double alpha,
            double[] a,
            int aOff,
            int lda,
            double[] b,
            int bOff,
            int ldb,
            double[] c,
            int cOff,
            int ldc) {
        for (int j = 0; j < p; j++) {
            int bj = bOff + j * ldb;
            for (int i = 0; i < q; i++) {
                c[cOff + i + j * ldc] += alpha * dot(k, a, aOff + i * lda, b, bj);
            }
        }
    }

    /** C := C + alpha·A·B'; C is q×p, A is q×k, B is p×k. */
    public static void multiplyByTransposed(
            int q,
            int p,
            int k,
            double alpha,
            double[] a,
            int aOff,
            int lda,
            double[] b,
            int bOff,
            int ldb,
            double[] c,
            int cOff,
            int ldc) {
        for (int j = 0; j < p; j++) {
            int cj = cOff + j * ldc;
            for (int r = 0; r < k; r++) {
                int ar = aOff + r * lda;
                double s = alpha * b[bOff + j + r * ldb];
                for (int i = 0; i < q; i++) {
                    c[cj + i] += s * a[ar + i];
                }
            }
        }
    }

    private static double dot(int n, double[] a, int aOff, double[] b, int bOff) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += a[aOff + i] * b[bOff + i];
        }
        return sum;
    }
}
