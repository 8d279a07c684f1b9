package dev.echelon.internal.likelihood;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of C that belong to levels of the chain, where the chain crosses a tail: with W = B'B and R of the level,
 * C_j,rest = −WRC_rest and C_jj = W − C_j,rest R'W. A level is computed when a row first has it, so that its other rows
 * need no more than the effects and columns they have.
 *
 * <p><b>Cost</b> of a level q w² for w columns of its rest, once, and as much memory as R; of a row nothing that grows with
 * w but a binary search.
 *
 * <p><b>Source</b> docs/math/likelihood.md#selected-inverse
 */
final class ChainCovariance {
    private final BlockedCholesky cholesky;
    private final PosteriorCovariance posterior;
    private final int order;
    private final int tail;
    /** Per chain factor and level C_jj, then C_j,rest without y, q rows each. */
    private final double[][] @Nullable [] levels;

    /** @param posterior with its root computed, β included */
    ChainCovariance(BlockedCholesky cholesky, PosteriorCovariance posterior) {
        this.cholesky = cholesky;
        this.posterior = posterior;
        this.order = cholesky.order;
        this.tail = cholesky.layout.tailColumns();
        this.levels = new double[cholesky.chain.length][][];
        for (int c = 0; c < levels.length; c++) {
            levels[c] = new double[cholesky.chain[c].levels][];
        }
    }

    /** Without a tail, a level is connected with few columns, and its elimination costs next to nothing. */
    static boolean applies(BlockedCholesky cholesky) {
        return cholesky.chain.length > 0 && cholesky.layout.tailColumns() > 0;
    }

    /** Where a level and a column of the root have their block within {@link #of}; negative if they are not connected. */
    int place(int c, int j, int column) {
        ChainBlock block = cholesky.chain[c];
        int from = block.indexStart[j];
        int to = block.indexStart[j + 1];
        int at = column >= tail ? to + column - tail : Arrays.binarySearch(block.index, from, to, column);
        return at < 0 ? -1 : (block.q + block.ancestorWidth + at - from) * block.q;
    }

    /** Where a level and the d-th factor above it have their block within {@link #of}. */
    int ancestorPlace(int c, int d) {
        ChainBlock block = cholesky.chain[c];
        return (block.q + block.ancestorOffset[d]) * block.q;
    }

    /** C_jj and what follows it, q numbers for each column. */
    double[] of(int c, int j) {
        double[] known = levels[c][j];
        if (known == null) {
            known = compute(c, j);
            levels[c][j] = known;
        }
        return known;
    }

    private double[] compute(int c, int j) {
        ChainBlock block = cholesky.chain[c];
        int q = block.q;
        int w = block.restWidth(j) - 1;
        double[] own = new double[q * q];
        posterior.gramOfHalf(c, j, q, own);
        double[] gain = new double[q * w]; // WR
        double[] r = cholesky.rest[c];
        for (int k = 0; k < w; k++) {
            for (int h = 0; h < q; h++) {
                double x = r[block.restStart[j] + k * q + h];
                for (int a = 0; a < q; a++) {
                    gain[k * q + a] += own[h * q + a] * x;
                }
            }
        }
        double[] all = new double[q * (q + w)];
        subtractAncestors(c, j, gain, all);
        subtractRoot(c, j, gain, all);
        for (int k = 0; k < w; k++) {
            for (int b = 0; b < q; b++) {
                for (int a = 0; a < q; a++) {
                    own[b * q + a] -= all[(q + k) * q + a] * gain[k * q + b];
                }
            }
        }
        System.arraycopy(own, 0, all, 0, q * q);
        return all;
    }

    /** What the rows and columns of C_rest that belong to ancestors contribute to −WRC_rest. */
    private void subtractAncestors(int c, int j, double[] gain, double[] all) {
        ChainBlock block = cholesky.chain[c];
        int q = block.q;
        for (int d = 0; d < block.ancestors; d++) {
            int above = block.ancestor[d][j];
            int wide = cholesky.chain[c + 1 + d].q;
            double[] known = of(c + 1 + d, above);
            int first = block.ancestorOffset[d];
            for (int k = first; k < block.restWidth(j) - 1; k++) {
                int at = k < first + wide ? (k - first) * wide : placeOf(c, j, d, k);
                for (int b = 0; b < wide; b++) {
                    for (int a = 0; a < q; a++) {
                        all[(q + k) * q + a] -= gain[(first + b) * q + a] * known[at + b];
                        all[(q + first + b) * q + a] -= k < first + wide ? 0 : gain[k * q + a] * known[at + b];
                    }
                }
            }
        }
    }

    /** Where the d-th ancestor of a level has its block with a later column k of the level's rest. */
    private int placeOf(int c, int j, int d, int k) {
        ChainBlock block = cholesky.chain[c];
        ChainBlock above = cholesky.chain[c + 1 + d];
        int parent = block.ancestor[d][j];
        int e = k - block.ancestorWidth;
        int at;
        if (e < 0) {
            at = k - block.ancestorOffset[d] - above.q;
        } else if (e < block.tailCount(j)) {
            at = above.ancestorWidth + block.up[d][block.indexStart[j] + e];
        } else {
            at = above.ancestorWidth + above.tailCount(parent) + e - block.tailCount(j);
        }
        return (above.q + at) * above.q;
    }

    /** The same of the root. */
    private void subtractRoot(int c, int j, double[] gain, double[] all) {
        ChainBlock block = cholesky.chain[c];
        int q = block.q;
        int first = block.ancestorWidth;
        int w = block.restWidth(j) - 1;
        int[] columns = new int[w];
        for (int k = first; k < w; k++) {
            int e = k - first;
            columns[k] = e < block.tailCount(j) ? block.index[block.indexStart[j] + e] : tail + e - block.tailCount(j);
        }
        for (int a = 0; a < q; a++) {
            for (int k = first; k < w; k++) {
                int column = columns[k] * order;
                double x = gain[k * q + a];
                double sum = posterior.root[column + columns[k]] * x;
                for (int i = k + 1; i < w; i++) {
                    double value = posterior.root[column + columns[i]];
                    sum += value * gain[i * q + a];
                    all[(q + i) * q + a] -= value * x;
                }
                all[(q + k) * q + a] -= sum;
            }
        }
    }
}
