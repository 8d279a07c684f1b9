package dev.echelon.internal.sparse;

import java.util.Arrays;

/**
 * The graph of a symmetric block matrix: nodes are blocks of {@code width} columns, two nodes are adjacent if their
 * off-diagonal block is stored. Both directions of an edge are listed; the diagonal is not. Arrays are shared, never
 * written.
 *
 * @param start neighbours of node i are adjacent[start[i]..start[i+1]]
 * @param adjacent neighbours
 * @param width columns of each node
 */
public record SparsePattern(int[] start, int[] adjacent, int[] width) {

    /** Number of nodes. */
    public int nodes() {
        return width.length;
    }

    /** Number of neighbours of a node. */
    public int degree(int node) {
        return start[node + 1] - start[node];
    }

    /** Number of columns of all nodes. */
    public int columns() {
        return Arrays.stream(width).sum();
    }

    /** The graph of edges (from[e], to[e]), each listed once. */
    public static SparsePattern of(int[] width, int[] from, int[] to) {
        int n = width.length;
        int[] start = new int[n + 1];
        for (int e = 0; e < from.length; e++) {
            start[from[e] + 1]++;
            start[to[e] + 1]++;
        }
        for (int i = 0; i < n; i++) {
            start[i + 1] = Math.addExact(start[i], start[i + 1]);
        }
        int[] next = Arrays.copyOf(start, n);
        int[] adjacent = new int[start[n]];
        for (int e = 0; e < from.length; e++) {
            adjacent[next[from[e]]++] = to[e];
            adjacent[next[to[e]]++] = from[e];
        }
        return new SparsePattern(start, adjacent, width);
    }
}
