package dev.echelon.internal.sparse;

import java.util.Arrays;

/**
 * An elimination order by approximate minimum degree on the quotient graph: eliminated nodes become <em>elements</em>,
 * whose lists of neighbours stand for cliques; nodes with equal neighbours are merged; a node's degree is bounded by the
 * sum of its elements' parts outside the current one. Nodes are weighted by their columns.
 *
 * <p>Nodes with so many neighbours that their lists would dominate the time are left to the end, where a minimum-degree
 * order would put them too.
 *
 * <p><b>Source</b> Amestoy, Davis, Duff (1996), SIAM J. Matrix Anal. Appl. 17:886.
 */
final class MinimumDegree {
    /** Share of the remaining columns from which the rest counts as a clique. */
    private static final double CLIQUE = 0.9;

    private final QuotientGraph graph;
    private final DegreeLists lists;
    private final int[] degree;
    /** w − mark: the weight of an element outside the current one; 0 for dead elements. */
    private final long[] outside;

    private final int[] hashHead;
    private final int[] hashNext;
    private final int[] hash;
    private final int[] order;
    private final int total;
    private long mark = 1;
    private long stamp;
    private int done;
    private int left;
    private int current;
    private int currentWeight;
    private long steps;

    private MinimumDegree(SparsePattern pattern, boolean[] excluded) {
        int n = pattern.nodes();
        this.graph = new QuotientGraph(pattern, excluded);
        this.degree = new int[n];
        this.outside = new long[n];
        this.order = new int[n];
        this.hash = new int[n];
        this.hashHead = new int[Integer.highestOneBit(Math.max(1, n)) * 2];
        this.hashNext = new int[n];
        Arrays.fill(hashHead, -1);
        for (int i = 0; i < n; i++) {
            if (!excluded[i]) {
                left += pattern.width()[i];
            }
        }
        this.total = left;
        this.lists = new DegreeLists(n, left);
        for (int i = 0; i < n; i++) {
            if (!excluded[i]) {
                degree[i] = graph.initialDegree(i);
                lists.insert(i, degree[i]);
            }
        }
    }

    /**
     * The order; {@code steps} bounds the number of list entries that are visited, after which the rest comes in order of
     * degree.
     */
    static int[] order(SparsePattern pattern, long steps) {
        boolean[] excluded = popular(pattern, steps);
        MinimumDegree search = new MinimumDegree(pattern, excluded);
        search.run(steps);
        return search.finish(pattern, excluded);
    }

    /** Nodes whose lists cost too much: visiting a list of length d once per neighbour costs d². */
    private static boolean[] popular(SparsePattern pattern, long steps) {
        int n = pattern.nodes();
        long[] keys = new long[n];
        for (int i = 0; i < n; i++) {
            keys[i] = (long) pattern.degree(i) << 32 | i;
        }
        Arrays.sort(keys);
        boolean[] excluded = new boolean[n];
        double work = 0;
        for (long key : keys) {
            double d = key >>> 32;
            work += d * d;
            excluded[(int) key] = work > steps && d > 16;
        }
        return excluded;
    }

    private void run(long most) {
        while (left > 0 && steps < most) {
            int least = lists.least();
            if (least + 1 >= CLIQUE * left) {
                return;
            }
            eliminate(lists.poll());
        }
    }

    private void eliminate(int pivot) {
        current = pivot;
        steps += graph.form(pivot, lists);
        currentWeight = graph.elementWeight();
        left -= graph.weight(pivot);
        for (int e : graph.absorbed()) {
            outside[e] = 0;
        }
        weighOutside();
        for (int p = graph.start[pivot]; p < graph.start[pivot] + graph.length[pivot]; p++) {
            updateDegree(graph.lists[p]);
        }
        mergeEqual();
        restore();
        for (int i = pivot; i >= 0; i = graph.nextMember[i]) {
            order[done++] = i;
        }
    }

    /** For every element next to the current one: its weight outside the current one. */
    private void weighOutside() {
        for (int p = graph.start[current]; p < graph.start[current] + graph.length[current]; p++) {
            int i = graph.lists[p];
            int weight = -graph.weight[i];
            int end = graph.start[i] + graph.elements[i];
            steps += graph.elements[i];
            for (int q = graph.start[i]; q < end; q++) {
                int e = graph.lists[q];
                if (outside[e] >= mark) {
                    outside[e] -= weight;
                } else if (outside[e] != 0) {
                    outside[e] = degree[e] + mark - weight;
                }
            }
        }
    }

    /** Drops what the current element covers from the lists of node i and bounds its degree. */
    private void updateDegree(int i) {
        int[] lists = graph.lists;
        int from = graph.start[i];
        int elements = from + graph.elements[i];
        int end = from + graph.length[i];
        int to = from;
        long sum = 0;
        int key = 0;
        for (int q = from; q < elements; q++) {
            int e = lists[q];
            if (outside[e] > mark) {
                sum += outside[e] - mark;
                key += e;
                lists[to++] = e;
            } else if (outside[e] != 0) {
                outside[e] = 0; // all of it lies within the current element
            }
        }
        int kept = to - from;
        for (int q = elements; q < end; q++) {
            int j = lists[q];
            if (graph.weight[j] > 0) {
                sum += graph.weight[j];
                key += j;
                lists[to++] = j;
            }
        }
        steps += end - elements;
        if (sum == 0) { // nothing but the current element: eliminated along with it
            int weight = -graph.weight[i];
            left -= weight;
            currentWeight -= weight;
            graph.absorb(i, current);
            return;
        }
        degree[i] = (int) Math.min(degree[i], sum);
        graph.putElementFirst(i, current, kept, to);
        int bucket = (key + current) & hashHead.length - 1;
        hash[i] = bucket;
        hashNext[i] = hashHead[bucket];
        hashHead[bucket] = i;
    }

    /** Merges nodes of the current element whose lists are equal. */
    private void mergeEqual() {
        for (int p = graph.start[current]; p < graph.start[current] + graph.length[current]; p++) {
            int first = graph.lists[p];
            if (graph.weight[first] == 0) {
                continue;
            }
            int i = hashHead[hash[first]];
            hashHead[hash[first]] = -1;
            for (; i >= 0 && hashNext[i] >= 0; i = hashNext[i]) {
                mergeInto(i);
            }
        }
    }

    /** Merges into node i all later nodes of its bucket with the same lists. */
    private void mergeInto(int i) {
        int[] lists = graph.lists;
        int from = graph.start[i];
        int length = graph.length[i];
        stamp++;
        for (int q = from + 1; q < from + length; q++) {
            graph.stamp(lists[q], stamp);
        }
        int previous = i;
        for (int j = hashNext[i]; j >= 0; j = hashNext[j]) {
            steps += 4;
            boolean equal = graph.length[j] == length && graph.elements[j] == graph.elements[i];
            int at = graph.start[j];
            for (int q = at + 1; equal && q < at + length; q++) {
                equal = graph.isStamped(lists[q], stamp);
            }
            if (equal) {
                graph.absorb(j, i);
                hashNext[previous] = hashNext[j];
            } else {
                previous = j;
            }
        }
    }

    /** Returns the nodes of the current element to the lists of degrees. */
    private void restore() {
        int from = graph.start[current];
        int to = from;
        for (int p = from; p < from + graph.length[current]; p++) {
            int i = graph.lists[p];
            if (graph.weight[i] != 0) {
                int weight = -graph.weight[i];
                graph.weight[i] = weight;
                long bound = (long) degree[i] + currentWeight - weight;
                degree[i] = (int) Math.min(bound, left - weight);
                lists.insert(i, degree[i]);
                graph.lists[to++] = i;
            }
        }
        graph.closeElement(current, to - from);
        degree[current] = currentWeight;
        mark += total + 1L;
        outside[current] = to > from ? 1 : 0;
    }

    /** What is left, by degree, then the nodes that were set aside. */
    private int[] finish(SparsePattern pattern, boolean[] excluded) {
        int n = order.length;
        long[] keys = new long[n];
        int count = 0;
        for (int i = 0; i < n; i++) {
            if (excluded[i] || graph.isVariable(i)) {
                long last = excluded[i] ? 1L << 62 : 0;
                long by = excluded[i] ? pattern.degree(i) : degree[i];
                keys[count++] = last | by << 31 | i;
            }
        }
        Arrays.sort(keys, 0, count);
        for (int k = 0; k < count; k++) {
            int node = (int) (keys[k] & 0x7fffffffL);
            if (excluded[node]) {
                order[done++] = node;
                continue;
            }
            for (int i = node; i >= 0; i = graph.nextMember[i]) {
                order[done++] = i;
            }
        }
        return order;
    }
}
