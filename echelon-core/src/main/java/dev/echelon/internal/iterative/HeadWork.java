package dev.echelon.internal.iterative;

import dev.echelon.internal.crossproducts.CrossProducts;
import java.util.Arrays;

/**
 * The size of the head that {@link HeadProducts} will choose, found without its arrays.
 *
 * @param columns random effects in the head
 * @param work multiplications that the elimination of the leaf takes in it
 * @param entries pairs of a level of the leaf and a column of the head
 */
record HeadWork(int columns, double work, double entries) {

    static HeadWork of(CrossProducts data, Split split, IterativeOptions options) {
        int[] sizes = new int[32]; // of the heads that are tried, each half of the one before
        sizes[0] = Math.min(options.headColumns(), split.tailRows());
        int count = 1;
        while (sizes[count - 1] > 8) {
            sizes[count] = sizes[count - 1] / 2;
            count++;
        }
        int[][] rank = ranks(data, split);
        int leaf = split.chain()[0];
        double[] work = new double[count];
        double[] entries = new double[count];
        int levels = data.block(leaf).levels();
        double[][] met = new double[count][levels];
        double all = 0;
        for (int t = 0; t < split.tail().length; t++) {
            all += scan(data, leaf, split.tail()[t], rank[t], sizes, met);
        }
        int q = data.block(leaf).effects();
        for (int s = 0; s < count; s++) {
            for (double m : met[s]) {
                work[s] += q * m * m;
                entries[s] += m;
            }
        }
        int chosen = 0;
        while (sizes[chosen] > 8 && work[chosen] > Math.max(HeadProducts.FREE, options.headWork() * all)) {
            chosen++;
        }
        return new HeadWork(sizes[chosen], work[chosen], entries[chosen]);
    }

    /** Adds to met[s][j] the columns of head s that level j of the leaf meets; returns the number of pairs. */
    private static double scan(CrossProducts data, int leaf, int factor, int[] rank, int[] sizes, double[][] met) {
        CrossProducts.Coupling coupling = data.coupling(Math.min(leaf, factor), Math.max(leaf, factor));
        double g = data.block(factor).effects();
        for (int j = 0; j + 1 < coupling.start().length; j++) {
            for (int e = coupling.start()[j]; e < coupling.start()[j + 1]; e++) {
                int level = leaf < factor ? coupling.level()[e] : j;
                int of = leaf < factor ? j : coupling.level()[e];
                for (int s = 0; s < met.length && rank[level] < sizes[s]; s++) {
                    met[s][of] += g;
                }
            }
        }
        return coupling.entries();
    }

    /** Per tail factor and level: the random effects of levels with more rows. */
    private static int[][] ranks(CrossProducts data, Split split) {
        int[] tail = split.tail();
        int levels = 0;
        int[][] rank = new int[tail.length][];
        for (int t = 0; t < tail.length; t++) {
            rank[t] = new int[data.block(tail[t]).levels()];
            levels += rank[t].length;
        }
        long[][] sorted = new long[levels][];
        int at = 0;
        for (int t = 0; t < tail.length; t++) {
            for (int j = 0; j < rank[t].length; j++) {
                sorted[at++] = new long[] {data.block(tail[t]).counts()[j], t, j};
            }
        }
        Arrays.sort(sorted, (a, b) -> Long.compare(b[0], a[0]));
        int used = 0;
        for (long[] level : sorted) {
            rank[(int) level[1]][(int) level[2]] = used;
            used += data.block(tail[(int) level[1]]).effects();
        }
        return rank;
    }
}
