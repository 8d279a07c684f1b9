package dev.echelon.internal.linalg;

/**
 * Factor and inverse of a symmetric positive definite matrix, in place on the lower triangle, by halving: the two
 * diagonal halves are treated in the same way and all other work is products and triangular solves. The inverse is
 * (LL')⁻¹ = W'W with W = L⁻¹ (Higham, Accuracy and Stability of Numerical Algorithms, 2002, section 14.2).
 */
final class Cholesky {
    /** Widest matrix that is factorised in the panel. */
    private static final int PANEL = 72;

    /** Widest matrix that plain loops treat; below this the panel does not repay its packing. */
    private static final int PLAIN = 16;

    private Cholesky() {}

    /** A = LL'; returns 0 or 1 + the index of the first pivot that is not positive. */
    static int factor(Workspace w, int n, double[] a, int off, int ld) {
        if (n <= PLAIN) {
            return factorPlain(n, a, off, ld);
        }
        if (n <= PANEL) {
            return factorInPanel(w, n, a, off, ld);
        }
        int h = Triangles.half(n);
        int failed = factor(w, h, a, off, ld);
        if (failed != 0) {
            return failed;
        }
        int below = off + h;
        int rest = off + h + h * ld;
        Triangles.solveTransposed(w, n - h, h, a, off, ld, a, below, 1, ld);
        Products.lower(w, n - h, h, -1, a, below, 1, ld, a, rest, ld);
        failed = factor(w, n - h, a, rest, ld);
        return failed == 0 ? 0 : failed + h;
    }

    /** From L: the lower triangle of (LL')⁻¹. */
    static void invertFromFactor(Workspace w, int n, double[] a, int off, int ld) {
        invertTriangle(w, n, a, off, ld);
        crossProduct(w, n, a, off, ld);
    }

    /** L := L⁻¹, with the block below the diagonal −L22⁻¹·L21·L11⁻¹. */
    private static void invertTriangle(Workspace w, int n, double[] a, int off, int ld) {
        if (n <= PLAIN) {
            invertTrianglePlain(n, a, off, ld);
            return;
        }
        int h = Triangles.half(n);
        int below = off + h;
        int rest = off + h + h * ld;
        Triangles.solve(w, n - h, h, a, off, ld, a, below, 1, ld);
        Triangles.solveTransposed(w, h, n - h, a, rest, ld, a, below, ld, 1);
        for (int j = 0; j < h; j++) {
            for (int i = 0, at = below + j * ld; i < n - h; i++, at++) {
                a[at] = -a[at];
            }
        }
        invertTriangle(w, h, a, off, ld);
        invertTriangle(w, n - h, a, rest, ld);
    }

    /** W := W'W on the lower triangle. */
    private static void crossProduct(Workspace w, int n, double[] a, int off, int ld) {
        if (n <= PLAIN) {
            crossProductPlain(n, a, off, ld);
            return;
        }
        int h = Triangles.half(n);
        int below = off + h;
        int rest = off + h + h * ld;
        crossProduct(w, h, a, off, ld);
        Products.lower(w, h, n - h, 1, a, below, ld, 1, a, off, ld);
        Triangles.multiply(w, h, n - h, a, rest, ld, a, below, ld, 1);
        crossProduct(w, n - h, a, rest, ld);
    }

    private static int factorPlain(int n, double[] a, int off, int ld) {
        for (int j = 0; j < n; j++) {
            int cj = off + j * ld;
            for (int p = 0; p < j; p++) {
                int cp = off + p * ld;
                double s = -a[cp + j];
                for (int i = j; i < n; i++) {
                    a[cj + i] = Math.fma(a[cp + i], s, a[cj + i]);
                }
            }
            double pivot = a[cj + j];
            if (!(pivot > 0)) {
                return j + 1;
            }
            double root = Math.sqrt(pivot);
            a[cj + j] = root;
            for (int i = j + 1; i < n; i++) {
                a[cj + i] /= root;
            }
        }
        return 0;
    }

    private static int factorInPanel(Workspace w, int n, double[] a, int off, int ld) {
        double[][] x = w.panel;
        for (int j = 0; j < n; j++) {
            System.arraycopy(a, off + j * ld + j, x[j], j, n - j);
        }
        for (int j = 0; j < n; j += 2) {
            for (int p = 0; p < j; p++) {
                w.s[p] = -x[p][j];
            }
            if (j + 1 == n) {
                RankUpdate.one(j, n, x[j], x, 0, j, w.s);
                if (!finishColumn(j, n, x[j])) {
                    return j + 1;
                }
                break;
            }
            for (int p = 0; p < j; p++) {
                w.t[p] = -x[p][j + 1];
            }
            // Row j of column j+1 is above the diagonal: the pair computes it, nothing reads it.
            RankUpdate.two(j, n, x[j], x[j + 1], x, 0, j, w.s, w.t);
            if (!finishColumn(j, n, x[j])) {
                return j + 1;
            }
            w.t[j] = -x[j][j + 1];
            RankUpdate.one(j + 1, n, x[j + 1], x, j, j + 1, w.t);
            if (!finishColumn(j + 1, n, x[j + 1])) {
                return j + 2;
            }
        }
        for (int j = 0; j < n; j++) {
            System.arraycopy(x[j], j, a, off + j * ld + j, n - j);
        }
        return 0;
    }

    /** Root of the pivot and division of the rest; false if the pivot is not positive (or not a number). */
    private static boolean finishColumn(int j, int n, double[] column) {
        double pivot = column[j];
        if (!(pivot > 0)) {
            return false;
        }
        double root = Math.sqrt(pivot);
        column[j] = root;
        Triangles.divide(j + 1, n, column, root);
        return true;
    }

    private static void invertTrianglePlain(int n, double[] a, int off, int ld) {
        for (int j = n - 1; j >= 0; j--) {
            int cj = off + j * ld;
            double inverse = 1 / a[cj + j];
            // Column j of the inverse is −(inverse of the trailing triangle)·l_j / l_jj; from the last row up.
            for (int p = n - 1; p > j; p--) {
                int cp = off + p * ld;
                double v = -a[cj + p] * inverse;
                for (int i = n - 1; i > p; i--) {
                    a[cj + i] = Math.fma(a[cp + i], v, a[cj + i]);
                }
                a[cj + p] = a[cp + p] * v;
            }
            a[cj + j] = inverse;
        }
    }

    private static void crossProductPlain(int n, double[] a, int off, int ld) {
        for (int j = 0; j < n; j++) {
            int cj = off + j * ld;
            // Row i of the result needs rows ≥ i of column j only, so it may overwrite in increasing i.
            for (int i = j; i < n; i++) {
                int ci = off + i * ld;
                double sum = 0;
                for (int p = i; p < n; p++) {
                    sum = Math.fma(a[ci + p], a[cj + p], sum);
                }
                a[cj + i] = sum;
            }
        }
    }
}
