package dev.echelon.internal.likelihood;

import dev.echelon.internal.linalg.DenseKernels;
import java.util.Optional;

/**
 * The heart of the engine: the Cholesky factor of the penalised normal equations
 *
 * <pre>
 *   Ω(θ) = | Λ'Z'ZΛ + I   Λ'Z'[X y]    |  =  LL'
 *          | [X y]'ZΛ     [X y]'[X y]  |
 * </pre>
 *
 * block by block. Levels of the chain are eliminated one at a time: with A = Z_j'V⁻¹Z_j and R = Z_j'V⁻¹[rest], where V
 * contains what was eliminated before,
 *
 * <pre>
 *   M = λ'Aλ + I = KK',   B = K⁻¹λ',   rest := rest − (BR)'(BR)
 * </pre>
 *
 * which touches only the level's ancestors and the root. The root is then scaled by Λ and factored densely. Blocks stay
 * unscaled until then, so that no formula downstream divides by λ: singular Σ need no special care.
 *
 * <p><b>Cost</b> Σ_j q w_j² + N³/3 floating-point operations, no allocation. <b>Not thread-safe</b>: one workspace per thread.
 *
 * <p><b>Source</b> docs/math/likelihood.md#blocked-cholesky
 */
final class BlockedCholesky {
    final Layout layout;
    final ChainBlock[] chain;
    final DenseKernels kernels;
    /** Order N of the root, y included. */
    final int order;
    /** [Z_tail X y]'W[Z_tail X y], lower triangle. */
    final double[] root;
    /** Per chain factor: Z_j'V⁻¹Z_j and Z_j'V⁻¹[rest] at the moment level j is eliminated. */
    final double[][] own;

    final double[][] rest;
    /** Per chain factor and level: B = K⁻¹λ', q×q; the conditional variance of b_j given the rest is B'Bσ². */
    final double[][] half;
    /** The root after elimination of the chain, unscaled, lower triangle. */
    final double[] schur;
    /** The Cholesky factor of the scaled root. */
    final double[] factor;

    private final DenseLeaf denseLeaf;
    private final Optional<LeafScatter> leafScatter;
    private final int[] rootIndex;
    private final double[] product;
    private final double[] small;
    private double logDeterminant;

    BlockedCholesky(Layout layout, ChainBlock[] chain, double[] root, DenseKernels kernels, int threads) {
        this.layout = layout;
        this.chain = chain;
        this.kernels = kernels;
        this.order = layout.rootSize();
        this.root = root;
        this.schur = new double[root.length];
        this.factor = new double[root.length];
        this.own = new double[chain.length][];
        this.rest = new double[chain.length][];
        this.half = new double[chain.length][];
        int widest = 1;
        int effects = 1;
        for (int c = 0; c < chain.length; c++) {
            own[c] = c == 0 ? chain[c].own : new double[chain[c].own.length];
            rest[c] = c == 0 ? chain[c].rest : new double[chain[c].rest.length];
            half[c] = new double[chain[c].own.length];
            effects = Math.max(effects, chain[c].q);
            for (int j = 0; j < chain[c].levels; j++) {
                widest = Math.max(widest, chain[c].restWidth(j));
            }
        }
        this.rootIndex = new int[widest];
        this.product = new double[widest * effects];
        this.small = new double[effects * effects];
        this.denseLeaf = DenseLeaf.of(this);
        boolean scattered = chain.length == 1 && layout.tailColumns() > 0 && !denseLeaf.isActive();
        this.leafScatter = scattered ? Optional.of(LeafScatter.of(layout, chain[0], order, threads)) : Optional.empty();
    }

    /** log|Λ'Z'ZΛ + I| of the last factorisation. */
    double logDeterminant() {
        return logDeterminant;
    }

    /** How many parts the leaf is worth being cut into. */
    int leafParts() {
        return leafScatter.map(LeafScatter::parts).orElse(1);
    }

    /** The leaf as one dense matrix, where that is faster than level by level. */
    DenseLeaf denseLeaf() {
        return denseLeaf;
    }

    /**
     * Factors at the given relative covariance factors, one q×q lower triangle per factor.
     *
     * @return false if a pivot is not positive
     */
    boolean factor(double[][] lambda) {
        System.arraycopy(root, 0, schur, 0, root.length);
        for (int c = 1; c < chain.length; c++) {
            System.arraycopy(chain[c].own, 0, own[c], 0, own[c].length);
            System.arraycopy(chain[c].rest, 0, rest[c], 0, rest[c].length);
        }
        logDeterminant = 0;
        for (int c = 0; c < chain.length; c++) {
            if (!eliminate(c, lambda[chain[c].factor])) {
                return false;
            }
        }
        scaleRoot(lambda);
        if (kernels.potrf(order, factor, 0, order) != 0) {
            return false;
        }
        for (int i = 0; i < layout.tailColumns(); i++) {
            logDeterminant += 2 * Math.log(factor[i * order + i]);
        }
        return Double.isFinite(logDeterminant);
    }

    /** Eliminates all levels of chain factor c. */
    private boolean eliminate(int c, double[] lambda) {
        ChainBlock block = chain[c];
        int q = block.q;
        boolean later = c == 0 && (denseLeaf.isActive() || leafScatter.isPresent());
        double logs = 0;
        double determinants = 1; // a logarithm per level would cost more than the rest
        for (int j = 0; j < block.levels; j++) {
            double determinant = halve(q, own[c], j * q * q, lambda, half[c]);
            if (!(determinant > 0)) {
                return false;
            }
            determinants *= determinant;
            if (determinants > 1e100 || determinants < 1e-100) {
                logs += Math.log(determinants);
                determinants = 1;
            }
            if (!later) {
                int w = block.restWidth(j);
                multiplyLower(q, w, half[c], j * q * q, rest[c], block.restStart[j], product);
                if (block.ancestors > 0) {
                    subtractFromAncestors(c, j, w);
                }
                subtractFromRoot(block, j, w);
            }
        }
        logDeterminant += logs + Math.log(determinants);
        if (later && denseLeaf.isActive()) {
            denseLeaf.subtract(half[0], schur);
        } else if (later) {
            leafScatter.ifPresent(scatter -> scatter.subtract(half[0], chain[0].rest, schur));
        }
        return true;
    }

    /** B = K⁻¹λ' for one level; returns |M|, or 0 if M is not positive definite. */
    private double halve(int q, double[] a, int at, double[] lambda, double[] b) {
        if (q == 1) {
            double l = lambda[0];
            double m = l * l * a[at] + 1;
            b[at] = l / Math.sqrt(m);
            return m;
        }
        return SmallCholesky.halve(q, a, at, lambda, b, small);
    }

    /** out := BR with B (K⁻¹λ') q×q and R q×w. */
    private static void multiplyLower(int q, int w, double[] b, int bAt, double[] r, int rAt, double[] out) {
        if (q == 1) {
            double s = b[bAt];
            for (int k = 0; k < w; k++) {
                out[k] = s * r[rAt + k];
            }
            return;
        }
        if (q == 2) {
            double b00 = b[bAt];
            double b10 = b[bAt + 1];
            double b01 = b[bAt + 2];
            double b11 = b[bAt + 3];
            for (int k = 0; k < 2 * w; k += 2) {
                double x = r[rAt + k];
                double y = r[rAt + k + 1];
                out[k] = b00 * x + b01 * y;
                out[k + 1] = b10 * x + b11 * y;
            }
            return;
        }
        for (int k = 0; k < w; k++) {
            for (int a = 0; a < q; a++) {
                double sum = 0;
                for (int h = 0; h < q; h++) {
                    sum += b[bAt + h * q + a] * r[rAt + k * q + h];
                }
                out[k * q + a] = sum;
            }
        }
    }

    private double dot(int q, int a, int b) {
        double sum = product[a * q] * product[b * q];
        for (int s = 1; s < q; s++) {
            sum += product[a * q + s] * product[b * q + s];
        }
        return sum;
    }

    private void subtractFromAncestors(int c, int j, int w) {
        ChainBlock block = chain[c];
        int q = block.q;
        int tail = block.tailCount(j);
        int fixed = w - block.ancestorWidth - tail;
        for (int d = 0; d < block.ancestors; d++) {
            ChainBlock above = chain[c + 1 + d];
            int level = block.ancestor[d][j];
            int first = block.ancestorOffset[d];
            int ownAt = level * above.q * above.q;
            int restAt = above.restStart[level];
            for (int a = 0; a < above.q; a++) {
                for (int b = 0; b < above.q; b++) {
                    own[c + 1 + d][ownAt + b * above.q + a] -= dot(q, first + a, first + b);
                }
                int from = first + above.q; // columns of the ancestors above this one follow
                for (int k = from; k < block.ancestorWidth; k++) {
                    rest[c + 1 + d][restAt + (k - from) * above.q + a] -= dot(q, first + a, k);
                }
                for (int e = 0; e < tail; e++) {
                    int position = above.ancestorWidth + block.up[d][block.indexStart[j] + e];
                    rest[c + 1 + d][restAt + position * above.q + a] -= dot(q, first + a, block.ancestorWidth + e);
                }
                int fixedAt = above.ancestorWidth + above.tailCount(level);
                for (int k = 0; k < fixed; k++) {
                    rest[c + 1 + d][restAt + (fixedAt + k) * above.q + a] -=
                            dot(q, first + a, block.ancestorWidth + tail + k);
                }
            }
        }
    }

    private void subtractFromRoot(ChainBlock block, int j, int w) {
        int q = block.q;
        int from = block.ancestorWidth;
        int tail = block.tailCount(j);
        int columns = w - from;
        for (int e = 0; e < tail; e++) {
            rootIndex[e] = block.index[block.indexStart[j] + e];
        }
        for (int k = tail; k < columns; k++) {
            rootIndex[k] = layout.tailColumns() + k - tail;
        }
        for (int a = 0; a < columns; a++) {
            int column = rootIndex[a] * order;
            int left = (from + a) * q;
            for (int b = a; b < columns; b++) {
                int right = (from + b) * q;
                double sum = product[left] * product[right];
                for (int s = 1; s < q; s++) {
                    sum += product[left + s] * product[right + s];
                }
                schur[column + rootIndex[b]] -= sum;
            }
        }
    }

    /** factor := Λ_root'·schur·Λ_root + I on the tail's rows and columns; X and y stay unscaled. */
    private void scaleRoot(double[][] lambda) {
        int tail = layout.tailColumns();
        if (tail == 0) {
            System.arraycopy(schur, 0, factor, 0, schur.length);
            return;
        }
        RootScaling.scale(layout, order, lambda, schur, factor);
        for (int i = 0; i < tail; i++) {
            factor[i * order + i] += 1;
        }
    }
}
