package dev.echelon.internal.likelihood;

import dev.echelon.internal.linalg.Parallel;

/**
 * The blocks of the posterior covariance C̃ = ΛCΛ' of the random effects (and of β, for REML) that derivatives and
 * conditional variances need: the selected inverse of the factor, root first, then down the chain. In units of σ².
 *
 * <p>Per level with R = Z_j'V⁻¹[rest], W = B'B, A = Z_j'V⁻¹Z_j: Y = R·C̃_rest, C̃_jj = W + W(YR')W, C̃_j,rest = −WY. With
 * β known (ML) the columns of X drop out.
 *
 * <p><b>Cost</b> 2N³/3 for the root and Σ_j q w_j² for the chain. <b>Source</b> docs/math/likelihood.md#selected-inverse
 */
final class PosteriorCovariance {
    private final BlockedCholesky cholesky;
    private final int order;
    /** C̃ over the first {@link #columns} columns of the root, lower triangle, leading dimension {@link #order}. */
    final double[] root;
    /** Sums over levels of C_jj (scaled by Λ on neither side) for each tail factor: q×q. */
    final double[][] tailTrace;
    /** Per chain factor above the leaf: C̃_jj and C̃_j,rest. */
    private final double[][] own;

    private final double[][] rest;
    /** Per chain factor: YR' = R·C̃_rest·R' for each level, q×q. */
    final double[][] quadratic;

    private double[] gathered = new double[0];
    private double[] product = new double[0];
    private int[] rootIndex = new int[0];
    private int columns;

    PosteriorCovariance(BlockedCholesky cholesky) {
        this.cholesky = cholesky;
        this.order = cholesky.order;
        this.root = new double[cholesky.factor.length];
        this.tailTrace = new double[cholesky.layout.tail().length][];
        int chain = cholesky.chain.length;
        this.own = new double[chain][];
        this.rest = new double[chain][];
        this.quadratic = new double[chain][];
        for (int c = 0; c < chain; c++) {
            own[c] = new double[c == 0 ? 0 : cholesky.chain[c].own.length];
            rest[c] = new double[c == 0 ? 0 : cholesky.chain[c].rest.length];
            quadratic[c] = new double[cholesky.chain[c].own.length];
        }
    }

    /** Root columns covered: the tail, and X unless β is taken as known. */
    int columns() {
        return columns;
    }

    /** C̃_jj of a level of chain factor c, written to {@code out}. */
    void variance(int c, int j, double[] out) {
        int q = cholesky.chain[c].q;
        double[] w = new double[q * q];
        gramOfHalf(c, j, q, w);
        sandwich(q, w, quadratic[c], j * q * q, out);
        for (int i = 0; i < q * q; i++) {
            out[i] += w[i];
        }
    }

    /**
     * C̃_jj of a level of chain factor c with β taken as known, whichever way this was computed: with C_jβ = −W·R·C̃_rest,β
     * and C_ββ⁻¹ = L_XXL_XX', it is C̃_jj − ‖C_jβL_XX‖².
     */
    void conditionalVariance(int c, int j, double[] out) {
        variance(c, j, out);
        int p = columns - cholesky.layout.tailColumns();
        if (p == 0) {
            return;
        }
        int q = cholesky.chain[c].q;
        double[] w = new double[q * q];
        gramOfHalf(c, j, q, w);
        double[] crossed = new double[q * p];
        multiplyByFixed(c, j, crossed);
        double[] withFixed = new double[q * p];
        for (int k = 0; k < p; k++) {
            for (int h = 0; h < q; h++) {
                for (int a = 0; a < q; a++) {
                    withFixed[k * q + a] += w[h * q + a] * crossed[k * q + h];
                }
            }
        }
        subtractFixed(q, withFixed, out);
    }

    /** C̃_tt of a level of the tail whose first column is {@code first}, with β taken as known. */
    void conditionalTailVariance(int first, int q, double[] out) {
        int tail = cholesky.layout.tailColumns();
        int p = columns - tail;
        double[] withFixed = new double[q * p];
        for (int a = 0; a < q; a++) {
            for (int b = 0; b < q; b++) {
                out[b * q + a] = root[(first + Math.min(a, b)) * order + first + Math.max(a, b)];
            }
            for (int k = 0; k < p; k++) {
                withFixed[k * q + a] = root[(first + a) * order + tail + k];
            }
        }
        subtractFixed(q, withFixed, out);
    }

    /** out −= (C L_XX)(C L_XX)' for C q×p. */
    private void subtractFixed(int q, double[] withFixed, double[] out) {
        int tail = cholesky.layout.tailColumns();
        int p = withFixed.length / q;
        double[] half = new double[q];
        for (int k = 0; k < p; k++) {
            java.util.Arrays.fill(half, 0);
            for (int h = k; h < p; h++) {
                double l = cholesky.factor[(tail + k) * order + tail + h];
                for (int a = 0; a < q; a++) {
                    half[a] += withFixed[h * q + a] * l;
                }
            }
            for (int b = 0; b < q; b++) {
                for (int a = 0; a < q; a++) {
                    out[b * q + a] -= half[a] * half[b];
                }
            }
        }
    }

    /** out := R·C̃_rest,β of a level, q×p. */
    private void multiplyByFixed(int c, int j, double[] out) {
        ChainBlock block = cholesky.chain[c];
        int tail = cholesky.layout.tailColumns();
        int q = block.q;
        int p = out.length / q;
        double[] r = cholesky.rest[c];
        int at = block.restStart[j];
        for (int k = 0; k < p; k++) {
            int column = at;
            for (int d = 0; d < block.ancestors; d++) {
                ChainBlock above = cholesky.chain[c + 1 + d];
                int level = block.ancestor[d][j];
                int from = above.restStart[level] + (above.ancestorWidth + above.tailCount(level) + k) * above.q;
                for (int b = 0; b < above.q; b++, column += q) {
                    addColumn(q, r, column, rest[c + 1 + d][from + b], out, k);
                }
            }
            for (int e = block.indexStart[j]; e < block.indexStart[j + 1]; e++, column += q) {
                addColumn(q, r, column, root[block.index[e] * order + tail + k], out, k);
            }
            for (int h = 0; h < p; h++, column += q) {
                addColumn(q, r, column, root[(tail + Math.min(h, k)) * order + tail + Math.max(h, k)], out, k);
            }
        }
    }

    private static void addColumn(int q, double[] r, int column, double x, double[] out, int k) {
        for (int a = 0; a < q; a++) {
            out[k * q + a] += r[column + a] * x;
        }
    }

    /**
     * Computes all blocks at the last factorisation.
     *
     * @param withFixed whether β is estimated (REML, joint variances) or taken as known (ML, conditional variances)
     */
    void compute(double[][] lambda, boolean withFixed) {
        Layout layout = cholesky.layout;
        columns = withFixed ? order - 1 : layout.tailColumns();
        invertRoot(lambda);
        for (int c = cholesky.chain.length - 1; c >= 0; c--) {
            if (c == 0 && cholesky.denseLeaf().isActive()) {
                cholesky.denseLeaf()
                        .quadratic(columns, cholesky.factor, matrix -> scaleTail(lambda, matrix), quadratic[0]);
            } else {
                computeChain(c);
            }
        }
    }

    /** Computes the root alone, β included. */
    void computeRoot(double[][] lambda) {
        columns = order - 1;
        invertRoot(lambda);
    }

    private void scaleTail(double[][] lambda, double[] matrix) {
        Layout layout = cholesky.layout;
        for (int t = 0; t < layout.tail().length; t++) {
            ScoreMatrices.scaleColumns(
                    layout, t, lambda[layout.tail()[t]], cholesky.denseLeaf().rows(), matrix);
        }
    }

    /** C over the root by potri, the traces of its diagonal blocks, then Λ on both sides. */
    private void invertRoot(double[][] lambda) {
        Layout layout = cholesky.layout;
        for (int k = 0; k < columns; k++) {
            System.arraycopy(cholesky.factor, k * order + k, root, k * order + k, columns - k);
        }
        cholesky.kernels.potri(columns, root, 0, order);
        for (int t = 0; t < layout.tail().length; t++) {
            int q = layout.tailEffects()[t];
            tailTrace[t] = new double[q * q];
            int end = layout.tailEnd(t);
            for (int first = layout.tailOffset()[t]; first < end; first += q) {
                for (int b = 0; b < q; b++) {
                    for (int a = b; a < q; a++) {
                        tailTrace[t][b * q + a] += root[(first + b) * order + first + a];
                    }
                }
            }
            for (int b = 0; b < q; b++) {
                for (int a = 0; a < b; a++) {
                    tailTrace[t][b * q + a] = tailTrace[t][a * q + b];
                }
            }
        }
        if (layout.tailColumns() > 0) {
            RootScaling.expand(layout, order, columns, lambda, root);
        }
    }

    private void computeChain(int c) {
        ChainBlock block = cholesky.chain[c];
        if (c == 0 && block.ancestors == 0 && block.q == 1) {
            scalarQuadratics(block);
            return;
        }
        for (int j = 0; j < block.levels; j++) {
            int width = block.ancestorWidth + block.tailCount(j) + columns - cholesky.layout.tailColumns();
            gather(c, j, width);
            multiply(c, j, width);
            if (c > 0) {
                keep(c, j, width);
            }
        }
    }

    private int[] indexOf(ChainBlock block, int j, int width) {
        if (rootIndex.length < width) {
            rootIndex = new int[2 * width];
        }
        int tail = block.tailCount(j);
        for (int e = 0; e < tail; e++) {
            rootIndex[e] = block.index[block.indexStart[j] + e];
        }
        for (int k = tail; k < width; k++) {
            rootIndex[k] = cholesky.layout.tailColumns() + k - tail;
        }
        return rootIndex;
    }

    /** r'C̃r for every leaf level with one effect, straight from the root; levels are shared out in ranges. */
    private void scalarQuadratics(ChainBlock block) {
        int parts = cholesky.leafParts();
        double[] work = new double[block.levels];
        for (int j = 0; j < block.levels; j++) {
            work[j] = (double) block.restWidth(j) * block.restWidth(j);
        }
        int[] bounds = Parallel.split(work, parts);
        Parallel.run(parts, part -> {
            for (int j = bounds[part]; j < bounds[part + 1]; j++) {
                quadratic[0][j] = scalarQuadratic(block, j);
            }
        });
    }

    private double scalarQuadratic(ChainBlock block, int j) {
        double[] r = cholesky.rest[0];
        int[] index = block.index;
        int from = block.indexStart[j];
        int tail = block.tailCount(j);
        int at = block.restStart[j];
        int first = cholesky.layout.tailColumns();
        int fixed = columns - first;
        double total = 0;
        for (int b = 0; b < tail; b++) {
            int column = index[from + b] * order;
            double sum = 0;
            for (int a = b + 1; a < tail; a++) {
                sum += root[column + index[from + a]] * r[at + a];
            }
            for (int k = 0; k < fixed; k++) {
                sum += root[column + first + k] * r[at + tail + k];
            }
            total += r[at + b] * (2 * sum + root[column + index[from + b]] * r[at + b]);
        }
        for (int k = 0; k < fixed; k++) {
            int column = (first + k) * order + first;
            double sum = 0;
            for (int h = k + 1; h < fixed; h++) {
                sum += root[column + h] * r[at + tail + h];
            }
            total += r[at + tail + k] * (2 * sum + root[column + k] * r[at + tail + k]);
        }
        return total;
    }

    /** Gathers C̃_rest of a level into a full square matrix. */
    private void gather(int c, int j, int width) {
        if (gathered.length < width * width) {
            gathered = new double[2 * width * width];
        }
        ChainBlock block = cholesky.chain[c];
        for (int d = 0; d < block.ancestors; d++) {
            gatherAncestor(c, j, d, width);
        }
        int from = block.ancestorWidth;
        int[] index = indexOf(block, j, width - from);
        for (int b = from; b < width; b++) {
            int column = index[b - from] * order;
            for (int a = b; a < width; a++) {
                double value = root[column + index[a - from]];
                gathered[b * width + a] = value;
                gathered[a * width + b] = value;
            }
        }
    }

    private void gatherAncestor(int c, int j, int d, int width) {
        ChainBlock block = cholesky.chain[c];
        ChainBlock above = cholesky.chain[c + 1 + d];
        int q = above.q;
        int level = block.ancestor[d][j];
        int first = block.ancestorOffset[d];
        for (int b = 0; b < q; b++) {
            for (int a = 0; a < q; a++) {
                gathered[(first + b) * width + first + a] = own[c + 1 + d][(level * q + b) * q + a];
            }
        }
        int tail = block.tailCount(j);
        for (int k = first + q; k < width; k++) {
            int column;
            if (k < block.ancestorWidth) {
                column = k - first - q;
            } else if (k < block.ancestorWidth + tail) {
                column = above.ancestorWidth + block.up[d][block.indexStart[j] + k - block.ancestorWidth];
            } else {
                column = above.ancestorWidth + above.tailCount(level) + k - block.ancestorWidth - tail;
            }
            int at = above.restStart[level] + column * q;
            for (int a = 0; a < q; a++) {
                double value = rest[c + 1 + d][at + a];
                gathered[k * width + first + a] = value;
                gathered[(first + a) * width + k] = value;
            }
        }
    }

    /** product := Y = R·C̃_rest (q×width) and quadratic := YR'. */
    private void multiply(int c, int j, int width) {
        ChainBlock block = cholesky.chain[c];
        int q = block.q;
        double[] r = cholesky.rest[c];
        int at = block.restStart[j];
        if (product.length < width * q) {
            product = new double[2 * width * q];
        }
        double[] out = quadratic[c];
        int target = j * q * q;
        java.util.Arrays.fill(out, target, target + q * q, 0);
        for (int b = 0; b < width; b++) {
            multiplyColumn(q, r, at, b, width);
            for (int k = 0; k < q; k++) {
                double x = r[at + b * q + k];
                for (int h = 0; h < q; h++) {
                    out[target + k * q + h] += product[b * q + h] * x;
                }
            }
        }
    }

    /** product[:, b] := R·C̃_rest[:, b]. */
    private void multiplyColumn(int q, double[] r, int at, int b, int width) {
        if (q == 2) { // the common case of an intercept and a slope
            double first = 0;
            double second = 0;
            for (int a = 0; a < width; a++) {
                double c = gathered[b * width + a];
                first += r[at + 2 * a] * c;
                second += r[at + 2 * a + 1] * c;
            }
            product[2 * b] = first;
            product[2 * b + 1] = second;
            return;
        }
        for (int h = 0; h < q; h++) {
            double sum = 0;
            for (int a = 0; a < width; a++) {
                sum += r[at + a * q + h] * gathered[b * width + a];
            }
            product[b * q + h] = sum;
        }
    }

    /** Stores C̃_jj and C̃_j,rest for the levels below. */
    private void keep(int c, int j, int width) {
        ChainBlock block = cholesky.chain[c];
        int q = block.q;
        double[] w = new double[q * q];
        double[] variance = new double[q * q];
        gramOfHalf(c, j, q, w);
        variance(c, j, variance);
        System.arraycopy(variance, 0, own[c], j * q * q, q * q);
        int at = block.restStart[j];
        for (int k = 0; k < width; k++) {
            for (int a = 0; a < q; a++) {
                double sum = 0;
                for (int h = 0; h < q; h++) {
                    sum += w[h * q + a] * product[k * q + h];
                }
                rest[c][at + k * q + a] = -sum;
            }
        }
    }

    /** w := W = B'B of a level. */
    void gramOfHalf(int c, int j, int q, double[] w) {
        double[] b = cholesky.half[c];
        int at = j * q * q;
        for (int k = 0; k < q; k++) {
            for (int a = 0; a < q; a++) {
                double sum = 0;
                for (int h = 0; h < q; h++) {
                    sum += b[at + a * q + h] * b[at + k * q + h];
                }
                w[k * q + a] = sum;
            }
        }
    }

    /** out := WMW with M at {@code m[at]}. */
    private static void sandwich(int q, double[] w, double[] m, int at, double[] out) {
        double[] half = new double[q * q];
        for (int k = 0; k < q; k++) {
            for (int a = 0; a < q; a++) {
                for (int h = 0; h < q; h++) {
                    half[k * q + a] += w[h * q + a] * m[at + k * q + h];
                }
            }
        }
        for (int k = 0; k < q; k++) {
            for (int a = 0; a < q; a++) {
                double sum = 0;
                for (int h = 0; h < q; h++) {
                    sum += half[h * q + a] * w[k * q + h];
                }
                out[k * q + a] = sum;
            }
        }
    }
}
