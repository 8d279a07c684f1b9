package dev.echelon.internal.likelihood;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of C that belong to levels of the leaf, where the leaf is all of the chain and crosses the tail: with W = B'B
 * and R of the level, C_j,rest = −WRC_rest and C_jj = W − C_j,rest R'W. A level is computed when a row first has it, so
 * that its other rows need no more than the effects and columns they have.
 *
 * <p><b>Cost</b> of a level q t² for its t tail columns, once, and as much memory as R; of a row nothing that grows with t
 * but a binary search.
 *
 * <p><b>Source</b> docs/math/likelihood.md#selected-inverse
 */
final class LeafCovariance {
    private final BlockedCholesky cholesky;
    private final PosteriorCovariance posterior;
    private final double[] inverse;
    private final ChainBlock block;
    private final int order;
    private final int tail;
    private final int p;
    /** Per level C_jj, then C_jT and C_jβ, q rows each. */
    private final double[] @Nullable [] levels;

    private double[] product = new double[0];

    /** @param posterior with its root computed, β included */
    LeafCovariance(BlockedCholesky cholesky, PosteriorCovariance posterior) {
        this.cholesky = cholesky;
        this.posterior = posterior;
        this.inverse = posterior.root;
        this.block = cholesky.chain[0];
        this.order = cholesky.order;
        this.tail = cholesky.layout.tailColumns();
        this.p = cholesky.layout.fixedColumns();
        this.levels = new double[block.levels][];
    }

    static boolean applies(BlockedCholesky cholesky) {
        return cholesky.chain.length == 1 && cholesky.layout.tailColumns() > 0;
    }

    /** Where a level and a column of the root have their block within {@link #of}; negative if they are not connected. */
    int place(int j, int column) {
        int from = block.indexStart[j];
        int to = block.indexStart[j + 1];
        int at = column >= tail ? to + column - tail : Arrays.binarySearch(block.index, from, to, column);
        return at < 0 ? -1 : (block.q + at - from) * block.q;
    }

    /** C_jj and what follows it, q numbers for each column. */
    double[] of(int j) {
        double[] known = levels[j];
        if (known == null) {
            known = compute(j);
            levels[j] = known;
        }
        return known;
    }

    private double[] compute(int j) {
        int q = block.q;
        int t = block.tailCount(j);
        int w = t + p;
        double[] gain = new double[q * w]; // WR
        double[] own = new double[q * q];
        posterior.gramOfHalf(0, j, q, own);
        double[] r = cholesky.rest[0];
        int from = block.restStart[j];
        for (int k = 0; k < w; k++) {
            for (int h = 0; h < q; h++) {
                double x = r[from + k * q + h];
                for (int a = 0; a < q; a++) {
                    gain[k * q + a] += own[h * q + a] * x;
                }
            }
        }
        double[] all = new double[q * (q + w)];
        multiply(j, t, gain, all);
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

    /** Writes −WRC_rest after the first q columns of {@code all}. */
    private void multiply(int j, int t, double[] gain, double[] all) {
        int q = block.q;
        int w = t + p;
        if (product.length < w) {
            product = new double[w];
        }
        for (int a = 0; a < q; a++) {
            Arrays.fill(product, 0, w, 0);
            for (int k = 0; k < w; k++) {
                int column = column(j, t, k) * order;
                double x = gain[k * q + a];
                double sum = inverse[column + column(j, t, k)] * x;
                for (int i = k + 1; i < w; i++) {
                    double c = inverse[column + column(j, t, i)];
                    sum += c * gain[i * q + a];
                    product[i] += c * x;
                }
                product[k] += sum;
            }
            for (int k = 0; k < w; k++) {
                all[(q + k) * q + a] = -product[k];
            }
        }
    }

    private int column(int j, int t, int k) {
        return k < t ? block.index[block.indexStart[j] + k] : tail + k - t;
    }
}
