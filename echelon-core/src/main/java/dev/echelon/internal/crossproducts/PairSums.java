package dev.echelon.internal.crossproducts;

import dev.echelon.internal.design.StateBytes;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * Sums of products of the effects of two factors by pair of levels. The first partner of each level has its sums in an
 * array, which is all there is for nested factors; the sums of further pairs are in hash tables, one for each block of
 * levels of {@link Shares}. Rows of a pair are added in their order.
 */
final class PairSums {
    private static final int NONE = -1;

    private final RowLayout.Combination first;
    private final RowLayout.Combination second;
    private final int size;
    private final boolean counts;
    private final PairTable[] tables = new PairTable[Shares.BLOCKS];
    private int[] partner = {};
    private double[] sums = {};

    PairSums(RowLayout layout, int f, int g, boolean weighted) {
        this.first = layout.combination(f);
        this.second = layout.combination(g);
        this.size = first.columns().length * second.columns().length;
        this.counts = size == 1
                && !weighted
                && first.columns()[0] == layout.constant()
                && second.columns()[0] == layout.constant();
        Arrays.setAll(tables, block -> new PairTable(size));
    }

    /** Makes room for so many levels of the first factor. */
    void reserve(int levels) {
        int before = partner.length;
        if (levels > before) {
            int room = Math.max(levels, (int) Math.min(Integer.MAX_VALUE - 8L, before + (before >> 1) + 16L));
            partner = Arrays.copyOf(partner, room);
            sums = Arrays.copyOf(sums, CrossProducts.size(room, size));
            Arrays.fill(partner, before, room, NONE);
        }
    }

    /** Adds the rows of a tile whose levels of the first factor belong to a share. */
    void add(RowTile tile, int[] firstCodes, int[] secondCodes, Shares shares, int share) {
        double[] buffer = tile.fixed().buffer();
        for (int i = 0; i < tile.count(); i++) {
            int j = firstCodes[i];
            if (!shares.has(share, j)) {
                continue;
            }
            int k = secondCodes[i];
            if (partner[j] == NONE) {
                partner[j] = k;
            }
            if (partner[j] == k) {
                add(buffer, i, sums, j * size);
            } else {
                PairTable table = tables[Shares.block(j)];
                int at = table.at((long) j << 32 | k);
                add(buffer, i, table.values(), at);
            }
        }
    }

    private void add(double[] buffer, int i, double[] to, int at) {
        if (counts) {
            to[at]++;
            return;
        }
        int next = at;
        for (int b : second.columns()) {
            double x = buffer[b * RowLayout.STRIDE + i];
            for (int a : first.columns()) {
                to[next++] += buffer[a * RowLayout.STRIDE + i] * x;
            }
        }
    }

    /** Adds the sums of other rows; levels j, k of those are levels {@code first[j]}, {@code second[k]} of these. */
    void merge(PairSums other, int[] firstLevels, int[] secondLevels) {
        for (int j = 0; j < firstLevels.length; j++) {
            if (other.partner[j] != NONE) {
                merge(firstLevels[j], secondLevels[other.partner[j]], other.sums, j * size);
            }
        }
        for (PairTable table : other.tables) {
            for (int slot = 0; slot < table.keys().length; slot++) {
                long key = table.keys()[slot];
                if (key >= 0) {
                    merge(firstLevels[(int) (key >>> 32)], secondLevels[(int) key], table.values(), slot * size);
                }
            }
        }
    }

    private void merge(int j, int k, double[] from, int source) {
        if (partner[j] == NONE) {
            partner[j] = k;
        }
        double[] to = sums;
        int target = j * size;
        if (partner[j] != k) {
            PairTable table = tables[Shares.block(j)];
            target = table.at((long) j << 32 | k);
            to = table.values();
        }
        for (int s = 0; s < size; s++) {
            to[target + s] += from[source + s];
        }
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(partner.length);
        StateBytes.codes(out, partner, partner.length);
        StateBytes.numbers(out, sums, 0, partner.length * size);
        for (PairTable table : tables) {
            table.write(out);
        }
    }

    void read(DataInputStream in) throws IOException {
        partner = new int[in.readInt()];
        StateBytes.codes(in, partner, partner.length);
        sums = new double[CrossProducts.size(partner.length, size)];
        StateBytes.numbers(in, sums, 0, sums.length);
        for (PairTable table : tables) {
            table.read(in);
        }
    }

    /**
     * The blocks Z_j'WZ_t, levels in their final order; the sums are gone afterwards.
     *
     * @param firstRank the final place of each level of the first factor
     * @param secondRank of the second
     */
    CrossProducts.Coupling coupling(int[] firstRank, int levels, int[] secondRank) {
        int entries = 0;
        for (PairTable table : tables) {
            entries = CrossProducts.size(1, (long) entries + table.count());
        }
        entries = CrossProducts.size(1, (long) entries + firstRank.length);
        long[] pairs = new long[entries]; // final second level and place of its sums
        double[] values = new double[CrossProducts.size(entries, size)];
        int[] start = starts(firstRank, levels);
        gather(firstRank, secondRank, start, pairs, values);
        return sorted(start, pairs, values);
    }

    /** Where the pairs of each final level of the first factor begin. */
    private int[] starts(int[] firstRank, int levels) {
        int[] start = new int[levels + 1];
        for (int j = 0; j < firstRank.length; j++) {
            start[firstRank[j] + 1] += partner[j] == NONE ? 0 : 1;
        }
        for (PairTable table : tables) {
            for (long key : table.keys()) {
                if (key >= 0) {
                    start[firstRank[(int) (key >>> 32)] + 1]++;
                }
            }
        }
        for (int j = 0; j < levels; j++) {
            start[j + 1] += start[j];
        }
        return start;
    }

    private void gather(int[] firstRank, int[] secondRank, int[] start, long[] pairs, double[] values) {
        int[] next = start.clone();
        int place = 0;
        for (int j = 0; j < firstRank.length; j++) {
            if (partner[j] != NONE) {
                System.arraycopy(sums, j * size, values, place * size, size);
                pairs[next[firstRank[j]]++] = (long) secondRank[partner[j]] << 32 | place++;
            }
        }
        sums = new double[0];
        for (int block = 0; block < tables.length; block++) {
            PairTable table = tables[block];
            for (int slot = 0; slot < table.keys().length; slot++) {
                long key = table.keys()[slot];
                if (key >= 0) {
                    System.arraycopy(table.values(), slot * size, values, place * size, size);
                    pairs[next[firstRank[(int) (key >>> 32)]]++] = (long) secondRank[(int) key] << 32 | place++;
                }
            }
            tables[block] = new PairTable(size);
        }
    }

    private CrossProducts.Coupling sorted(int[] start, long[] pairs, double[] values) {
        int levels = start.length - 1;
        int per = first.effects() * second.effects();
        int[] level = new int[start[levels]];
        double[] mapped = new double[CrossProducts.size(level.length, per)];
        int[] newStart = new int[levels + 1];
        int entry = 0;
        for (int j = 0; j < levels; j++) {
            Arrays.sort(pairs, start[j], start[j + 1]);
            int last = NONE;
            for (int i = start[j]; i < start[j + 1]; i++) {
                int k = (int) (pairs[i] >>> 32);
                if (k != last) {
                    level[entry++] = k;
                    last = k;
                }
                map(values, (int) pairs[i] * size, mapped, (entry - 1) * per);
            }
            newStart[j + 1] = entry;
        }
        return new CrossProducts.Coupling(
                newStart,
                entry == level.length ? level : Arrays.copyOf(level, entry),
                entry == level.length ? mapped : Arrays.copyOf(mapped, entry * per));
    }

    /** Adds the sums of z*_f z*_g'. */
    private void map(double[] from, int source, double[] to, int target) {
        int qf = first.effects();
        int qg = second.effects();
        int columns = first.columns().length;
        for (int h = 0; h < second.columns().length; h++) {
            for (int e = 0; e < columns; e++) {
                double sum = from[source + h * columns + e];
                for (int b = 0; b < qg; b++) {
                    for (int a = 0; a < qf; a++) {
                        to[target + b * qf + a] += first.map()[e * qf + a] * second.map()[h * qg + b] * sum;
                    }
                }
            }
        }
    }
}
