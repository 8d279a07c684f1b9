package dev.echelon.internal.sparse;

import java.util.Arrays;

/**
 * Panels of one column, cut by blocks of rows of a target panel and stored block after block, so that a tile of the
 * target can stay in the cache while all of them pass by. The target's own columns have blocks of their own, so has its
 * border.
 */
final class PackedColumns {
    /** Rows of a block; a tile of a block by a block takes a good half of a second-level cache of 512 kB. */
    static final int BLOCK = 192;

    private final Symbolic symbolic;
    private final PanelUpdates updates;
    private final int[] relative;
    private int target;
    private int width;
    private int height;
    private int count;
    private int columnBlocks;
    private int blocks;
    /** Entries of source s in block b are start[b·(count+1)+s]..start[b·(count+1)+s+1]. */
    int[] start = new int[0];
    /** Row within the block. */
    short[] row = new short[0];

    double[] value = new double[0];
    private int[] update = new int[0];
    private int[] present = new int[0];
    private int[] presentStart = new int[0];

    PackedColumns(Symbolic symbolic, PanelUpdates updates, int[] relative) {
        this.symbolic = symbolic;
        this.updates = updates;
        this.relative = relative;
    }

    int count() {
        return count;
    }

    int blocks() {
        return blocks;
    }

    int columnBlocks() {
        return columnBlocks;
    }

    int stride() {
        return count + 1;
    }

    int entries() {
        return start[blocks * stride() - 1];
    }

    /** The panel that source s is. */
    int source(int s) {
        return updates.source[update[s]];
    }

    /** First row of a block in the target panel. */
    int firstRow(int block) {
        return block < columnBlocks
                ? block * BLOCK
                : block == blocks - 1 ? height - symbolic.border : width + (block - columnBlocks) * BLOCK;
    }

    /** Number of rows of a block. */
    int rows(int block) {
        int end = block == columnBlocks - 1 ? width : block == blocks - 1 ? height : height - symbolic.border;
        return Math.min(BLOCK, end - firstRow(block));
    }

    /** Sources that have entries in a block of columns: indices into {@link #present}. */
    int presentFrom(int block) {
        return presentStart[block];
    }

    int present(int i) {
        return present[i];
    }

    /** Whether tiles pay for the updates list[0..count]: a visit of a source to a tile must find several pairs. */
    static boolean pay(SupernodalCholesky factor, int target, int[] list, int count) {
        Symbolic symbolic = factor.symbolic;
        PanelUpdates updates = factor.updates;
        double pairs = 0;
        double visits = 0;
        for (int i = 0; i < count; i++) {
            int u = list[i];
            int columns = updates.to[u] - updates.from[u];
            double rows = (double) symbolic.rows[updates.source[u]].length - updates.from[u];
            pairs += columns * rows;
            visits += visits(symbolic, target, columns);
        }
        return pay(factor.tiled, pairs, visits, symbolic.border);
    }

    /** Tiles of a target that a source with so many columns in it visits. */
    static double visits(Symbolic symbolic, int target, int columns) {
        double blocks = (double) symbolic.height(target) / BLOCK;
        return Math.min(columns, Math.ceil(symbolic.width(target) / (double) BLOCK)) * blocks;
    }

    /** Whether so many pairs in so many visits are worth tiles, from {@code least} pairs on. */
    static boolean pay(double least, double pairs, double visits, int border) {
        return pairs > least && (pairs > 3 * visits || least == 0) && border <= BLOCK;
    }

    /** Blocks of rows of a panel. */
    static int blocks(Symbolic symbolic, int panel) {
        int own = symbolic.width(panel);
        int below = symbolic.height(panel) - symbolic.border - own;
        return (own + BLOCK - 1) / BLOCK + (below + BLOCK - 1) / BLOCK + 1;
    }

    /** Packs the updates list[from..to] of a target, whose positions {@code relative} holds. */
    void pack(int panel, int[] list, int from, int to, double[][] coefficients) {
        target = panel;
        width = symbolic.width(panel);
        height = symbolic.height(panel);
        count = to - from;
        columnBlocks = (width + BLOCK - 1) / BLOCK;
        blocks = blocks(symbolic, panel);
        update = Arrays.copyOfRange(list, from, to);
        int size = Math.multiplyExact(blocks, stride());
        if (start.length < size) {
            start = new int[size];
        } else {
            Arrays.fill(start, 0, size, 0);
        }
        for (int s = 0; s < count; s++) {
            countEntries(s);
        }
        int sum = 0;
        for (int i = 0; i < size; i++) {
            sum += start[i];
            start[i] = sum;
        }
        if (value.length < sum) {
            value = new double[sum + (sum >> 3)];
            row = new short[value.length];
        }
        for (int s = 0; s < count; s++) {
            copy(s, coefficients);
        }
        findPresent();
    }

    private int block(int position) {
        return position < width ? position / BLOCK : columnBlocks + (position - width) / BLOCK;
    }

    private void countEntries(int s) {
        int[] rows = symbolic.rows[updates.source[update[s]]];
        for (int i = updates.from[update[s]]; i < rows.length; i++) {
            start[block(relative[rows[i]]) * stride() + s + 1]++;
        }
        start[(blocks - 1) * stride() + s + 1] = symbolic.border;
    }

    private void copy(int s, double[][] coefficients) {
        int source = updates.source[update[s]];
        int[] rows = symbolic.rows[source];
        double[] g = coefficients[source];
        int last = -1;
        int at = 0;
        for (int i = updates.from[update[s]]; i < rows.length; i++) {
            int position = relative[rows[i]];
            int block = block(position);
            if (block != last) {
                last = block;
                at = start[block * stride() + s];
            }
            row[at] = (short) (position - firstRow(block));
            value[at++] = g[1 + i];
        }
        at = start[(blocks - 1) * stride() + s];
        for (int k = 0; k < symbolic.border; k++) {
            row[at] = (short) k;
            value[at++] = g[1 + rows.length + k];
        }
    }

    private void findPresent() {
        if (presentStart.length <= columnBlocks) {
            presentStart = new int[columnBlocks + 1];
        }
        int size = 0;
        for (int b = 0; b < columnBlocks; b++) {
            presentStart[b] = size;
            if (present.length < size + count) {
                present = Arrays.copyOf(present, size + count + (size >> 1));
            }
            for (int s = 0; s < count; s++) {
                if (start[b * stride() + s] < start[b * stride() + s + 1]) {
                    present[size++] = s;
                }
            }
        }
        presentStart[columnBlocks] = size;
    }

    /** The panel that is the target. */
    int target() {
        return target;
    }
}
