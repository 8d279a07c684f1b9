package dev.echelon.internal.crossproducts;

import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.StateBytes;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Cross-products of rows that come in batches, summed up batch by batch; memory depends on the number of levels and of
 * pairs of levels, not on the number of rows. Levels have codes in the order in which they were first seen until
 * {@link #result} sorts them. The sums have the same bits for any borders of the batches and any number of threads.
 *
 * <p><b>Cost</b> per row (p + 1)(p + 2)/2 products, for each factor one for each pair of distinct columns of effects and
 * of [X y], and one look-up for each pair of factors.
 *
 * <p><b>Source</b> docs/math/likelihood.md#sums-of-batches
 */
public final class RowSums implements AutoCloseable {
    private final List<GroupingFactor> factors;
    private final int r;
    private final double[] fixed;
    private final LevelSums[] levelSums;
    private final List<List<PairSums>> pairSums = new ArrayList<>();
    private final int[] levels;
    private final TileWorkers workers;
    private RowTile filling;
    private RowTile working;
    private long rows;
    private double sumLogWeights;

    /**
     * @param design some rows of the model, which show what its columns are
     * @param factors in the order of {@code conditioning}
     * @param weighted whether rows can have weights
     */
    public RowSums(
            Design design, List<GroupingFactor> factors, Conditioning conditioning, boolean weighted, int threads) {
        this.factors = factors;
        this.r = design.fixed().width() + 1;
        this.fixed = new double[r * r];
        RowLayout layout = new RowLayout(design, factors, conditioning);
        this.levels = new int[factors.size()];
        this.levelSums = new LevelSums[factors.size()];
        for (int f = 0; f < levelSums.length; f++) {
            levelSums[f] = new LevelSums(layout, f, r, weighted);
            List<PairSums> row = new ArrayList<>();
            for (int g = f + 1; g < levelSums.length; g++) {
                row.add(new PairSums(layout, f, g, weighted));
            }
            pairSums.add(row);
        }
        this.filling = new RowTile(layout, design, factors, conditioning);
        this.working = threads > 1 ? new RowTile(layout, design, factors, conditioning) : filling;
        this.workers = new TileWorkers(threads - 1, this::add);
    }

    /**
     * Adds rows.
     *
     * @param levelCounts how many levels of each factor there are so far: codes are below
     */
    public void add(Design batch, int[] levelCounts) {
        for (double w : batch.weights()) {
            sumLogWeights += Math.log(w);
        }
        System.arraycopy(levelCounts, 0, levels, 0, levels.length);
        int n = batch.response().length;
        rows += n;
        for (int from = 0; from < n; ) {
            from += filling.load(batch, from);
            if (filling.isFull()) {
                flush();
            }
        }
    }

    /** Hands the rows of the tile over to the workers and goes on with the other tile. */
    private void flush() {
        workers.await();
        for (int f = 0; f < levels.length; f++) {
            levelSums[f].reserve(levels[f]);
            for (PairSums pairs : pairSums.get(f)) {
                pairs.reserve(levels[f]);
            }
        }
        RowTile full = filling;
        workers.start(full);
        full.addFixed(fixed);
        if (workers.areInline()) {
            full.clear();
        } else {
            filling = working;
            working = full;
            filling.clear();
        }
    }

    /** What a share of the levels gets of a tile. */
    private void add(RowTile tile, Shares shares, int share) {
        for (int f = 0; f < levelSums.length; f++) {
            levelSums[f].add(tile, tile.codes(f), shares, share);
            for (int g = f + 1; g < levelSums.length; g++) {
                pairSums.get(f).get(g - f - 1).add(tile, tile.codes(f), tile.codes(g), shares, share);
            }
        }
    }

    private void finish() {
        flush();
        workers.await();
    }

    /**
     * Adds the sums of other rows, made with the same conditioning.
     *
     * @param codes the code here of each level there, for each factor
     * @param levelCounts how many levels of each factor there are now
     */
    public void merge(RowSums other, List<int[]> codes, int[] levelCounts) {
        System.arraycopy(levelCounts, 0, levels, 0, levels.length);
        finish();
        other.finish();
        rows += other.rows;
        sumLogWeights += other.sumLogWeights;
        for (int i = 0; i < fixed.length; i++) {
            fixed[i] += other.fixed[i];
        }
        for (int f = 0; f < levelSums.length; f++) {
            levelSums[f].merge(other.levelSums[f], codes.get(f));
            for (int g = f + 1; g < levelSums.length; g++) {
                int at = g - f - 1;
                pairSums.get(f).get(at).merge(other.pairSums.get(f).get(at), codes.get(f), codes.get(g));
            }
        }
    }

    /** Writes the sums of the rows so far, those of the unfilled tile included, for {@link #read} of a later run. */
    public void write(DataOutputStream out) throws IOException {
        workers.await();
        out.writeLong(rows);
        out.writeDouble(sumLogWeights);
        StateBytes.numbers(out, fixed);
        StateBytes.codes(out, levels, levels.length);
        for (int f = 0; f < levels.length; f++) {
            levelSums[f].write(out);
            for (PairSums pairs : pairSums.get(f)) {
                pairs.write(out);
            }
        }
        filling.write(out);
    }

    /** Takes what {@link #write} wrote, in new sums of the same model and conditioning. */
    public void read(DataInputStream in) throws IOException {
        rows = in.readLong();
        sumLogWeights = in.readDouble();
        System.arraycopy(StateBytes.numbers(in), 0, fixed, 0, fixed.length);
        StateBytes.codes(in, levels, levels.length);
        for (int f = 0; f < levels.length; f++) {
            levelSums[f].read(in);
            for (PairSums pairs : pairSums.get(f)) {
                pairs.read(in);
            }
        }
        filling.read(in);
    }

    /** How many rows were added. */
    public long rows() {
        return rows;
    }

    /**
     * The cross-products of all rows; the sums are gone afterwards.
     *
     * @param ranks the final code of each level of each factor
     * @param finalLevels how many levels each factor has
     * @param order the factors in their final order
     */
    public CrossProducts result(List<int[]> ranks, int[] finalLevels, int[] order) {
        finish();
        CrossProducts.Block[] blocks = new CrossProducts.Block[order.length];
        CrossProducts.Coupling[][] couplings = new CrossProducts.Coupling[order.length][];
        for (int a = 0; a < order.length; a++) {
            int f = order[a];
            blocks[a] = levelSums[f].block(ranks.get(f), finalLevels[f]);
            couplings[a] = new CrossProducts.Coupling[order.length - a - 1];
        }
        for (int a = 0; a < order.length; a++) {
            for (int b = a + 1; b < order.length; b++) {
                couplings[a][b - a - 1] = coupling(order[a], order[b], ranks, finalLevels);
            }
        }
        return new CrossProducts(rows, sumLogWeights, r - 1, fixed, blocks, couplings);
    }

    private CrossProducts.Coupling coupling(int f, int g, List<int[]> ranks, int[] finalLevels) {
        int first = Math.min(f, g);
        int second = Math.max(f, g);
        CrossProducts.Coupling coupling = pairSums.get(first)
                .get(second - first - 1)
                .coupling(ranks.get(first), finalLevels[first], ranks.get(second));
        return first == f
                ? coupling
                : coupling.transposed(
                        finalLevels[second],
                        factors.get(first).effects(),
                        factors.get(second).effects());
    }

    /** Ends the threads. */
    @Override
    public void close() {
        workers.close();
    }
}
