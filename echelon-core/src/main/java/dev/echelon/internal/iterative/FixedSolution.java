package dev.echelon.internal.iterative;

import dev.echelon.internal.crossproducts.CrossProducts;
import org.jspecify.annotations.Nullable;

/** β̂, r² and g = Z'Py at one θ, from solves with the columns of [X y]. */
final class FixedSolution {
    static final FixedSolution NONE = new FixedSolution();

    private final @Nullable Columns columns;
    private final @Nullable Gram gram;
    private final boolean reml;
    private final int p;
    private final double degrees;
    /** Lower Cholesky factor of [X y]'V⁻¹[X y], (p+1)×(p+1). */
    private final double[] factor;

    private final double[] beta;
    private final double logDeterminant;
    /** b̂: the chain's part, the tail's part. */
    private final double[][] modes;
    /** g = Z'Py. */
    private final double[][] scores;

    private FixedSolution() {
        this.columns = null;
        this.gram = null;
        this.reml = false;
        this.p = 0;
        this.degrees = 0;
        this.factor = new double[] {Double.NaN};
        this.beta = new double[0];
        this.logDeterminant = Double.NaN;
        this.modes = new double[0][];
        this.scores = new double[0][];
    }

    private FixedSolution(Gram gram, Columns columns, boolean reml, double[] products) {
        this.gram = gram;
        this.columns = columns;
        this.reml = reml;
        this.p = gram.data.fixedColumns();
        this.degrees = gram.data.rows() - (reml ? p : 0);
        this.factor = products;
        int r = p + 1;
        double log = SmallMatrix.cholesky(r, factor, 0);
        this.logDeterminant = log - 2 * Math.log(factor[r * r - 1]);
        this.beta = new double[p];
        for (int i = p - 1; i >= 0; i--) {
            beta[i] = factor[i * r + p];
            for (int k = i + 1; k < p; k++) {
                beta[i] -= factor[i * r + k] * beta[k];
            }
            beta[i] /= factor[i * r + i];
        }
        double[] weights = new double[r];
        for (int k = 0; k < p; k++) {
            weights[k] = -beta[k];
        }
        weights[p] = 1;
        this.modes = columns.combineEffects(weights);
        this.scores = columns.combineProducts(weights);
    }

    static FixedSolution of(SchurSystem system, boolean reml, double tolerance) {
        Gram gram = system.gram;
        Columns columns = Columns.ofFixed(gram);
        columns.solve(system, tolerance);
        int r = gram.data.fixedColumns() + 1;
        double[] products = columns.timesSolved(columns);
        for (int k = 0; k < r; k++) {
            for (int i = k; i < r; i++) {
                products[k * r + i] = gram.data.fixed()[k * r + i] - (products[k * r + i] + products[i * r + k]) / 2;
            }
        }
        columns.project();
        return new FixedSolution(gram, columns, reml, products);
    }

    boolean finite() {
        return !Double.isNaN(logDeterminant);
    }

    int factors() {
        return gram == null ? 0 : gram.data.factors();
    }

    Columns columns() {
        if (columns == null) {
            throw new IllegalStateException("nothing was solved");
        }
        return columns;
    }

    private Gram gram() {
        if (gram == null) {
            throw new IllegalStateException("nothing was solved");
        }
        return gram;
    }

    /** β̂ in the conditioned scale. */
    double[] beta() {
        return beta;
    }

    /** ν: n, or n − p for REML. */
    double degrees() {
        return degrees;
    }

    /** r². */
    double penalisedResidual() {
        double last = factor[factor.length - 1];
        return last * last;
    }

    /** σ̂² = r²/ν. */
    double variance() {
        return penalisedResidual() / degrees;
    }

    /** log|X'V⁻¹X|. */
    double logDeterminant() {
        return logDeterminant;
    }

    /** b̂ of the chain, of the tail. */
    double[][] modes() {
        return modes;
    }

    /** g of the chain, of the tail. */
    double[][] scores() {
        return scores;
    }

    /** (X'V⁻¹X)⁻¹c for c of p×k. */
    double[] solveFixed(double[] c, int k) {
        int r = p + 1;
        double[] x = c.clone();
        for (int col = 0; col < k; col++) {
            int at = col * p;
            for (int i = 0; i < p; i++) {
                for (int h = 0; h < i; h++) {
                    x[at + i] -= factor[h * r + i] * x[at + h];
                }
                x[at + i] /= factor[i * r + i];
            }
            for (int i = p - 1; i >= 0; i--) {
                for (int h = i + 1; h < p; h++) {
                    x[at + i] -= factor[i * r + h] * x[at + h];
                }
                x[at + i] /= factor[i * r + i];
            }
        }
        return x;
    }

    /** What H_f has besides Σ_j Z_j'V⁻¹Z_j: −Σ_j g_jg_j'/σ̂², and for REML −Σ_j Z_j'V⁻¹X(X'V⁻¹X)⁻¹X'V⁻¹Z_j. */
    double[] scorePart(int f) {
        CrossProducts.Block block = gram().data.block(f);
        boolean inChain = isInChain(f);
        int q = block.effects();
        int first = gram().split.first()[f];
        double[] part = new double[q * q];
        addOuter(scores[inChain ? 0 : 1], first, block.levels(), q, -1 / variance(), part);
        for (int k = 0; reml && k < p; k++) { // columns of Z'V⁻¹X·L⁻ᵀ
            double[] weights = new double[p + 1];
            weights[k] = 1;
            solveTransposed(weights);
            addOuter(columns().combineProducts(weights)[inChain ? 0 : 1], first, block.levels(), q, -1, part);
        }
        return part;
    }

    /** x := L_XX⁻ᵀx. */
    private void solveTransposed(double[] x) {
        int r = p + 1;
        for (int i = p - 1; i >= 0; i--) {
            for (int h = i + 1; h < p; h++) {
                x[i] -= factor[i * r + h] * x[h];
            }
            x[i] /= factor[i * r + i];
        }
    }

    boolean isInChain(int f) {
        for (int c : gram().split.chain()) {
            if (c == f) {
                return true;
            }
        }
        return false;
    }

    private static void addOuter(double[] x, int first, int levels, int q, double factor, double[] sum) {
        for (int j = 0; j < levels; j++) {
            int at = first + j * q;
            for (int b = 0; b < q; b++) {
                for (int a = 0; a < q; a++) {
                    sum[b * q + a] += factor * x[at + a] * x[at + b];
                }
            }
        }
    }
}
