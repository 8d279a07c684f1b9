package dev.echelon.internal.sparse;

import dev.echelon.internal.linalg.DenseKernels;
import java.util.Arrays;

/**
 * The blocks of C̃ = ΛCΛ', C = (Λ'AΛ + I)⁻¹ (with or without the border's columns), on the pattern of the factor, last
 * panel first. With K, G of {@link SupernodalCholesky} and Y = C̃_rest G,
 *
 * <pre>
 *   C_JJ = K⁻ᵀ(I + G'Y)K⁻¹,   C̃_JJ = ΛC_JJΛ',   C̃_rest,J = −Y K⁻¹Λ'
 * </pre>
 *
 * Once a panel is known, its part of Y is added to all panels whose rows it has.
 *
 * <p><b>Cost</b> twice that of the factorisation. <b>Source</b> docs/math/sparse.md#selected-inverse; Erisman and Tinney
 * (1975), after Takahashi, Fagan and Chin (1973).
 */
public final class SelectedInverse {
    final SupernodalCholesky factor;
    private final Symbolic symbolic;
    private final DenseKernels kernels;
    /** Per panel, height×width: C̃_JJ (both triangles) over C̃_rest,J; Y below until the panel is reached. */
    final double[][] values;
    /** Panels of one column that changes none before it: C̃_JJ and the border's rows are all that is kept. */
    private final boolean[] leaf;

    private final double[][] coefficients;
    /** C̃_rest,J of a leaf is so many times C̃_rest r, with r its coefficients. */
    private final double[] leafScale;
    /** g'C̃_rest g of leaves. */
    final double[] forms;
    /** C̃ of the border's columns but the last, both triangles; zero if they are not included. */
    final double[] fixed;
    /** Σ C_jj over the nodes of a family. */
    private final double[][] traces;
    /** Σ (Z'TZ)_jj over the nodes of a family that was kept unscaled. */
    private final double[][] direct;

    private final SelectedSpread spread;
    /** Border columns included. */
    private int included;

    /** Allocates the inverse of a factor; {@code effects} are the columns of a node of each family. */
    public SelectedInverse(SupernodalCholesky factor, int[] effects) {
        this.factor = factor;
        this.symbolic = factor.symbolic;
        this.kernels = factor.kernels;
        this.values = new double[symbolic.panels()][];
        this.leaf = new boolean[values.length];
        this.forms = new double[values.length];
        this.coefficients = new double[values.length][];
        this.leafScale = new double[values.length];
        for (int p = 0; p < values.length; p++) {
            leaf[p] = symbolic.width(p) == 1 && factor.updates.start[p] == factor.updates.start[p + 1];
            values[p] = new double[leaf[p] ? 1 + symbolic.border : symbolic.height(p) * symbolic.width(p)];
        }
        int f = symbolic.border - 1;
        this.fixed = new double[f * f];
        this.traces = new double[effects.length][];
        this.direct = new double[effects.length][];
        for (int k = 0; k < effects.length; k++) {
            traces[k] = new double[effects[k] * effects[k]];
            direct[k] = new double[effects[k] * effects[k]];
        }
        this.spread = new SelectedSpread(this);
    }

    /** Σ C_jj over the nodes of a family, q×q. */
    public double[] trace(int family) {
        return traces[family];
    }

    /** Σ (A − A C̃ A)_jj over the nodes of a family that was kept unscaled, q×q: no division by λ. */
    public double[] direct(int family) {
        return direct[family];
    }

    /** Border columns that are included. */
    int included() {
        return included;
    }

    /** Computes all blocks at the last factorisation. */
    public void compute(double[][] lambda, boolean withBorder) {
        included = withBorder ? symbolic.border - 1 : 0;
        for (int k = 0; k < traces.length; k++) {
            Arrays.fill(traces[k], 0);
            Arrays.fill(direct[k], 0);
        }
        for (double[] panel : values) {
            Arrays.fill(panel, 0);
        }
        Arrays.fill(forms, 0);
        for (int p = 0; p < values.length; p++) {
            coefficients[p] = factor.unscaled[p] == null ? factor.values[p] : factor.unscaled[p];
        }
        invertBorder();
        for (int p = values.length - 1; p >= 0; p--) {
            finish(p, lambda);
            spread.from(p);
        }
    }

    private void invertBorder() {
        Arrays.fill(fixed, 0);
        int n = included;
        if (n == 0) {
            return;
        }
        for (int k = 0; k < n; k++) {
            System.arraycopy(factor.border, k * symbolic.border + k, fixed, k * n + k, n - k);
        }
        kernels.potri(n, fixed, 0, n);
        mirror(n, fixed);
    }

    private static void mirror(int n, double[] a) {
        for (int k = 0; k < n; k++) {
            for (int i = k + 1; i < n; i++) {
                a[i * n + k] = a[k * n + i];
            }
        }
    }

    boolean isLeaf(int p) {
        return leaf[p];
    }

    /** What Y multiplies: G, or R' for a panel kept unscaled. */
    double[] coefficients(int p) {
        return coefficients[p];
    }

    /** The same of all panels. */
    double[][] coefficients() {
        return coefficients;
    }

    private void finish(int p, double[][] lambda) {
        int width = symbolic.width(p);
        int height = symbolic.height(p);
        addBorder(p, width, height);
        double[] kept = factor.unscaled[p];
        if (width == 1) {
            finishColumn(p, lambda, kept != null);
            return;
        }
        int rows = symbolic.rows[p].length + included;
        double[] u = kept == null ? values[p] : values[p].clone();
        if (kept != null) { // Y = UΛK⁻ᵀ
            factor.scaling.forNodes(
                    p,
                    (f, at, q) -> BlockScaling.timesLambda(values[p], height, width, width + rows, at, q, lambda[f]));
            kernels.trsmRightLowerTransposed(rows, width, factor.values[p], 0, height, values[p], width, height);
        }
        double[] inverse = finishOwn(p, lambda, rows);
        finishBelow(p, lambda, rows, inverse);
        if (kept != null) {
            addDirect(p, kept, u, rows);
        }
    }

    /** Y of the border's rows: what the border's own block adds. */
    private void addBorder(int p, int width, int height) {
        int n = included;
        double[] g = coefficients(p);
        double[] y = values[p];
        int ld = y.length / width;
        for (int k = 0; k < width; k++) {
            int from = k * height + height - symbolic.border;
            int to = k * ld + ld - symbolic.border;
            for (int b = 0; b < n; b++) {
                double x = g[from + b];
                for (int a = 0; a < n; a++) {
                    y[to + a] += fixed[b * n + a] * x;
                    if (leaf[p]) {
                        forms[p] += fixed[b * n + a] * x * g[from + a];
                    }
                }
            }
        }
    }

    private void finishColumn(int p, double[][] lambda, boolean kept) {
        double[] r = coefficients(p);
        double[] c = values[p];
        int family = factor.scaling.familyOf(p);
        double l = lambda[family][0];
        double k = factor.values[p][0];
        int rows = c.length - symbolic.border + included;
        double form = forms[p]; // r'C̃_rest r, or g'C̃_rest g
        for (int i = 1; !leaf[p] && i < rows; i++) {
            form += r[i] * c[i];
        }
        double s = kept ? l / k : 1; // g = s·r
        double variance = (1 + form * s * s) / (k * k);
        c[0] = l * l * variance;
        double t = -s * l / k;
        leafScale[p] = t;
        for (int i = 1; i < rows; i++) {
            c[i] *= t;
        }
        Arrays.fill(c, rows, c.length, 0);
        traces[family][0] += variance;
        if (kept) {
            double a = r[0];
            direct[family][0] += a - a * a * c[0] - 2 * a * t * form - form;
        }
    }

    /** Writes C̃_JJ and returns K⁻¹. */
    private double[] finishOwn(int p, double[][] lambda, int rows) {
        int width = symbolic.width(p);
        int height = symbolic.height(p);
        double[] inner = new double[width * width];
        double[] right = Scratch.get(0, width * rows);
        PanelGather.transpose(factor.values[p], width, height, rows, width, right);
        kernels.gemm(width, width, rows, 1, right, 0, width, values[p], width, height, inner, 0, width);
        double[] inverse = new double[width * width];
        for (int k = 0; k < width; k++) {
            inner[k * width + k] += 1;
            inverse[k * width + k] = 1;
        }
        kernels.trsmLeftLower(width, width, factor.values[p], 0, height, inverse, 0, width);
        kernels.trsmLeftLowerTransposed(width, width, factor.values[p], 0, height, inner, 0, width);
        double[] block = new double[width * width];
        kernels.gemm(width, width, width, 1, inner, 0, width, inverse, 0, width, block, 0, width);
        for (int k = 0; k < width; k++) {
            for (int i = k + 1; i < width; i++) {
                block[i * width + k] = block[k * width + i];
            }
        }
        addTraces(p, block, traces);
        factor.scaling.expand(p, lambda, block);
        for (int k = 0; k < width; k++) {
            System.arraycopy(block, k * width, values[p], k * height, width);
        }
        return inverse;
    }

    private void addTraces(int p, double[] block, double[][] sums) {
        int width = symbolic.width(p);
        factor.scaling.forNodes(p, (f, at, q) -> {
            for (int b = 0; b < q; b++) {
                for (int a = 0; a < q; a++) {
                    sums[f][b * q + a] += block[(at + b) * width + at + a];
                }
            }
        });
    }

    /** C̃_rest,J = −Y K⁻¹Λ'. */
    private void finishBelow(int p, double[][] lambda, int rows, double[] inverse) {
        int width = symbolic.width(p);
        int height = symbolic.height(p);
        double[] panel = values[p];
        int tiles = (rows + PanelGather.TILE - 1) / PanelGather.TILE;
        boolean shared = (double) rows * width * width > 1e7;
        Runs.each(tiles, shared ? factor.threads : 1, tile -> {
            int from = tile * PanelGather.TILE;
            int count = Math.min(PanelGather.TILE, rows - from);
            double[] product = Scratch.get(1, count * width);
            Arrays.fill(product, 0, count * width, 0);
            kernels.gemm(count, width, width, -1, panel, width + from, height, inverse, 0, width, product, 0, count);
            for (int k = 0; k < width; k++) {
                System.arraycopy(product, k * count, panel, k * height + width + from, count);
            }
        });
        factor.scaling.forNodes(
                p, (f, at, q) -> BlockScaling.timesTransposed(panel, height, width, width + rows, at, q, lambda[f]));
        for (int k = 0; k < width; k++) {
            Arrays.fill(panel, k * height + width + rows, (k + 1) * height, 0);
        }
    }

    /** Adds A − A C̃_JJ A − A C̃_J,rest R' − R C̃_rest,J A − R C̃_rest R' for each node. */
    private void addDirect(int p, double[] kept, double[] u, int rows) {
        int width = symbolic.width(p);
        int height = symbolic.height(p);
        double[] a = new double[width * width];
        for (int k = 0; k < width; k++) {
            for (int i = k; i < width; i++) {
                a[k * width + i] = kept[k * height + i];
                a[i * width + k] = kept[k * height + i];
            }
        }
        double[] transposed = new double[width * rows];
        PanelGather.transpose(kept, width, height, rows, width, transposed);
        double[] half = new double[width * width]; // C̃_JJ A + C̃_J,rest R'
        kernels.gemm(width, width, width, 1, values[p], 0, height, a, 0, width, half, 0, width);
        double[] crossed = new double[width * width]; // R C̃_rest,J
        kernels.gemm(width, width, rows, 1, transposed, 0, width, values[p], width, height, crossed, 0, width);
        double[] sum = new double[width * width];
        kernels.gemm(width, width, rows, -1, transposed, 0, width, u, width, height, sum, 0, width);
        for (int k = 0; k < width; k++) {
            for (int i = 0; i < width; i++) {
                half[k * width + i] += crossed[i * width + k];
                sum[k * width + i] += a[k * width + i];
            }
        }
        kernels.gemm(width, width, width, -1, a, 0, width, half, 0, width, sum, 0, width);
        kernels.gemm(width, width, width, -1, crossed, 0, width, a, 0, width, sum, 0, width);
        addTraces(p, sum, direct);
    }

    /**
     * C̃ of two columns whose block is on the pattern, the first before the second.
     *
     * <p><b>Cost</b> a binary search; of a leaf and another column the number of rows of the leaf, because these are not
     * kept.
     */
    public double get(int column, int row) {
        int p = symbolic.panelOf[column];
        if (leaf[p] && row > column) {
            return leafElement(p, row);
        }
        return values[p][(column - symbolic.firstColumn(p)) * symbolic.height(p) + symbolic.rowAt(p, row)];
    }

    private double leafElement(int p, int row) {
        double[] r = coefficients[p];
        int[] rows = symbolic.rows[p];
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            sum += r[1 + i] * get(Math.min(row, rows[i]), Math.max(row, rows[i]));
        }
        for (int k = 0; k < included; k++) {
            sum += r[1 + rows.length + k] * getFixed(row, k);
        }
        return leafScale[p] * sum;
    }

    /** Whether the block of two columns, the first before the second, is on the pattern. */
    public boolean has(int column, int row) {
        int p = symbolic.panelOf[column];
        return row < symbolic.firstColumn(p) + symbolic.width(p) || Arrays.binarySearch(symbolic.rows[p], row) >= 0;
    }

    /** C̃ of two border columns that are included. */
    public double betweenFixed(int k, int h) {
        return fixed[k * included + h];
    }

    /** C̃ of a column and a border column that is included. */
    public double getFixed(int column, int k) {
        int p = symbolic.panelOf[column];
        int height = values[p].length / symbolic.width(p);
        return values[p][(column - symbolic.firstColumn(p)) * height + height - symbolic.border + k];
    }
}
