package dev.echelon.internal.marginal;

import dev.echelon.covariance.Positions;
import dev.echelon.internal.design.ResidualRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The blocks of independent rows given the random terms across them, and their classes. A random term is taken inside if
 * the blocks that its levels join stay small; otherwise its columns stay outside, at a cost of its number of levels cubed.
 */
final class Partition {
    /** Rows of a block up to which joining subjects costs less than low-rank algebra with many levels. */
    private static final int JOINED = 64;

    final List<BlockClass> classes;
    /** The terms across blocks. */
    final int[] outer;
    /** The most rows of a block. */
    final int largest;
    /** Block of each subject. */
    final int[] blockOfSubject;

    private Partition(List<BlockClass> classes, int[] outer, int largest, int[] blockOfSubject) {
        this.classes = classes;
        this.outer = outer;
        this.largest = largest;
        this.blockOfSubject = blockOfSubject;
    }

    /**
     * @param split whether no subjects may be joined and no terms taken inside, because the kernel needs it
     */
    static Partition of(ResidualRows rows, List<EffectColumns> terms, boolean split) {
        int[] block = IntStream.range(0, rows.subjectLevels().size()).toArray();
        List<Integer> outer = new ArrayList<>();
        for (int t = 0; t < terms.size(); t++) {
            int[] joined = join(rows, terms.get(t), block);
            boolean nested = Arrays.equals(joined, block);
            if (!split && (nested || largest(rows, joined) <= JOINED)) {
                block = joined;
            } else {
                outer.add(t);
            }
        }
        int[] across = outer.stream().mapToInt(Integer::intValue).toArray();
        Map<Key, List<int[]>> classes = new LinkedHashMap<>();
        for (int[] each : blocks(rows, block)) {
            classes.computeIfAbsent(Key.of(rows, terms, across, each), k -> new ArrayList<>())
                    .add(each);
        }
        List<BlockClass> out = new ArrayList<>();
        for (List<int[]> each : classes.values()) {
            out.add(describe(rows, terms, across, each.toArray(new int[0][])));
        }
        return new Partition(out, across, largest(rows, block), block);
    }

    /** The blocks when subjects that share a level of the term are joined, named by their smallest subject. */
    private static int[] join(ResidualRows rows, EffectColumns term, int[] block) {
        int[] parent = block.clone();
        int[] seen = new int[term.levels];
        Arrays.fill(seen, -1);
        for (int i = 0; i < rows.subjects().length; i++) {
            int mine = root(parent, rows.subjects()[i]);
            int level = term.codes[i];
            if (seen[level] < 0) {
                seen[level] = mine;
            } else {
                int other = root(parent, seen[level]);
                parent[Math.max(mine, other)] = Math.min(mine, other);
            }
        }
        for (int s = 0; s < parent.length; s++) {
            parent[s] = root(parent, s);
        }
        return parent;
    }

    private static int root(int[] parent, int s) {
        int at = s;
        while (parent[at] != at) {
            at = parent[at];
        }
        return at;
    }

    private static int largest(ResidualRows rows, int[] block) {
        int[] count = new int[block.length];
        int most = 0;
        for (int subject : rows.subjects()) {
            most = Math.max(most, ++count[block[subject]]);
        }
        return most;
    }

    /** Rows of each block: subject by subject, in the order of positions. */
    private static List<int[]> blocks(ResidualRows rows, int[] block) {
        int n = rows.subjects().length;
        Integer[] order = new Integer[n];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (i, j) -> {
            int a = rows.subjects()[i];
            int b = rows.subjects()[j];
            int by = Integer.compare(block[a], block[b]);
            by = by != 0 ? by : Integer.compare(a, b);
            return by != 0 ? by : comparePositions(rows, i, j);
        });
        List<int[]> out = new ArrayList<>();
        for (int from = 0; from < n; ) {
            int to = from;
            while (to < n && block[rows.subjects()[order[to]]] == block[rows.subjects()[order[from]]]) {
                to++;
            }
            int[] each = new int[to - from];
            for (int i = from; i < to; i++) {
                each[i - from] = order[i];
            }
            out.add(each);
            from = to;
        }
        return out;
    }

    private static int comparePositions(ResidualRows rows, int i, int j) {
        int by = rows.slots().length == 0 ? 0 : Integer.compare(rows.slots()[i], rows.slots()[j]);
        for (int axis = 0; by == 0 && axis < rows.coordinates().length; axis++) {
            by = Double.compare(rows.coordinates()[axis][i], rows.coordinates()[axis][j]);
        }
        return by;
    }

    private static BlockClass describe(ResidualRows rows, List<EffectColumns> terms, int[] outer, int[][] blocks) {
        int[] one = blocks[0];
        double[][] arguments = new double[rows.variances().size()][one.length];
        for (int f = 0; f < arguments.length; f++) {
            for (int i = 0; i < one.length; i++) {
                arguments[f][i] = rows.variances().get(f).values()[one[i]];
            }
        }
        List<BlockClass.Inner> inner = new ArrayList<>();
        for (int t = 0; t < terms.size(); t++) {
            if (Arrays.binarySearch(outer, t) < 0) {
                inner.add(inner(terms.get(t), t, one));
            }
        }
        return new BlockClass(blocks, segments(rows, one), arguments, inner.toArray(new BlockClass.Inner[0]));
    }

    private static BlockClass.Inner inner(EffectColumns term, int index, int[] block) {
        int n = block.length;
        double[] z = new double[n * term.width];
        for (int e = 0; e < term.width; e++) {
            for (int i = 0; i < n; i++) {
                z[e * n + i] = term.z[e * term.codes.length + block[i]];
            }
        }
        return new BlockClass.Inner(index, term.width, localLevels(term.codes, block), z);
    }

    /** Levels renamed by first appearance. */
    private static int[] localLevels(int[] codes, int[] block) {
        Map<Integer, Integer> names = new LinkedHashMap<>();
        int[] out = new int[block.length];
        for (int i = 0; i < out.length; i++) {
            int next = names.size();
            Integer known = names.putIfAbsent(codes[block[i]], next);
            out[i] = known == null ? next : known;
        }
        return out;
    }

    static BlockClass.Segment[] segments(ResidualRows rows, int[] block) {
        List<BlockClass.Segment> out = new ArrayList<>();
        for (int from = 0; from < block.length; ) {
            int to = from;
            while (to < block.length && rows.subjects()[block[to]] == rows.subjects()[block[from]]) {
                to++;
            }
            int[] part = Arrays.copyOfRange(block, from, to);
            out.add(new BlockClass.Segment(from, positions(rows, part), rows.groups()[block[from]]));
            from = to;
        }
        return out.toArray(new BlockClass.Segment[0]);
    }

    private static Positions positions(ResidualRows rows, int[] part) {
        if (rows.slots().length > 0) {
            int[] slots = new int[part.length];
            for (int i = 0; i < part.length; i++) {
                slots[i] = rows.slots()[part[i]];
            }
            return Positions.slots(slots, rows.slotNames().size());
        }
        double[][] at = new double[part.length][rows.coordinates().length];
        for (int i = 0; i < part.length; i++) {
            for (int axis = 0; axis < at[i].length; axis++) {
                at[i][axis] = rows.coordinates()[axis][part[i]];
            }
        }
        return Positions.coordinates(at);
    }

    /** Everything that Ṽ of a block depends on. */
    private record Key(List<Object> parts) {
        static Key of(ResidualRows rows, List<EffectColumns> terms, int[] outer, int[] block) {
            List<Object> parts = new ArrayList<>();
            int first = -1;
            int subject = -1;
            for (int i : block) {
                if (rows.subjects()[i] != first) {
                    first = rows.subjects()[i];
                    subject++;
                }
                parts.add(subject);
                parts.add(rows.groups()[i]);
                parts.add(rows.slots().length == 0 ? 0 : rows.slots()[i]);
                for (int axis = 0; rows.slots().length == 0 && axis < rows.coordinates().length; axis++) {
                    parts.add(rows.coordinates()[axis][i]);
                }
                rows.variances().forEach(v -> parts.add(v.values()[i]));
            }
            for (int t = 0; t < terms.size(); t++) {
                if (Arrays.binarySearch(outer, t) < 0) {
                    BlockClass.Inner inner = inner(terms.get(t), t, block);
                    for (int level : inner.level()) {
                        parts.add(level);
                    }
                    for (double x : inner.z()) {
                        parts.add(x);
                    }
                }
            }
            return new Key(parts);
        }
    }
}
