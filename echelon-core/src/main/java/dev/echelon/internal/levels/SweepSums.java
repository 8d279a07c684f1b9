package dev.echelon.internal.levels;

import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.linalg.Parallel;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Sums over all levels of the only grouping factor, on several threads. Levels are cut into ranges that depend on the
 * size of the problem alone; each range is summed up by itself and the sums are added in order, so that results have the
 * same bits for any number of threads. A workspace: one sum at a time.
 */
public final class SweepSums {
    /** Multiply-adds of a range, for which a change of thread costs nothing. */
    private static final double WORTH = 1e6;

    private final CrossProducts.Block block;
    private final int length;
    private final int parts;
    private final LevelSweep[] sweeps;

    /** Adds what the levels of a sweep contribute. */
    public interface Reader {
        /** Adds to {@code sums} over the levels that were eliminated last. */
        void read(LevelSweep sweep, double[] sums);
    }

    /**
     * Sums over the levels of a block.
     *
     * @param r columns of [X y]
     * @param threads that may share the work
     */
    public SweepSums(CrossProducts.Block block, int r, int threads) {
        this.block = block;
        this.length = length(block.effects(), r);
        this.parts = Math.max(1, Math.min(threads, ranges()));
        this.sweeps = new LevelSweep[parts];
        Arrays.setAll(sweeps, part -> new LevelSweep(block, r));
    }

    /** Levels of a range: whole sweeps. */
    private static int length(int q, int r) {
        double work = (double) q * q * r * r;
        return LevelSweep.WIDTH * (int) Math.max(1, WORTH / (LevelSweep.WIDTH * work));
    }

    private int ranges() {
        return (int) ((block.levels() + length - 1L) / length);
    }

    /**
     * The sums at λ, q×q lower triangular.
     *
     * @param size how many numbers there are
     * @param readers gives each thread one that is its own
     */
    public double[] sum(double[] lambda, int size, Supplier<? extends Reader> readers) {
        double[][] sums = new double[ranges()][size];
        Parallel.run(parts, part -> {
            Reader reader = readers.get();
            for (int i = part; i < sums.length; i += parts) {
                read(sweeps[part], i, lambda, reader, sums[i]);
            }
        });
        for (int i = 1; i < sums.length; i++) {
            for (int k = 0; k < size; k++) {
                sums[0][k] += sums[i][k];
            }
        }
        return sums.length == 0 ? new double[size] : sums[0];
    }

    private void read(LevelSweep sweep, int range, double[] lambda, Reader reader, double[] sums) {
        int end = (int) Math.min(block.levels(), (range + 1L) * length);
        for (int from = range * length; from < end; from += LevelSweep.WIDTH) {
            sweep.eliminate(from, Math.min(end, from + LevelSweep.WIDTH), lambda);
            reader.read(sweep, sums);
        }
    }

    /** Where the numbers of the pair (a, b) are among q(q+1)/2 of a symmetric matrix: columns of the lower triangle. */
    public static int pair(int q, int a, int b) {
        int row = Math.max(a, b);
        int column = Math.min(a, b);
        return column * q - column * (column - 1) / 2 + row - column;
    }

    /** Where the product of numbers i and k of a vector is among all: rows of the lower triangle. */
    public static int product(int i, int k) {
        int row = Math.max(i, k);
        return row * (row + 1) / 2 + Math.min(i, k);
    }
}
