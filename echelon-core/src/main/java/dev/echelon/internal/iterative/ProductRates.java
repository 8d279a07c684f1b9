package dev.echelon.internal.iterative;

import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.crossproducts.CrossProducts.Coupling;
import dev.echelon.internal.linalg.CpuClock;
import java.util.Arrays;

/**
 * Processor seconds of the sparse products, for eight vectors at once where vectors are multiplied.
 *
 * @param byChain a number of Z_c'Z_t by rows of the chain, which gathers from the tail
 * @param byTail a number of Z_t'Z_c by rows of the tail, which gathers from the chain
 * @param entry the same number in the preconditioner
 * @param head a multiplication in the head
 * @param number a number of a vector in a sum or product
 */
record ProductRates(double byChain, double byTail, double entry, double head, double number) {
    /** Of a usual machine. */
    static final ProductRates USUAL = new ProductRates(3e-9, 5e-9, 4e-9, 0.8e-9, 0.6e-9);

    /** Numbers of a sample: some ten milliseconds. */
    private static final double SAMPLE = 4e6;

    /**
     * Measures products on a sample of the first pair of chain and tail: some of its rows, and vectors of full length.
     *
     * <p><b>Cost</b> about 0.2 s and four blocks of eight vectors.
     */
    static ProductRates measure(CrossProducts data, Split split) {
        int leaf = split.chain()[0];
        int factor = split.tail()[0];
        Coupling stored = data.coupling(Math.min(leaf, factor), Math.max(leaf, factor));
        boolean leafFirst = leaf < factor;
        int f = Math.min(leaf, factor);
        int g = Math.max(leaf, factor);
        double along = speed(everyRow(stored, data, f, g), data, f, g);
        double across = speed(acrossRows(stored, data, f, g), data, g, f);
        double byChain = leafFirst ? along : across;
        double byTail = leafFirst ? across : along;
        double scale = (byChain + byTail) / (USUAL.byChain + USUAL.byTail);
        return new ProductRates(byChain, byTail, scale * USUAL.entry, scale * USUAL.head, scale * USUAL.number);
    }

    private static double speed(Coupling sample, CrossProducts data, int to, int from) {
        int q = data.block(to).effects();
        int g = data.block(from).effects();
        SparseRows rows = new SparseRows(sample, q, g);
        double[] in = Lanes.of(data.block(from).levels() * g);
        double[] out = Lanes.of(rows.rows * q);
        double numbers = Math.max(1.0, (double) sample.entries() * q * g);
        return CpuClock.typical(5, () -> rows.addRange(1, in, 0, out, 0, 0, rows.rows)) / numbers;
    }

    /** Every k-th row as it is. */
    private static Coupling everyRow(Coupling all, CrossProducts data, int f, int g) {
        int size = data.block(f).effects() * data.block(g).effects();
        int every = (int) Math.max(1, Math.ceil(all.values().length / SAMPLE));
        int[] start = new int[all.start().length];
        for (int j = 0; j + 1 < start.length; j++) {
            start[j + 1] = start[j] + (j % every == 0 ? all.start()[j + 1] - all.start()[j] : 0);
        }
        int[] level = new int[start[start.length - 1]];
        double[] values = new double[level.length * size];
        for (int j = 0; j + 1 < start.length; j += every) {
            int count = start[j + 1] - start[j];
            System.arraycopy(all.level(), all.start()[j], level, start[j], count);
            System.arraycopy(all.values(), all.start()[j] * size, values, start[j] * size, count * size);
        }
        return new Coupling(start, level, values);
    }

    /** Every k-th row of the transpose; values do not matter. */
    private static Coupling acrossRows(Coupling all, CrossProducts data, int f, int g) {
        int size = data.block(f).effects() * data.block(g).effects();
        int every = (int) Math.max(1, Math.ceil(all.values().length / SAMPLE));
        int[] start = new int[data.block(g).levels() + 1];
        for (int level : all.level()) {
            start[level + 1] += level % every == 0 ? 1 : 0;
        }
        for (int j = 0; j + 1 < start.length; j++) {
            start[j + 1] += start[j];
        }
        int[] next = start.clone();
        int[] level = new int[start[start.length - 1]];
        for (int j = 0; j + 1 < all.start().length; j++) {
            for (int e = all.start()[j]; e < all.start()[j + 1]; e++) {
                if (all.level()[e] % every == 0) {
                    level[next[all.level()[e]]++] = j;
                }
            }
        }
        double[] values = new double[level.length * size];
        Arrays.fill(values, 2); // ones are not stored
        return new Coupling(start, level, values);
    }
}
