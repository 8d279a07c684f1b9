package dev.echelon.internal.crossproducts;

import dev.echelon.internal.design.StateBytes;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * Sums of products by level of one factor, in the order in which levels were first seen. A level's sums lie side by side
 * and hold each product of two distinct columns once, because fetching them from memory is what a row costs. Rows of a
 * level are added in their order, so that the sums have the same bits however levels are shared among threads.
 */
final class LevelSums {
    /** Doubles in a page: half a megabyte. */
    private static final int PAGE = 1 << 16;

    /** Rows whose sums are fetched from memory together before they are added to. */
    private static final int AHEAD = 64;

    private final RowLayout.Combination of;
    private final int fixedColumns; // p + 1
    private final int[] columns; // those of the effects, then the others of [X y]
    private final int[] offsets; // where each begins in the buffer of a tile
    private final int[] place; // of each column of [X y] among the columns, or among the indicators
    private final int[] dense;
    private final boolean counted; // the first sum is a number of rows besides the products
    private final int indicators; // columns of [X y] that are no dense columns
    private final int products;
    private final int width; // sums per level
    private final int shift; // levels per page, as a power of two
    private double[][] pages = {};

    /** What was fetched ahead, kept so that the reads are not optimised away. */
    @SuppressWarnings("UnusedVariable")
    private double fetched;

    LevelSums(RowLayout layout, int factor, int fixedColumns, boolean weighted) {
        this.of = layout.combination(factor);
        this.fixedColumns = fixedColumns;
        this.dense = layout.dense();
        int e = of.columns().length;
        int[] all = Arrays.copyOf(of.columns(), e + dense.length);
        int next = e;
        for (int d = 0; d < dense.length; d++) {
            if (indexOf(of.columns(), d) < 0) {
                all[next++] = d;
            }
        }
        this.columns = Arrays.copyOf(all, next);
        this.offsets = Arrays.stream(columns).map(c -> c * RowLayout.STRIDE).toArray();
        this.place = new int[fixedColumns];
        this.indicators = fixedColumns - dense.length;
        int indicator = 0;
        for (int k = 0; k < fixedColumns; k++) {
            int d = Arrays.binarySearch(dense, k);
            place[k] = d >= 0 ? indexOf(columns, d) : indicator++;
        }
        this.counted = weighted || of.columns()[0] != layout.constant();
        this.products = e * columns.length - e * (e - 1) / 2;
        this.width = (counted ? 1 : 0) + products + e * indicators;
        this.shift = Math.max(0, 31 - Integer.numberOfLeadingZeros(Math.max(1, PAGE / width)));
    }

    private static int indexOf(int[] values, int value) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] == value) {
                return i;
            }
        }
        return -1;
    }

    /** Makes room for so many levels. */
    void reserve(int levels) {
        int needed = (levels + (1 << shift) - 1) >>> shift;
        if (needed > pages.length) {
            int before = pages.length;
            double[][] more = Arrays.copyOf(pages, needed);
            for (int page = before; page < needed; page++) {
                more[page] = new double[Math.multiplyExact(width, 1 << shift)];
            }
            pages = more;
        }
    }

    /** Adds the rows of a tile whose levels belong to a share. */
    void add(RowTile tile, int[] codes, Shares shares, int share) {
        double sum = 0;
        for (int from = 0; from < tile.count(); from += AHEAD) {
            int to = Math.min(from + AHEAD, tile.count());
            sum += fetch(codes, from, to, shares, share);
            if (of.columns().length == 1) {
                addOne(tile.fixed().buffer(), codes, from, to, shares, share);
            } else if (of.columns().length == 2) {
                addTwo(tile.fixed().buffer(), codes, from, to, shares, share);
            } else {
                addMany(tile.fixed().buffer(), codes, from, to, shares, share);
            }
            if (tile.fixed().groups() > 0) {
                addIndicators(tile.fixed(), codes, from, to, shares, share);
            }
        }
        fetched = sum;
    }

    /** Reads the first and the last sum of each row's level: independent reads, which the processor overlaps. */
    private double fetch(int[] codes, int from, int to, Shares shares, int share) {
        double sum = 0;
        int mask = (1 << shift) - 1;
        for (int i = from; i < to; i++) {
            int j = codes[i];
            if (shares.has(share, j)) {
                double[] page = pages[j >>> shift];
                int at = (j & mask) * width;
                sum += page[at] + page[at + width - 1];
            }
        }
        return sum;
    }

    private void addOne(double[] buffer, int[] codes, int from, int to, Shares shares, int share) {
        int mask = (1 << shift) - 1;
        int first = offsets[0];
        for (int i = from; i < to; i++) {
            int j = codes[i];
            if (!shares.has(share, j)) {
                continue;
            }
            double[] page = pages[j >>> shift];
            int at = (j & mask) * width;
            if (counted) {
                page[at++]++;
            }
            double x = buffer[first + i];
            for (int offset : offsets) {
                page[at++] += x * buffer[offset + i];
            }
        }
    }

    private void addTwo(double[] buffer, int[] codes, int from, int to, Shares shares, int share) {
        int mask = (1 << shift) - 1;
        int n = offsets.length;
        for (int i = from; i < to; i++) {
            int j = codes[i];
            if (!shares.has(share, j)) {
                continue;
            }
            double[] page = pages[j >>> shift];
            int at = (j & mask) * width;
            if (counted) {
                page[at++]++;
            }
            double x = buffer[offsets[0] + i];
            double z = buffer[offsets[1] + i];
            page[at] += x * x;
            int second = at + n - 1;
            for (int c = 1; c < n; c++) {
                double v = buffer[offsets[c] + i];
                page[at + c] += x * v;
                page[second + c] += z * v;
            }
        }
    }

    private void addMany(double[] buffer, int[] codes, int from, int to, Shares shares, int share) {
        int mask = (1 << shift) - 1;
        int effects = of.columns().length;
        int n = offsets.length;
        for (int i = from; i < to; i++) {
            int j = codes[i];
            if (!shares.has(share, j)) {
                continue;
            }
            double[] page = pages[j >>> shift];
            int at = (j & mask) * width;
            if (counted) {
                page[at++]++;
            }
            for (int e = 0; e < effects; e++) {
                double x = buffer[offsets[e] + i];
                if (x == 0) {
                    at += n - e;
                    continue;
                }
                for (int c = e; c < n; c++) {
                    page[at++] += x * buffer[offsets[c] + i];
                }
            }
        }
    }

    private void addIndicators(FixedRows rows, int[] codes, int from, int to, Shares shares, int share) {
        int mask = (1 << shift) - 1;
        int groups = rows.groups();
        double[] buffer = rows.buffer();
        int base = width - of.columns().length * indicators;
        for (int i = from; i < to; i++) {
            int j = codes[i];
            if (!shares.has(share, j)) {
                continue;
            }
            double[] page = pages[j >>> shift];
            int at = (j & mask) * width + base;
            for (int g = 0; g < groups; g++) {
                int k = rows.groupColumns()[i * groups + g];
                if (k >= 0) {
                    double value = rows.groupValues()[i * groups + g];
                    for (int e = 0; e < of.columns().length; e++) {
                        page[at + e * indicators + place[k]] += buffer[offsets[e] + i] * value;
                    }
                }
            }
        }
    }

    /** Adds the sums of other rows; level j of those is level {@code levels[j]} of these. */
    void merge(LevelSums other, int[] levels) {
        int mask = (1 << shift) - 1;
        for (int j = 0; j < levels.length; j++) {
            double[] from = other.pages[j >>> shift];
            double[] to = pages[levels[j] >>> shift];
            int source = (j & mask) * width;
            int target = (levels[j] & mask) * width;
            for (int s = 0; s < width; s++) {
                to[target + s] += from[source + s];
            }
        }
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(pages.length);
        for (double[] page : pages) {
            StateBytes.numbers(out, page, 0, page.length);
        }
    }

    void read(DataInputStream in) throws IOException {
        reserve(Math.multiplyExact(in.readInt(), 1 << shift));
        for (double[] page : pages) {
            StateBytes.numbers(in, page, 0, page.length);
        }
    }

    /**
     * The sums of z*, levels in their final order; the sums are gone afterwards.
     *
     * @param rank the final place of each level; several levels may have the same
     */
    CrossProducts.Block block(int[] rank, int levels) {
        int q = of.effects();
        double[] own = new double[CrossProducts.size(levels, (long) q * q)];
        double[] withFixed = new double[CrossProducts.size(levels, (long) q * fixedColumns)];
        long[] counts = new long[levels];
        LinearMap toOwn = ownMap();
        LinearMap toFixed = fixedMap();
        int[] order = order(rank, levels);
        int mask = (1 << shift) - 1;
        Shares all = new Shares(1);
        for (int from = 0; from < order.length; from += AHEAD) {
            int to = Math.min(from + AHEAD, order.length);
            fetched = fetch(order, from, to, all, 0);
            for (int i = from; i < to; i++) {
                int j = order[i];
                double[] page = pages[j >>> shift];
                int at = (j & mask) * width;
                counts[rank[j]] += (long) page[at];
                toOwn.add(page, at, own, rank[j] * q * q);
                toFixed.add(page, at, withFixed, rank[j] * q * fixedColumns);
            }
        }
        pages = new double[0][];
        return new CrossProducts.Block(levels, q, own, withFixed, counts);
    }

    /** The levels by their final place, so that what is written is written in order. */
    private static int[] order(int[] rank, int levels) {
        int[] next = new int[levels + 1];
        for (int place : rank) {
            next[place + 1]++;
        }
        for (int place = 0; place < levels; place++) {
            next[place + 1] += next[place];
        }
        int[] order = new int[rank.length];
        for (int j = 0; j < rank.length; j++) {
            order[next[rank[j]]++] = j;
        }
        return order;
    }

    private LinearMap ownMap() {
        int q = of.effects();
        int effects = of.columns().length;
        double[] map = of.map();
        LinearMap result = new LinearMap(q * q, width);
        for (int e = 0; e < effects; e++) {
            for (int h = 0; h < effects; h++) {
                for (int entry = 0; entry < q * q; entry++) {
                    result.add(entry, product(e, h), map[e * q + entry % q] * map[h * q + entry / q]);
                }
            }
        }
        return result.compact();
    }

    private LinearMap fixedMap() {
        int q = of.effects();
        LinearMap result = new LinearMap(q * fixedColumns, width);
        for (int e = 0; e < of.columns().length; e++) {
            for (int k = 0; k < fixedColumns; k++) {
                int from = isDense(k) ? product(e, place[k]) : indicator(e, place[k]);
                for (int a = 0; a < q; a++) {
                    result.add(k * q + a, from, of.map()[e * q + a]);
                }
            }
        }
        return result.compact();
    }

    private boolean isDense(int k) {
        return indicators == 0 || Arrays.binarySearch(dense, k) >= 0;
    }

    /** Where the product of an effect's column with another column is summed. */
    private int product(int e, int c) {
        int effect = Math.min(e, c);
        int column = Math.max(e, c);
        return (counted ? 1 : 0) + effect * columns.length - effect * (effect - 1) / 2 + column - effect;
    }

    private int indicator(int e, int place) {
        return (counted ? 1 : 0) + products + e * indicators + place;
    }
}
