package dev.echelon.internal.likelihood;

import dev.echelon.internal.linalg.Parallel;
import java.util.Arrays;

/**
 * Subtracts the eliminated leaf from a large root, cut by columns of the root: each part owns its columns and goes
 * through all levels in order, so the result does not depend on the number of parts.
 */
final class LeafScatter {
    /** Multiply-adds below which a second thread costs more than it brings. */
    private static final double WORTH = 1e6;

    private final Layout layout;
    private final ChainBlock leaf;
    private final int order;
    private final int[] bounds;
    private final int widest;

    private LeafScatter(Layout layout, ChainBlock leaf, int order, int[] bounds, int widest) {
        this.layout = layout;
        this.leaf = leaf;
        this.order = order;
        this.bounds = bounds;
        this.widest = widest;
    }

    /** For a chain of one factor over a tail, with at most {@code threads} parts. */
    static LeafScatter of(Layout layout, ChainBlock leaf, int order, int threads) {
        double[] work = new double[order];
        int widest = 0;
        double total = 0;
        for (int j = 0; j < leaf.levels; j++) {
            int w = leaf.restWidth(j);
            widest = Math.max(widest, w);
            int tail = leaf.tailCount(j);
            for (int k = 0; k < w; k++) {
                int column = k < tail ? leaf.index[leaf.indexStart[j] + k] : layout.tailColumns() + k - tail;
                work[column] += (double) leaf.q * (w - k);
            }
            total += 0.5 * leaf.q * w * w;
        }
        int parts = total < WORTH ? 1 : Math.max(1, threads);
        return new LeafScatter(layout, leaf, order, Parallel.split(work, parts), widest);
    }

    /** Number of parts. */
    int parts() {
        return bounds.length - 1;
    }

    /** schur −= Σ_j (B_jR_j)'(B_jR_j). */
    void subtract(double[] half, double[] rest, double[] schur) {
        Parallel.run(parts(), part -> subtractColumns(bounds[part], bounds[part + 1], half, rest, schur));
    }

    private void subtractColumns(int from, int to, double[] half, double[] rest, double[] schur) {
        int q = leaf.q;
        double[] product = new double[widest * q];
        int[] index = new int[widest];
        for (int j = 0; j < leaf.levels; j++) {
            int w = leaf.restWidth(j);
            int tail = leaf.tailCount(j);
            System.arraycopy(leaf.index, leaf.indexStart[j], index, 0, tail);
            for (int k = tail; k < w; k++) {
                index[k] = layout.tailColumns() + k - tail;
            }
            int first = firstAtLeast(index, w, from);
            int last = firstAtLeast(index, w, to);
            if (first == last) {
                continue;
            }
            int at = leaf.restStart[j] + first * q;
            if (q == 1) {
                scalarColumns(half[j], rest, at - first, index, first, last, w, product, schur);
            } else {
                multiply(q, half, j * q * q, rest, at, w - first, product, first * q);
                vectorColumns(q, index, first, last, w, product, schur);
            }
        }
    }

    private static int firstAtLeast(int[] index, int w, int column) {
        int found = Arrays.binarySearch(index, 0, w, column);
        return found >= 0 ? found : -found - 1;
    }

    private void scalarColumns(
            double b,
            double[] rest,
            int at,
            int[] index,
            int first,
            int last,
            int w,
            double[] product,
            double[] schur) {
        for (int k = first; k < w; k++) {
            product[k] = b * rest[at + k];
        }
        for (int a = first; a < last; a++) {
            double x = product[a];
            int column = index[a] * order;
            for (int k = a; k < w; k++) {
                schur[column + index[k]] -= x * product[k];
            }
        }
    }

    private void vectorColumns(int q, int[] index, int first, int last, int w, double[] product, double[] schur) {
        for (int a = first; a < last; a++) {
            int column = index[a] * order;
            for (int k = a; k < w; k++) {
                double sum = 0;
                for (int s = 0; s < q; s++) {
                    sum += product[a * q + s] * product[k * q + s];
                }
                schur[column + index[k]] -= sum;
            }
        }
    }

    private static void multiply(int q, double[] b, int bAt, double[] r, int rAt, int w, double[] out, int at) {
        for (int k = 0; k < w; k++) {
            for (int a = 0; a < q; a++) {
                double sum = 0;
                for (int h = 0; h < q; h++) {
                    sum += b[bAt + h * q + a] * r[rAt + k * q + h];
                }
                out[at + k * q + a] = sum;
            }
        }
    }
}
