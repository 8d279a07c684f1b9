package dev.echelon.internal.sparse;

import java.util.Arrays;

/**
 * The storage of {@link MinimumDegree}: for every node that is left its elements, then its neighbours; for every element
 * its nodes. One array holds all lists; a new element is written at its end, and lists move down when it is full.
 *
 * <p>Weights are the columns of a node with all that were merged into it: positive, negative while in the current element, 0
 * once merged.
 */
final class QuotientGraph {
    final int[] start;
    final int[] length;
    /** Leading entries of a node's list that are elements. */
    final int[] elements;

    final int[] weight;
    final int[] nextMember;
    int[] lists;
    private final int[] lastMember;
    private final boolean[] isElement;
    private final long[] stamps;
    private int end;
    private int elementWeight;
    private int[] absorbed = new int[16];
    private int absorbedCount;

    QuotientGraph(SparsePattern pattern, boolean[] excluded) {
        int n = pattern.nodes();
        this.start = new int[n];
        this.length = new int[n];
        this.elements = new int[n];
        this.weight = new int[n];
        this.nextMember = new int[n];
        this.lastMember = new int[n];
        this.isElement = new boolean[n];
        this.stamps = new long[n];
        Arrays.fill(nextMember, -1);
        this.lists = new int[(int) Math.min(Integer.MAX_VALUE - 8, pattern.adjacent().length * 6L / 5 + n + 16L)];
        for (int i = 0; i < n; i++) {
            lastMember[i] = i;
            start[i] = end;
            if (excluded[i]) {
                continue;
            }
            weight[i] = pattern.width()[i];
            for (int e = pattern.start()[i]; e < pattern.start()[i + 1]; e++) {
                if (!excluded[pattern.adjacent()[e]]) {
                    lists[end++] = pattern.adjacent()[e];
                }
            }
            length[i] = end - start[i];
        }
    }

    int initialDegree(int i) {
        int sum = 0;
        for (int q = start[i]; q < start[i] + length[i]; q++) {
            sum += weight[lists[q]];
        }
        return sum;
    }

    int weight(int node) {
        return Math.abs(weight[node]);
    }

    boolean isVariable(int node) {
        return weight[node] > 0 && !isElement[node];
    }

    /** Weight of the nodes of the element formed last. */
    int elementWeight() {
        return elementWeight;
    }

    /** The elements that the element formed last took in. */
    int[] absorbed() {
        return Arrays.copyOf(absorbed, absorbedCount);
    }

    /** Turns a node into the element of all its neighbours, which become negative and leave their degree lists. */
    int form(int pivot, DegreeLists degrees) {
        int most = length[pivot] - elements[pivot];
        for (int q = start[pivot]; q < start[pivot] + elements[pivot]; q++) {
            most += length[lists[q]];
        }
        reserve(most);
        absorbedCount = 0;
        elementWeight = 0;
        weight[pivot] = -weight[pivot];
        int from = end;
        for (int q = start[pivot]; q < start[pivot] + elements[pivot]; q++) {
            int e = lists[q];
            take(start[e], start[e] + length[e], degrees);
            length[e] = 0;
            if (absorbedCount == absorbed.length) {
                absorbed = Arrays.copyOf(absorbed, 2 * absorbedCount);
            }
            absorbed[absorbedCount++] = e;
        }
        take(start[pivot] + elements[pivot], start[pivot] + length[pivot], degrees);
        start[pivot] = from;
        length[pivot] = end - from;
        elements[pivot] = 0;
        isElement[pivot] = true;
        return most;
    }

    private void take(int from, int to, DegreeLists degrees) {
        for (int q = from; q < to; q++) {
            int i = lists[q];
            if (weight[i] > 0) {
                elementWeight += weight[i];
                weight[i] = -weight[i];
                lists[end++] = i;
                degrees.remove(i);
            }
        }
    }

    /** The element is final: its first {@code count} entries stay. */
    void closeElement(int element, int count) {
        end = start[element] + count;
        length[element] = count;
        weight[element] = -weight[element];
    }

    /** Node i joins another one, or is eliminated with it. */
    void absorb(int i, int into) {
        if (!isElement[into]) {
            weight[into] += weight[i];
        }
        weight[i] = 0;
        length[i] = 0;
        nextMember[lastMember[into]] = i;
        lastMember[into] = lastMember[i];
    }

    /** Writes an element in front of the elements kept; the list ends at {@code to}. */
    void putElementFirst(int i, int element, int kept, int to) {
        int from = start[i];
        if (to > from) {
            lists[to] = lists[from + kept]; // the first neighbour, if there is one, makes room
            lists[from + kept] = lists[from];
        }
        lists[from] = element;
        elements[i] = kept + 1;
        length[i] = to - from + 1;
    }

    void stamp(int node, long mark) {
        stamps[node] = mark;
    }

    boolean isStamped(int node, long mark) {
        return stamps[node] == mark;
    }

    private void reserve(int most) {
        if ((long) end + most <= lists.length) {
            return;
        }
        compact();
        if ((long) end + most > lists.length) {
            lists = Arrays.copyOf(lists, Math.addExact(end, most) + (end >> 2));
        }
    }

    private void compact() {
        long[] byStart = new long[start.length];
        int count = 0;
        for (int i = 0; i < start.length; i++) {
            if (length[i] > 0) {
                byStart[count++] = (long) start[i] << 32 | i;
            }
        }
        Arrays.sort(byStart, 0, count);
        int to = 0;
        for (int k = 0; k < count; k++) {
            int i = (int) byStart[k];
            System.arraycopy(lists, start[i], lists, to, length[i]);
            start[i] = to;
            to += length[i];
        }
        end = to;
    }
}
