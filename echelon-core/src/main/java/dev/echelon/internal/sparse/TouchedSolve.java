package dev.echelon.internal.sparse;

import java.util.Arrays;

/**
 * Forms w'C̃w for sparse w by a forward solution that visits only the panels on the paths from the columns of w to the
 * roots of the elimination forest.
 *
 * <p><b>Source</b> Gilbert, Peierls (1988), SIAM J. Sci. Stat. Comput. 9:862.
 */
public final class TouchedSolve {
    private final SupernodalCholesky factor;
    private final Symbolic symbolic;
    private final double[][] lambda;
    private final double[] x;
    private final double[] row = new double[1];
    private final boolean[] seen;
    private int[] panels = new int[64];
    private int count;

    /** For the last factorisation, which was at {@code lambda}. */
    public TouchedSolve(SupernodalCholesky factor, double[][] lambda) {
        this.factor = factor;
        this.symbolic = factor.symbolic;
        this.lambda = lambda;
        this.x = new double[symbolic.columns() + symbolic.border - 1];
        this.seen = new boolean[symbolic.panels()];
    }

    /** Sets w to zero. */
    public void reset() {
        for (int i = 0; i < count; i++) {
            int p = panels[i];
            seen[p] = false;
            int first = symbolic.firstColumn(p);
            Arrays.fill(x, first, first + symbolic.width(p), 0);
        }
        count = 0;
    }

    /** Sets the elements of w from {@code column} on. */
    public void load(int column, double[] values) {
        System.arraycopy(values, 0, x, column, values.length);
        int p = symbolic.panelOf[column];
        while (p >= 0 && !seen[p]) {
            seen[p] = true;
            if (count == panels.length) {
                panels = Arrays.copyOf(panels, 2 * count);
            }
            panels[count++] = p;
            p = symbolic.rows[p].length == 0 ? -1 : symbolic.panelOf[symbolic.rows[p][0]];
        }
    }

    /**
     * w'C̃w with the border's elements of w in {@code fixed}; in {@code product}, if it is not empty, the border's elements
     * of C̃w.
     */
    public double form(double[] fixed, double[] product) {
        int columns = symbolic.columns();
        System.arraycopy(fixed, 0, x, columns, fixed.length);
        Arrays.sort(panels, 0, count);
        double sum = 0;
        for (int i = 0; i < count; i++) {
            int p = panels[i];
            factor.forwardPanel(p, lambda, x, 1, row);
            int first = symbolic.firstColumn(p);
            for (int k = first; k < first + symbolic.width(p); k++) {
                sum += x[k] * x[k];
            }
        }
        int f = symbolic.border;
        for (int k = 0; k < f - 1; k++) {
            double value = x[columns + k];
            for (int h = 0; h < k; h++) {
                value -= factor.border[h * f + k] * x[columns + h];
            }
            x[columns + k] = value / factor.border[k * f + k];
            sum += x[columns + k] * x[columns + k];
        }
        for (int k = product.length - 1; k >= 0; k--) {
            double value = x[columns + k];
            for (int h = k + 1; h < product.length; h++) {
                value -= factor.border[k * f + h] * product[h];
            }
            product[k] = value / factor.border[k * f + k];
        }
        return sum;
    }
}
