package dev.echelon.internal.sparse;

import java.util.Arrays;

/** Elimination orders of a pattern. */
public final class Ordering {
    /** List entries that a search for minimum degree may visit, a few seconds at most. */
    private static final long STEPS = 2_000_000_000L;

    private Ordering() {}

    /** Approximate minimum degree. */
    public static int[] minimumDegree(SparsePattern pattern) {
        return MinimumDegree.order(pattern, STEPS);
    }

    /**
     * Nodes stage by stage and by degree within a stage, but for nodes of at most {@code few} neighbours, which come
     * first: eliminating a node with one neighbour fills nothing.
     */
    public static int[] byStage(SparsePattern pattern, int[] stage, int few) {
        int n = pattern.nodes();
        long[] keys = new long[n];
        for (int i = 0; i < n; i++) {
            int degree = pattern.degree(i);
            long first = degree <= few ? 0 : 1 + stage[i];
            keys[i] = first << 58 | (long) degree << 27 | i;
        }
        if (n >= 1 << 27) {
            throw new IllegalArgumentException(n + " nodes are more than keys can hold");
        }
        Arrays.sort(keys);
        int[] order = new int[n];
        for (int k = 0; k < n; k++) {
            order[k] = (int) (keys[k] & (1 << 27) - 1);
        }
        return order;
    }
}
