package dev.echelon.internal.linalg;

/**
 * In-place operations of a lower triangle L (n×n) on the columns of X (m×n): X·L⁻ᵀ, X·L⁻¹ and X·L.
 *
 * <p>X is given by row and column steps. Operations from the left are the same operations on the transpose (L⁻¹B is
 * (B'·L⁻ᵀ)'), so three cases serve all. Large triangles are halved until a block of columns fits the panel; nearly all
 * of the work is then in {@link Products}. Inside a block the loops run along the rows of X, two columns at a time.
 */
final class Triangles {
    /** Widest triangle that is applied column by column. */
    private static final int BLOCK = 48;

    private Triangles() {}

    /** X := X·L⁻ᵀ. */
    static void solveTransposed(
            Workspace w, int m, int n, double[] l, int lOff, int ldl, double[] x, int xOff, int xRow, int xCol) {
        if (n <= BLOCK) {
            for (int i = 0; i < m; i += Workspace.ROWS) {
                int rows = Math.min(Workspace.ROWS, m - i);
                w.pack(rows, n, x, xOff + i * xRow, xRow, xCol);
                forward(w, rows, n, l, lOff, ldl);
                w.unpack(rows, n, x, xOff + i * xRow, xRow, xCol);
            }
            return;
        }
        int h = half(n);
        int below = lOff + h;
        int rest = lOff + h + h * ldl;
        int x2 = xOff + h * xCol;
        solveTransposed(w, m, h, l, lOff, ldl, x, xOff, xRow, xCol);
        // X2 := X2 − X1·L21'
        if (xRow == 1) {
            Products.full(w, m, n - h, h, -1, x, xOff, 1, xCol, l, below, ldl, 1, x, x2, xCol);
        } else {
            Products.full(w, n - h, m, h, -1, l, below, 1, ldl, x, xOff, xCol, xRow, x, x2, xRow);
        }
        solveTransposed(w, m, n - h, l, rest, ldl, x, x2, xRow, xCol);
    }

    /** X := X·L⁻¹. */
    static void solve(
            Workspace w, int m, int n, double[] l, int lOff, int ldl, double[] x, int xOff, int xRow, int xCol) {
        if (n <= BLOCK) {
            for (int i = 0; i < m; i += Workspace.ROWS) {
                int rows = Math.min(Workspace.ROWS, m - i);
                w.pack(rows, n, x, xOff + i * xRow, xRow, xCol);
                backward(w, rows, n, l, lOff, ldl);
                w.unpack(rows, n, x, xOff + i * xRow, xRow, xCol);
            }
            return;
        }
        int h = half(n);
        solve(w, m, n - h, l, lOff + h + h * ldl, ldl, x, xOff + h * xCol, xRow, xCol);
        addSecondTimesBelow(w, m, n, h, -1, l, lOff, ldl, x, xOff, xRow, xCol);
        solve(w, m, h, l, lOff, ldl, x, xOff, xRow, xCol);
    }

    /** X := X·L. */
    static void multiply(
            Workspace w, int m, int n, double[] l, int lOff, int ldl, double[] x, int xOff, int xRow, int xCol) {
        if (n <= BLOCK) {
            for (int i = 0; i < m; i += Workspace.ROWS) {
                int rows = Math.min(Workspace.ROWS, m - i);
                w.pack(rows, n, x, xOff + i * xRow, xRow, xCol);
                combine(w, rows, n, l, lOff, ldl);
                w.unpack(rows, n, x, xOff + i * xRow, xRow, xCol);
            }
            return;
        }
        int h = half(n);
        multiply(w, m, h, l, lOff, ldl, x, xOff, xRow, xCol);
        addSecondTimesBelow(w, m, n, h, 1, l, lOff, ldl, x, xOff, xRow, xCol);
        multiply(w, m, n - h, l, lOff + h + h * ldl, ldl, x, xOff + h * xCol, xRow, xCol);
    }

    /** Where a triangle of order n is cut: a multiple of six keeps the panel loops of full depth. */
    static int half(int n) {
        return Math.max(6, n / 12 * 6);
    }

    /** X1 := X1 + alpha·X2·L21. */
    private static void addSecondTimesBelow(
            Workspace w,
            int m,
            int n,
            int h,
            double alpha,
            double[] l,
            int lOff,
            int ldl,
            double[] x,
            int xOff,
            int xRow,
            int xCol) {
        int below = lOff + h;
        int x2 = xOff + h * xCol;
        if (xRow == 1) {
            Products.full(w, m, h, n - h, alpha, x, x2, 1, xCol, l, below, 1, ldl, x, xOff, xCol);
        } else {
            Products.full(w, h, m, n - h, alpha, l, below, ldl, 1, x, x2, xCol, xRow, x, xOff, xRow);
        }
    }

    /** Panel := panel·L⁻ᵀ, columns from the first: x_j := (x_j − Σ_{p<j} x_p·l_jp)/l_jj. */
    private static void forward(Workspace w, int rows, int n, double[] l, int lOff, int ldl) {
        double[][] x = w.panel;
        int j = 0;
        for (; j + 2 <= n; j += 2) {
            Workspace.scaled(0, j, -1, l, lOff + j, ldl, w.s);
            Workspace.scaled(0, j + 1, -1, l, lOff + j + 1, ldl, w.t);
            RankUpdate.two(0, rows, x[j], x[j + 1], x, 0, j, w.s, w.t);
            divide(0, rows, x[j], l[lOff + j + j * ldl]);
            RankUpdate.one(0, rows, x[j + 1], x, j, j + 1, w.t);
            divide(0, rows, x[j + 1], l[lOff + (j + 1) * (ldl + 1)]);
        }
        if (j < n) {
            Workspace.scaled(0, j, -1, l, lOff + j, ldl, w.s);
            RankUpdate.one(0, rows, x[j], x, 0, j, w.s);
            divide(0, rows, x[j], l[lOff + j + j * ldl]);
        }
    }

    /** Panel := panel·L⁻¹, columns from the last: x_j := (x_j − Σ_{p>j} x_p·l_pj)/l_jj. */
    private static void backward(Workspace w, int rows, int n, double[] l, int lOff, int ldl) {
        double[][] x = w.panel;
        int j = n - 1;
        for (; j >= 1; j -= 2) {
            Workspace.scaled(j, n, -1, l, lOff + (j - 1) * ldl, 1, w.s);
            Workspace.scaled(j + 1, n, -1, l, lOff + j * ldl, 1, w.t);
            RankUpdate.two(0, rows, x[j - 1], x[j], x, j + 1, n, w.s, w.t);
            divide(0, rows, x[j], l[lOff + j + j * ldl]);
            RankUpdate.one(0, rows, x[j - 1], x, j, j + 1, w.s);
            divide(0, rows, x[j - 1], l[lOff + (j - 1) * (ldl + 1)]);
        }
        if (j == 0) {
            Workspace.scaled(1, n, -1, l, lOff, 1, w.s);
            RankUpdate.one(0, rows, x[0], x, 1, n, w.s);
            divide(0, rows, x[0], l[lOff]);
        }
    }

    /** Panel := panel·L, columns from the first: x_j := x_j·l_jj + Σ_{p>j} x_p·l_pj. */
    private static void combine(Workspace w, int rows, int n, double[] l, int lOff, int ldl) {
        double[][] x = w.panel;
        int j = 0;
        for (; j + 2 <= n; j += 2) {
            Workspace.scaled(j + 1, n, 1, l, lOff + j * ldl, 1, w.s);
            Workspace.scaled(j + 2, n, 1, l, lOff + (j + 1) * ldl, 1, w.t);
            scale(rows, x[j], l[lOff + j + j * ldl]);
            RankUpdate.one(0, rows, x[j], x, j + 1, j + 2, w.s);
            scale(rows, x[j + 1], l[lOff + (j + 1) * (ldl + 1)]);
            RankUpdate.two(0, rows, x[j], x[j + 1], x, j + 2, n, w.s, w.t);
        }
        if (j < n) {
            scale(rows, x[j], l[lOff + j + j * ldl]);
        }
    }

    static void divide(int lo, int hi, double[] x, double by) {
        for (int i = lo; i < hi; i++) {
            x[i] /= by;
        }
    }

    private static void scale(int rows, double[] x, double by) {
        for (int i = 0; i < rows; i++) {
            x[i] *= by;
        }
    }
}
