package dev.echelon.internal.likelihood;

import dev.echelon.internal.crossproducts.CrossProducts;
import java.util.Arrays;

/**
 * One factor of the chain with all that its levels touch. For level j of q effects: {@code own} = Z_j'WZ_j (q×q) and
 * {@code rest} = Z_j'W[ancestors, tail, X, y] (q×w_j), where only the tail columns that occur with j are stored. Columns
 * of {@code rest} come in that order; {@link #index} names the tail columns, ascending.
 */
final class ChainBlock {
    final int factor;
    final int levels;
    final int q;
    /** Number of chain factors above this one. */
    final int ancestors;
    /** Σ q over the ancestors. */
    final int ancestorWidth;
    /** ancestor[d][j]: level of the d-th factor above that contains level j. */
    final int[][] ancestor;
    /** First rest column of each ancestor. */
    final int[] ancestorOffset;
    /** Tail columns of level j: index[indexStart[j]..indexStart[j+1]]. */
    final int[] indexStart;

    final int[] index;
    /** up[d][e]: position of tail column index[e] among those of the d-th ancestor. */
    final int[][] up;
    /** Start of level j in {@code rest}; a level's block is q×w_j column-major. */
    final int[] restStart;

    final double[] own;
    final double[] rest;

    private ChainBlock(
            int factor,
            int levels,
            int q,
            int[][] ancestor,
            int[] ancestorOffset,
            int ancestorWidth,
            int[] indexStart,
            int[] index,
            int[][] up,
            int[] restStart,
            double[] own,
            double[] rest) {
        this.factor = factor;
        this.levels = levels;
        this.q = q;
        this.ancestors = ancestor.length;
        this.ancestorWidth = ancestorWidth;
        this.ancestor = ancestor;
        this.ancestorOffset = ancestorOffset;
        this.indexStart = indexStart;
        this.index = index;
        this.up = up;
        this.restStart = restStart;
        this.own = own;
        this.rest = rest;
    }

    /** Number of tail columns of level j. */
    int tailCount(int j) {
        return indexStart[j + 1] - indexStart[j];
    }

    /** Number of rest columns of level j, y included. */
    int restWidth(int j) {
        return (restStart[j + 1] - restStart[j]) / q;
    }

    /** The chain of a layout, leaf first. */
    static ChainBlock[] chain(CrossProducts data, Layout layout) {
        ChainBlock[] blocks = new ChainBlock[layout.chain().length];
        for (int c = 0; c < blocks.length; c++) {
            blocks[c] = build(data, layout, c, c == 0 ? null : blocks[c - 1]);
        }
        for (int c = 0; c < blocks.length && layout.tailColumns() > 0; c++) {
            blocks[c].linkUp(blocks, c);
        }
        return blocks;
    }

    private static ChainBlock build(
            CrossProducts data, Layout layout, int c, @org.jspecify.annotations.Nullable ChainBlock child) {
        int factor = layout.chain()[c];
        CrossProducts.Block block = data.block(factor);
        int q = block.effects();
        int above = layout.chain().length - c - 1;
        int[][] ancestor = new int[above][];
        CrossProducts.Coupling[] upward = new CrossProducts.Coupling[above];
        int[] offsets = new int[above];
        int width = 0;
        for (int d = 0; d < above; d++) {
            int g = layout.chain()[c + 1 + d];
            upward[d] = data.coupling(factor, g);
            ancestor[d] = upward[d].level();
            offsets[d] = width;
            width += data.block(g).effects();
        }
        TailPattern pattern = TailPattern.of(data, layout, factor, child);
        int fixed = layout.fixedColumns() + 1;
        int[] restStart = new int[block.levels() + 1];
        for (int j = 0; j < block.levels(); j++) {
            int w = width + pattern.count(j) + fixed;
            restStart[j + 1] = Math.addExact(restStart[j], q * w);
        }
        double[] rest = new double[restStart[block.levels()]];
        for (int j = 0; j < block.levels(); j++) {
            for (int d = 0; d < above; d++) {
                int size = q * data.block(layout.chain()[c + 1 + d]).effects();
                System.arraycopy(upward[d].values(), j * size, rest, restStart[j] + offsets[d] * q, size);
            }
            pattern.copyValues(j, rest, restStart[j] + width * q, q);
            int from = restStart[j] + (width + pattern.count(j)) * q;
            System.arraycopy(block.withFixed(), j * q * fixed, rest, from, q * fixed);
        }
        int[][] up = new int[layout.tailColumns() > 0 ? above : 0][];
        return new ChainBlock(
                factor,
                block.levels(),
                q,
                ancestor,
                offsets,
                width,
                pattern.start,
                pattern.columns,
                up,
                restStart,
                block.own(),
                rest);
    }

    /** Finds, for each tail column of each level, its position in the ancestors' patterns. */
    private void linkUp(ChainBlock[] blocks, int c) {
        for (int d = 0; d < ancestors; d++) {
            ChainBlock parent = blocks[c + 1 + d];
            int[] positions = new int[index.length];
            for (int j = 0; j < levels; j++) {
                int a = ancestor[d][j];
                for (int e = indexStart[j]; e < indexStart[j + 1]; e++) {
                    positions[e] =
                            Arrays.binarySearch(parent.index, parent.indexStart[a], parent.indexStart[a + 1], index[e])
                                    - parent.indexStart[a];
                }
            }
            up[d] = positions;
        }
    }
}
