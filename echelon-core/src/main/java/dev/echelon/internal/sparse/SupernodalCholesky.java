package dev.echelon.internal.sparse;

import dev.echelon.internal.linalg.DenseKernels;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The factor of Λ'AΛ + I with a dense border B of rows below, panel by panel from the left. Rows stay unscaled until
 * their own columns are reached: with A and R the diagonal block and the rows below of a panel after all earlier panels
 * were taken out,
 *
 * <pre>
 *   M = Λ'AΛ + I = KK',   G = R'ΛK⁻ᵀ,   what is left := what is left − GG'
 * </pre>
 *
 * so that nothing is ever divided by Λ, which may be singular. Border columns are not scaled, and their last block is
 * factored as it is.
 *
 * <p>Panels are cut into tiles that do not depend on the number of threads, and every number is written by one tile in a
 * fixed order. <b>Cost</b> Σ of squared column heights. <b>Not thread-safe.</b>
 *
 * <p><b>Source</b> docs/math/sparse.md#factorisation
 */
public final class SupernodalCholesky {
    static final double TILED = 2e6;

    final Symbolic symbolic;
    final SparsePattern pattern;
    final int[] family;
    final PanelUpdates updates;
    final BlockScaling scaling;
    final DenseKernels kernels;
    final int threads;
    /** Pairs from which elimination of single columns is tiled. */
    final double tiled;
    /** Per panel, height×width: K over G; before factorisation A over R'. */
    final double[][] values;
    /** Factor of the border, column-major. */
    final double[] border;
    /** Per panel that has columns of a nearly singular family: the panel before it was scaled. */
    final double[][] unscaled;

    private final PanelGather gather;
    private double logDeterminant;

    /** @param family index of λ for each node */
    public SupernodalCholesky(
            Symbolic symbolic, SparsePattern pattern, int[] family, DenseKernels kernels, int threads) {
        this(symbolic, pattern, family, kernels, threads, TILED);
    }

    SupernodalCholesky(
            Symbolic symbolic, SparsePattern pattern, int[] family, DenseKernels kernels, int threads, double tiled) {
        this(symbolic, pattern, family, kernels, threads, tiled, PanelUpdates.of(symbolic), panel -> true);
    }

    /** With these updates and these panels only, to see how long they take. */
    SupernodalCholesky(
            Symbolic symbolic,
            SparsePattern pattern,
            int[] family,
            DenseKernels kernels,
            int threads,
            double tiled,
            PanelUpdates updates,
            IntPredicate needed) {
        this.tiled = tiled;
        this.symbolic = symbolic;
        this.pattern = pattern;
        this.family = family;
        this.kernels = kernels;
        this.threads = threads;
        this.updates = updates;
        this.scaling = new BlockScaling(symbolic, pattern, family);
        this.values = new double[symbolic.panels()][];
        this.unscaled = new double[symbolic.panels()][];
        for (int p = 0; p < values.length; p++) {
            int size = Math.multiplyExact(symbolic.height(p), symbolic.width(p));
            values[p] = new double[needed.test(p) ? size : 0];
        }
        this.border = new double[symbolic.border * symbolic.border];
        this.gather = new PanelGather(this);
    }

    /** The values to be factored: to be filled before {@link #factor}, lower triangles; overwritten by it. */
    public double[][] values() {
        return values;
    }

    /** The border's own block, to be filled before {@link #factor}; then its factor. */
    public double[] border() {
        return border;
    }

    /** log|Λ'AΛ + I|. */
    public double logDeterminant() {
        return logDeterminant;
    }

    /**
     * Factors what {@link #values} and {@link #border} hold.
     *
     * @param lambda q×q lower triangle of each family
     * @param keep families whose panels are kept unscaled, for derivatives that must not divide by λ
     * @return false if a pivot is not positive
     */
    @SuppressWarnings("NullAway") // a panel that is not kept is absent
    public boolean factor(double[][] lambda, boolean[] keep) {
        logDeterminant = 0;
        double determinants = 1; // a logarithm per column would cost more than the rest of a narrow panel
        for (int p = 0; p < values.length; p++) {
            gather.update(p);
            unscaled[p] = isKept(p, keep) ? values[p].clone() : null;
            if (!factorPanel(p, lambda)) {
                return false;
            }
            subtractFromBorder(p);
            int height = symbolic.height(p);
            for (int k = 0; k < symbolic.width(p); k++) {
                double pivot = values[p][k * height + k];
                determinants *= pivot * pivot;
                if (!(determinants < 1e100) || determinants < 1e-100) {
                    logDeterminant += Math.log(determinants);
                    determinants = 1;
                }
            }
        }
        logDeterminant += Math.log(determinants);
        return Double.isFinite(logDeterminant) && kernels.potrf(symbolic.border, border, 0, symbolic.border) == 0;
    }

    /** Takes all earlier panels that change a panel out of it. */
    void update(int panel) {
        gather.update(panel);
    }

    private boolean isKept(int p, boolean[] keep) {
        for (int k = symbolic.panelNode[p]; k < symbolic.panelNode[p + 1]; k++) {
            if (keep[family[symbolic.order[k]]]) {
                return true;
            }
        }
        return false;
    }

    private boolean factorPanel(int p, double[][] lambda) {
        int width = symbolic.width(p);
        int height = symbolic.height(p);
        double[] panel = values[p];
        if (width == 1) {
            double l = lambda[scaling.familyOf(p)][0];
            double m = l * l * panel[0] + 1;
            double k = Math.sqrt(m);
            double s = l / k;
            panel[0] = k;
            for (int i = 1; i < height; i++) {
                panel[i] *= s;
            }
            return m > 0;
        }
        scaling.scale(p, lambda, panel);
        for (int k = 0; k < width; k++) {
            panel[k * height + k] += 1;
        }
        if (kernels.potrf(width, panel, 0, height) != 0) {
            return false;
        }
        int below = height - width;
        int tiles = (below + PanelGather.TILE - 1) / PanelGather.TILE;
        boolean shared = threads > 1 && (double) below * width * width > 1e7;
        Runs.each(tiles, shared ? threads : 1, tile -> {
            int from = tile * PanelGather.TILE;
            int rows = Math.min(PanelGather.TILE, below - from);
            kernels.trsmRightLowerTransposed(rows, width, panel, 0, height, panel, width + from, height);
        });
        return true;
    }

    private void subtractFromBorder(int p) {
        int f = symbolic.border;
        int height = symbolic.height(p);
        int width = symbolic.width(p);
        double[] panel = values[p];
        if (width > 8 && f > 8) {
            kernels.syrk(f, width, -1, panel, height - f, height, border, 0, f);
            return;
        }
        for (int k = 0; k < width; k++) {
            int at = k * height + height - f;
            for (int b = 0; b < f; b++) {
                double x = panel[at + b];
                for (int a = b; a < f; a++) {
                    border[b * f + a] -= x * panel[at + a];
                }
            }
        }
    }

    /**
     * Solves L'u = l for the last column of the border, back through all columns: u for the nodes' columns and the other
     * border columns. Effects b = Λu are what rows are multiplied by.
     *
     * @param effects b, one per column; written
     * @param fixed solution for the border columns but the last; written
     */
    public void solveBack(double[][] lambda, double[] effects, double[] fixed) {
        int f = symbolic.border;
        int last = f - 1;
        for (int i = last - 1; i >= 0; i--) {
            double sum = border[i * f + last];
            for (int k = i + 1; k < last; k++) {
                sum -= border[i * f + k] * fixed[k];
            }
            fixed[i] = sum / border[i * f + i];
        }
        for (int p = values.length - 1; p >= 0; p--) {
            solvePanelBack(p, lambda, effects, fixed);
        }
    }

    private void solvePanelBack(int p, double[][] lambda, double[] effects, double[] fixed) {
        int width = symbolic.width(p);
        int height = symbolic.height(p);
        int first = symbolic.firstColumn(p);
        int f = symbolic.border;
        int[] rows = symbolic.rows[p];
        double[] panel = values[p];
        for (int k = width - 1; k >= 0; k--) {
            int at = k * height;
            double sum = panel[at + height - 1];
            for (int i = 0; i < rows.length; i++) {
                sum -= panel[at + width + i] * effects[rows[i]];
            }
            for (int i = 0; i < f - 1; i++) {
                sum -= panel[at + height - f + i] * fixed[i];
            }
            for (int i = k + 1; i < width; i++) {
                sum -= panel[at + i] * effects[first + i];
            }
            effects[first + k] = sum / panel[at + k];
        }
        scaling.forNodes(p, (family, at, q) -> {
            double[] l = lambda[family];
            for (int a = q - 1; a >= 0; a--) {
                double sum = 0;
                for (int h = 0; h <= a; h++) {
                    sum += l[h * q + a] * effects[first + at + h];
                }
                effects[first + at + a] = sum;
            }
        });
    }

    /**
     * Forward solution of K right-hand sides, the K numbers of a row side by side: c := L⁻¹Λ'c, in place, over the nodes'
     * columns and the border columns but the last.
     *
     * @param c (columns + border − 1)·K numbers
     */
    public void solveForward(double[][] lambda, double[] c, int count) {
        double[] row = new double[count];
        for (int p = 0; p < values.length; p++) {
            forwardPanel(p, lambda, c, count, row);
        }
        int f = symbolic.border;
        int first = symbolic.columns();
        for (int k = 0; k < f - 1; k++) {
            finishRow(c, (first + k) * count, count, border[k * f + k], row);
            for (int i = k + 1; i < f - 1; i++) {
                subtract(border[k * f + i], row, c, (first + i) * count, count);
            }
        }
    }

    void forwardPanel(int p, double[][] lambda, double[] c, int count, double[] row) {
        int width = symbolic.width(p);
        int height = symbolic.height(p);
        int first = symbolic.firstColumn(p);
        int[] rows = symbolic.rows[p];
        double[] panel = values[p];
        scaling.forNodes(p, (f, at, q) -> scaleRows(lambda[f], first + at, q, c, count));
        for (int k = 0; k < width; k++) {
            int at = k * height;
            finishRow(c, (first + k) * count, count, panel[at + k], row);
            for (int i = k + 1; i < width; i++) {
                subtract(panel[at + i], row, c, (first + i) * count, count);
            }
            for (int i = 0; i < rows.length; i++) {
                subtract(panel[at + width + i], row, c, rows[i] * count, count);
            }
            int fixed = height - symbolic.border;
            for (int i = 0; i < symbolic.border - 1; i++) {
                subtract(panel[at + fixed + i], row, c, (symbolic.columns() + i) * count, count);
            }
        }
    }

    private static void finishRow(double[] c, int at, int count, double pivot, double[] row) {
        for (int h = 0; h < count; h++) {
            row[h] = c[at + h] /= pivot;
        }
    }

    private static void subtract(double x, double[] row, double[] c, int at, int count) {
        for (int h = 0; h < count; h++) {
            c[at + h] -= x * row[h];
        }
    }

    private static void scaleRows(double[] l, int first, int q, double[] c, int count) {
        for (int k = 0; k < q; k++) {
            for (int i = 0; i < count; i++) {
                double sum = 0;
                for (int h = k; h < q; h++) {
                    sum += l[k * q + h] * c[(first + h) * count + i];
                }
                c[(first + k) * count + i] = sum;
            }
        }
    }

    /** Sets all values to zero, for the next assembly. */
    public void clear() {
        Runs.each(values.length, 1, p -> Arrays.fill(values[p], 0));
    }
}
