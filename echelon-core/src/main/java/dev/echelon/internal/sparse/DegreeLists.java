package dev.echelon.internal.sparse;

import java.util.Arrays;

/** Nodes by degree, as doubly linked lists: the least is found, and a node moved, in constant time. */
final class DegreeLists {
    private final int[] head;
    private final int[] next;
    private final int[] previous;
    private final int[] degree;
    private int least;

    DegreeLists(int nodes, int largest) {
        this.head = new int[largest + 1];
        this.next = new int[nodes];
        this.previous = new int[nodes];
        this.degree = new int[nodes];
        Arrays.fill(head, -1);
        Arrays.fill(degree, -1);
        this.least = largest + 1;
    }

    void insert(int node, int d) {
        degree[node] = d;
        next[node] = head[d];
        previous[node] = -1;
        if (head[d] >= 0) {
            previous[head[d]] = node;
        }
        head[d] = node;
        least = Math.min(least, d);
    }

    void remove(int node) {
        int d = degree[node];
        if (d < 0) {
            return;
        }
        if (previous[node] >= 0) {
            next[previous[node]] = next[node];
        } else {
            head[d] = next[node];
        }
        if (next[node] >= 0) {
            previous[next[node]] = previous[node];
        }
        degree[node] = -1;
    }

    /** The least degree of any node; there must be one. */
    int least() {
        while (head[least] < 0) {
            least++;
        }
        return least;
    }

    /** Takes out a node of least degree. */
    int poll() {
        int node = head[least()];
        remove(node);
        return node;
    }
}
