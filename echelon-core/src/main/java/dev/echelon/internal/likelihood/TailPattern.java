package dev.echelon.internal.likelihood;

import dev.echelon.internal.crossproducts.CrossProducts;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which root columns each level of a chain factor meets: those it occurs with in the data, and those its children brought
 * in when they were eliminated.
 */
final class TailPattern {
    final int[] start;
    final int[] columns;
    private final CrossProducts.Coupling[] couplings;
    private final int[] widths;
    private final Layout layout;

    private TailPattern(int[] start, int[] columns, CrossProducts.Coupling[] couplings, int[] widths, Layout layout) {
        this.start = start;
        this.columns = columns;
        this.couplings = couplings;
        this.widths = widths;
        this.layout = layout;
    }

    int count(int j) {
        return start[j + 1] - start[j];
    }

    static TailPattern of(CrossProducts data, Layout layout, int factor, @Nullable ChainBlock child) {
        int levels = data.block(factor).levels();
        int tails = layout.tail().length;
        CrossProducts.Coupling[] couplings = new CrossProducts.Coupling[tails];
        int[] widths = new int[tails];
        int[] start = new int[levels + 1];
        if (tails == 0) {
            return new TailPattern(start, new int[0], couplings, widths, layout);
        }
        for (int t = 0; t < tails; t++) {
            couplings[t] = data.coupling(factor, layout.tail()[t]);
            widths[t] = data.block(layout.tail()[t]).effects();
        }
        // A child's pattern already contains what its rows meet, so the parent's is the union over its children.
        int[] columns = child == null
                ? ofData(couplings, widths, layout, levels, start)
                : ofChildren(child, levels, layout.tailColumns(), start);
        return new TailPattern(start, columns, couplings, widths, layout);
    }

    private static int[] ofData(
            CrossProducts.Coupling[] couplings, int[] widths, Layout layout, int levels, int[] start) {
        for (int j = 0; j < levels; j++) {
            int count = 0;
            for (int t = 0; t < couplings.length; t++) {
                count += (couplings[t].start()[j + 1] - couplings[t].start()[j]) * widths[t];
            }
            start[j + 1] = start[j] + count;
        }
        int[] columns = new int[start[levels]];
        int e = 0;
        for (int j = 0; j < levels; j++) {
            for (int t = 0; t < couplings.length; t++) {
                for (int i = couplings[t].start()[j]; i < couplings[t].start()[j + 1]; i++) {
                    int first = layout.tailOffset()[t] + couplings[t].level()[i] * widths[t];
                    for (int k = 0; k < widths[t]; k++) {
                        columns[e++] = first + k;
                    }
                }
            }
        }
        return columns;
    }

    private static int[] ofChildren(ChainBlock child, int levels, int tailColumns, int[] start) {
        int[][] children = new int[levels][];
        int[] counts = new int[levels];
        int[] parent = child.ancestor[0];
        for (int a : parent) {
            counts[a]++;
        }
        for (int a = 0; a < levels; a++) {
            children[a] = new int[counts[a]];
        }
        for (int j = 0; j < child.levels; j++) {
            int a = parent[j];
            children[a][--counts[a]] = j;
        }
        int[] mark = new int[tailColumns];
        Arrays.fill(mark, -1);
        int[] columns = new int[16];
        int size = 0;
        for (int a = 0; a < levels; a++) {
            int from = size;
            for (int j : children[a]) {
                for (int e = child.indexStart[j]; e < child.indexStart[j + 1]; e++) {
                    if (mark[child.index[e]] != a) {
                        mark[child.index[e]] = a;
                        if (size == columns.length) {
                            columns = Arrays.copyOf(columns, 2 * size);
                        }
                        columns[size++] = child.index[e];
                    }
                }
            }
            Arrays.sort(columns, from, size);
            start[a + 1] = size;
        }
        return Arrays.copyOf(columns, size);
    }

    /** Copies the data's blocks of level j to their columns; columns brought in by children stay zero. */
    void copyValues(int j, double[] rest, int offset, int q) {
        int position = start[j];
        for (int t = 0; t < couplings.length; t++) {
            int size = q * widths[t];
            for (int i = couplings[t].start()[j]; i < couplings[t].start()[j + 1]; i++) {
                int first = layout.tailOffset()[t] + couplings[t].level()[i] * widths[t];
                position = Arrays.binarySearch(columns, position, start[j + 1], first);
                System.arraycopy(couplings[t].values(), i * size, rest, offset + (position - start[j]) * q, size);
            }
        }
    }
}
