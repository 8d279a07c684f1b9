package dev.echelon.internal.sparse;

import java.util.Arrays;

/** Finds the rows of every supernode, from the leaves up, and cuts wide supernodes into panels. */
final class PanelCutter {
    private final SparsePattern pattern;
    private final Supernodes supernodes;
    private final int[] column;
    private final int widest;
    private final int[] position;
    private final int[] mark;
    private int[] found = new int[64];
    private int[] panelNodes;
    private int[][] rows;
    private int panels;

    PanelCutter(SparsePattern pattern, Supernodes supernodes, int[] column, int widest) {
        this.pattern = pattern;
        this.supernodes = supernodes;
        this.column = column;
        this.widest = widest;
        this.position = EliminationTree.inverse(supernodes.order);
        this.mark = new int[column.length];
        this.panelNodes = new int[supernodes.parent.length + 1];
        this.rows = new int[supernodes.parent.length][];
        Arrays.fill(mark, -1);
    }

    int[] panelNodes() {
        return Arrays.copyOf(panelNodes, panels + 1);
    }

    int[][] rows() {
        return Arrays.copyOf(rows, panels);
    }

    void run() {
        int count = supernodes.parent.length;
        int[] head = new int[count];
        int[] next = new int[count];
        Arrays.fill(head, -1);
        int[][] structures = new int[count][];
        for (int s = 0; s < count; s++) {
            structures[s] = structure(s, head[s], next, structures);
            for (int c = head[s]; c >= 0; c = next[c]) {
                structures[c] = null; // the parent has it now
            }
            int p = supernodes.parent[s];
            if (p >= 0) {
                next[s] = head[p];
                head[p] = s;
            }
            cut(s, structures[s]);
        }
    }

    /** Positions after the supernode that its columns meet. */
    @SuppressWarnings("NullAway") // entries of children not yet taken over are never null
    private int[] structure(int s, int firstChild, int[] next, int[][] structures) {
        int end = supernodes.first[s + 1];
        int size = 0;
        for (int c = firstChild; c >= 0; c = next[c]) {
            for (int row : structures[c]) {
                size = add(row, s, end, size);
            }
        }
        for (int k = supernodes.first[s]; k < end; k++) {
            int node = supernodes.order[k];
            for (int e = pattern.start()[node]; e < pattern.start()[node + 1]; e++) {
                size = add(position[pattern.adjacent()[e]], s, end, size);
            }
        }
        int[] structure = Arrays.copyOf(found, size);
        Arrays.sort(structure);
        return structure;
    }

    private int add(int row, int s, int end, int size) {
        if (row < end || mark[row] == s) {
            return size;
        }
        mark[row] = s;
        if (size == found.length) {
            found = Arrays.copyOf(found, 2 * size);
        }
        found[size] = row;
        return size + 1;
    }

    private void cut(int s, int[] structure) {
        int from = supernodes.first[s];
        int end = supernodes.first[s + 1];
        int width = column[end] - column[from];
        int pieces = (width + widest - 1) / widest;
        int most = (width + pieces - 1) / pieces;
        while (from < end) {
            int to = from + 1;
            while (to < end && column[to + 1] - column[from] <= most) {
                to++;
            }
            addPanel(to, expand(to, end, structure));
            from = to;
        }
    }

    private void addPanel(int end, int[] below) {
        if (panels == rows.length) {
            rows = Arrays.copyOf(rows, panels + 16 + (panels >> 2));
            panelNodes = Arrays.copyOf(panelNodes, rows.length + 1);
        }
        rows[panels++] = below;
        panelNodes[panels] = end;
    }

    /** Columns of the positions from..to and of a structure. */
    private int[] expand(int from, int to, int[] structure) {
        int size = column[to] - column[from];
        for (int row : structure) {
            size += column[row + 1] - column[row];
        }
        int[] below = new int[size];
        int at = 0;
        for (int c = column[from]; c < column[to]; c++) {
            below[at++] = c;
        }
        for (int row : structure) {
            for (int c = column[row]; c < column[row + 1]; c++) {
                below[at++] = c;
            }
        }
        return below;
    }
}
