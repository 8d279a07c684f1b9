package dev.echelon.internal.sparse;

import java.util.Arrays;

/**
 * The elimination tree of a pattern under an order, renumbered so that children come before their parents and the nodes
 * of a subtree are consecutive, with the number of entries of every column of the factor.
 *
 * <p><b>Cost</b> nearly linear in the entries of the pattern; the factor is not formed.
 *
 * <p><b>Source</b> Liu (1990), SIAM J. Matrix Anal. Appl. 11:134; Gilbert, Ng, Peyton (1994), same journal 15:1075.
 */
final class EliminationTree {
    /** order[k]: the node eliminated k-th. */
    final int[] order;
    /** position[node]: when a node is eliminated. */
    final int[] position;
    /** parent[k]: the next position that elimination of k changes, or -1. */
    final int[] parent;
    /** count[k]: rows of the factor's columns at k, its own block included. */
    final int[] count;

    private EliminationTree(int[] order, int[] position, int[] parent, int[] count) {
        this.order = order;
        this.position = position;
        this.parent = parent;
        this.count = count;
    }

    static EliminationTree of(SparsePattern pattern, int[] order) {
        int[] parent = parents(pattern, order, inverse(order));
        int[] post = postorder(parent);
        int n = order.length;
        int[] renumbered = new int[n];
        int[] rank = inverse(post);
        int[] parents = new int[n];
        for (int k = 0; k < n; k++) {
            renumbered[k] = order[post[k]];
            parents[k] = parent[post[k]] < 0 ? -1 : rank[parent[post[k]]];
        }
        int[] position = inverse(renumbered);
        return new EliminationTree(renumbered, position, parents, counts(pattern, renumbered, position, parents));
    }

    static int[] inverse(int[] order) {
        int[] inverse = new int[order.length];
        for (int k = 0; k < order.length; k++) {
            inverse[order[k]] = k;
        }
        return inverse;
    }

    private static int[] parents(SparsePattern pattern, int[] order, int[] position) {
        int n = order.length;
        int[] parent = new int[n];
        int[] ancestor = new int[n];
        Arrays.fill(parent, -1);
        Arrays.fill(ancestor, -1);
        for (int k = 0; k < n; k++) {
            int node = order[k];
            for (int e = pattern.start()[node]; e < pattern.start()[node + 1]; e++) {
                int i = position[pattern.adjacent()[e]];
                while (i < k) {
                    int next = ancestor[i];
                    ancestor[i] = k;
                    if (next < 0) {
                        parent[i] = k;
                        break;
                    }
                    i = next;
                }
            }
        }
        return parent;
    }

    /** A postorder of a forest given by parents; children in ascending order. */
    static int[] postorder(int[] parent) {
        int n = parent.length;
        int[] first = new int[n + 1];
        int[] sibling = new int[n];
        Arrays.fill(first, -1);
        for (int k = n - 1; k >= 0; k--) {
            int p = parent[k] < 0 ? n : parent[k];
            sibling[k] = first[p];
            first[p] = k;
        }
        int[] post = new int[n];
        int[] stack = new int[n + 1];
        int depth = 0;
        int done = 0;
        stack[depth++] = n;
        while (depth > 0) {
            int top = stack[depth - 1];
            int child = first[top];
            if (child >= 0) {
                first[top] = sibling[child];
                stack[depth++] = child;
            } else {
                depth--;
                if (top < n) {
                    post[done++] = top;
                }
            }
        }
        return post;
    }

    /** Every row adds its width to the columns of its subtree: once per leaf, less once per meeting of two branches. */
    private static int[] counts(SparsePattern pattern, int[] order, int[] position, int[] parent) {
        int n = order.length;
        int[] firstDescendant = firstDescendants(parent);
        int[] latestFirst = new int[n];
        int[] previousLeaf = new int[n];
        int[] ancestor = new int[n];
        Arrays.fill(latestFirst, -1);
        Arrays.fill(previousLeaf, -1);
        int[] count = new int[n];
        for (int k = 0; k < n; k++) {
            ancestor[k] = k;
            if (firstDescendant[k] == k) {
                count[k] += pattern.width()[order[k]];
            }
            if (parent[k] >= 0) {
                count[parent[k]] -= pattern.width()[order[k]];
            }
        }
        for (int k = 0; k < n; k++) {
            int node = order[k];
            for (int e = pattern.start()[node]; e < pattern.start()[node + 1]; e++) {
                int row = position[pattern.adjacent()[e]];
                if (row > k && firstDescendant[k] > latestFirst[row]) {
                    latestFirst[row] = firstDescendant[k];
                    int width = pattern.width()[order[row]];
                    count[k] += width;
                    if (previousLeaf[row] >= 0) {
                        count[root(ancestor, previousLeaf[row])] -= width;
                    }
                    previousLeaf[row] = k;
                }
            }
            if (parent[k] >= 0) {
                ancestor[k] = parent[k];
            }
        }
        for (int k = 0; k < n; k++) {
            if (parent[k] >= 0) {
                count[parent[k]] += count[k];
            }
        }
        return count;
    }

    private static int[] firstDescendants(int[] parent) {
        int[] first = new int[parent.length];
        Arrays.fill(first, -1);
        for (int k = 0; k < parent.length; k++) {
            for (int i = k; i >= 0 && first[i] < 0; i = parent[i]) {
                first[i] = k;
            }
        }
        return first;
    }

    private static int root(int[] ancestor, int k) {
        int root = k;
        while (ancestor[root] != root) {
            root = ancestor[root];
        }
        int i = k;
        while (ancestor[i] != root) {
            int next = ancestor[i];
            ancestor[i] = root;
            i = next;
        }
        return root;
    }
}
