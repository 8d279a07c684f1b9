package dev.echelon.internal.linalg;

/**
 * Scratch of one thread: a panel of separate column arrays, sized to stay in the second-level cache, two target columns
 * and two rows of coefficients.
 */
final class Workspace {
    /** Rows of the panel; long enough that the vector loops amortise their entry and exit. */
    static final int ROWS = 256;

    /** Columns of the panel; a multiple of three, the depth of {@link RankUpdate}. */
    static final int COLUMNS = 96;

    private static final ThreadLocal<Workspace> OF_THREAD = ThreadLocal.withInitial(Workspace::new);

    final double[][] panel = new double[COLUMNS][ROWS];
    final double[] c = new double[ROWS];
    final double[] d = new double[ROWS];
    final double[] s = new double[COLUMNS];
    final double[] t = new double[COLUMNS];

    private Workspace() {}

    static Workspace ofThread() {
        return OF_THREAD.get();
    }

    /** panel[p][i] := a(i, p) for i < rows, p < columns, with a(i, p) at off + i·rowStep + p·colStep. */
    void pack(int rows, int columns, double[] a, int off, int rowStep, int colStep) {
        if (rowStep == 1) {
            for (int p = 0; p < columns; p++) {
                System.arraycopy(a, off + p * colStep, panel[p], 0, rows);
            }
            return;
        }
        for (int i = 0; i < rows; i++) {
            int at = off + i * rowStep;
            for (int p = 0; p < columns; p++) {
                panel[p][i] = a[at + p * colStep];
            }
        }
    }

    /** The inverse of {@link #pack}. */
    void unpack(int rows, int columns, double[] a, int off, int rowStep, int colStep) {
        if (rowStep == 1) {
            for (int p = 0; p < columns; p++) {
                System.arraycopy(panel[p], 0, a, off + p * colStep, rows);
            }
            return;
        }
        for (int i = 0; i < rows; i++) {
            int at = off + i * rowStep;
            for (int p = 0; p < columns; p++) {
                a[at + p * colStep] = panel[p][i];
            }
        }
    }

    /** out[p] := alpha·a[off + p·step] for p in [from, to). */
    static void scaled(int from, int to, double alpha, double[] a, int off, int step, double[] out) {
        for (int p = from; p < to; p++) {
            out[p] = alpha * a[off + p * step];
        }
    }
}
