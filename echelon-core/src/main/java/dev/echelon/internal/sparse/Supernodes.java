package dev.echelon.internal.sparse;

import java.util.Arrays;

/**
 * Consecutive columns of a factor with the same rows below, found from the counts of the tree, and merged further where
 * the zeros that this stores are few: dense kernels repay them.
 *
 * <p><b>Source</b> Ashcraft, Grimes (1989), ACM Trans. Math. Software 15:291.
 */
final class Supernodes {
    /** order[k]: the node eliminated k-th, supernodes consecutive. */
    final int[] order;
    /** Supernode s holds positions first[s]..first[s+1]. */
    final int[] first;
    /** The supernode that is changed next, or -1. */
    final int[] parent;

    private Supernodes(int[] order, int[] first, int[] parent) {
        this.order = order;
        this.first = first;
        this.parent = parent;
    }

    static Supernodes of(SparsePattern pattern, EliminationTree tree) {
        int n = tree.order.length;
        int[] of = new int[n];
        int count = 0;
        for (int k = 0; k < n; k++) {
            boolean joins = k > 0
                    && tree.parent[k - 1] == k
                    && tree.count[k - 1] == tree.count[k] + pattern.width()[tree.order[k - 1]];
            of[k] = joins ? count - 1 : count++;
        }
        Merging merging = new Merging(pattern, tree, of, count);
        merging.run();
        return merging.result(tree, of);
    }

    /** Merges children into parents, from the leaves up. */
    private static final class Merging {
        private final int[] width;
        private final int[] below;
        private final int[] parent;
        private final int[] into;
        private final double[] zeros;

        Merging(SparsePattern pattern, EliminationTree tree, int[] of, int count) {
            width = new int[count];
            below = new int[count];
            parent = new int[count];
            into = new int[count];
            zeros = new double[count];
            for (int k = 0; k < of.length; k++) {
                int own = pattern.width()[tree.order[k]];
                width[of[k]] += own;
                below[of[k]] = tree.count[k] - own;
                parent[of[k]] = tree.parent[k] < 0 ? -1 : of[tree.parent[k]];
                into[of[k]] = of[k];
            }
        }

        void run() {
            int count = parent.length;
            int[] head = new int[count];
            int[] next = new int[count];
            Arrays.fill(head, -1);
            for (int s = 0; s < count; s++) {
                if (parent[s] >= 0) {
                    next[s] = head[parent[s]];
                    head[parent[s]] = s;
                }
            }
            for (int p = 0; p < count; p++) {
                for (int c = head[p]; c >= 0; c = next[c]) {
                    tryMerge(c, p);
                }
            }
        }

        private void tryMerge(int c, int p) {
            double w = (double) width[c] + width[p];
            double filled = zeros[c] + zeros[p] + width[c] * ((double) width[p] + below[p] - below[c]);
            double share = filled / (w * (w + 1) / 2 + w * below[p]);
            boolean similar = width[p] + below[p] <= 2.0 * below[c] + 4;
            double allowed = w <= 4 ? 0.8 : w <= 16 ? 0.3 : w <= 64 ? 0.1 : 0.03;
            if (similar && share <= allowed) {
                into[c] = p;
                width[p] += width[c];
                zeros[p] = filled;
            }
        }

        private int root(int s) {
            int root = s;
            while (into[root] != root) {
                root = into[root];
            }
            into[s] = root;
            return root;
        }

        /** Renumbers so that merged supernodes are consecutive. */
        Supernodes result(EliminationTree tree, int[] of) {
            int count = parent.length;
            int[] up = new int[count];
            for (int s = count - 1; s >= 0; s--) {
                int root = root(s);
                int above = parent[root];
                up[s] = s != root ? root : above < 0 ? -1 : root(above);
            }
            int[] rank = new int[count]; // of roots, children before parents
            int roots = 0;
            for (int s : EliminationTree.postorder(up)) {
                rank[s] = into[s] == s ? roots++ : -1;
            }
            int[] first = new int[roots + 1];
            for (int s : of) {
                first[rank[root(s)] + 1]++;
            }
            for (int g = 0; g < roots; g++) {
                first[g + 1] += first[g];
            }
            int[] order = new int[of.length];
            int[] at = Arrays.copyOf(first, roots);
            for (int k = 0; k < of.length; k++) {
                order[at[rank[root(of[k])]]++] = tree.order[k];
            }
            int[] parents = new int[roots];
            for (int s = 0; s < count; s++) {
                if (into[s] == s) {
                    parents[rank[s]] = parent[s] < 0 ? -1 : rank[root(parent[s])];
                }
            }
            return new Supernodes(order, first, parents);
        }
    }
}
