package dev.echelon.internal.linalg;

/**
 * Matrix products C := C + alpha·A·B by cache blocks: a block of A is packed once into the panel and combined into the
 * columns of C, two at a time. A and B are given by row and column steps, so that transposes cost nothing; the rows of C
 * are contiguous.
 */
final class Products {
    private Products() {}

    /** Every element of C (m×n); k is the inner dimension. */
    static void full(
            Workspace w,
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
            int ldc) {
        blocks(w, m, n, k, alpha, a, aOff, aRow, aCol, b, bOff, bRow, bCol, c, cOff, ldc, false);
    }

    /** The lower triangle of C := C + alpha·A·A' (n×n), A n×k. */
    static void lower(
            Workspace w,
            int n,
            int k,
            double alpha,
            double[] a,
            int off,
            int row,
            int col,
            double[] c,
            int cOff,
            int ldc) {
        blocks(w, n, n, k, alpha, a, off, row, col, a, off, col, row, c, cOff, ldc, true);
    }

    private static void blocks(
            Workspace w,
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
        for (int p = 0; p < k; p += Workspace.COLUMNS) {
            int depth = Math.min(Workspace.COLUMNS, k - p);
            for (int i = 0; i < m; i += Workspace.ROWS) {
                int rows = Math.min(Workspace.ROWS, m - i);
                w.pack(rows, depth, a, aOff + i * aRow + p * aCol, aRow, aCol);
                int columns = lower ? i + rows : n;
                int diagonal = lower ? i : Integer.MAX_VALUE;
                combine(w, rows, columns, depth, alpha, b, bOff + p * bRow, bRow, bCol, c, cOff + i, ldc, diagonal);
            }
        }
    }

    /** The packed rows times every column of B; columns beyond {@code diagonal} start at their own row. */
    private static void combine(
            Workspace w,
            int rows,
            int columns,
            int depth,
            double alpha,
            double[] b,
            int bOff,
            int bRow,
            int bCol,
            double[] c,
            int cOff,
            int ldc,
            int diagonal) {
        int j = 0;
        for (; j + 2 <= columns; j += 2) {
            int lo = Math.max(0, j - diagonal);
            int lo1 = Math.max(0, j + 1 - diagonal);
            int at = cOff + j * ldc;
            Workspace.scaled(0, depth, alpha, b, bOff + j * bCol, bRow, w.s);
            Workspace.scaled(0, depth, alpha, b, bOff + (j + 1) * bCol, bRow, w.t);
            System.arraycopy(c, at + lo, w.c, lo, rows - lo);
            System.arraycopy(c, at + ldc + lo1, w.d, lo1, rows - lo1);
            RankUpdate.two(lo, rows, w.c, w.d, w.panel, 0, depth, w.s, w.t);
            System.arraycopy(w.c, lo, c, at + lo, rows - lo);
            System.arraycopy(w.d, lo1, c, at + ldc + lo1, rows - lo1);
        }
        if (j < columns) {
            int lo = Math.max(0, j - diagonal);
            int at = cOff + j * ldc + lo;
            Workspace.scaled(0, depth, alpha, b, bOff + j * bCol, bRow, w.s);
            System.arraycopy(c, at, w.c, lo, rows - lo);
            RankUpdate.one(lo, rows, w.c, w.panel, 0, depth, w.s);
            System.arraycopy(w.c, lo, c, at, rows - lo);
        }
    }
}
