package dev.echelon.internal.design;

import dev.echelon.table.Factor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The levels of a factor that two sets of rows have, in the order that they would have in all rows: that of the one that
 * has all of the other's in the same order; else the order of levels made from text; else those of the first, then what
 * is new in the second.
 */
final class LevelUnion {
    private static final String SEPARATOR = ":";

    private LevelUnion() {}

    /**
     * The union.
     *
     * @param parts of how many factors the levels are combinations, joined by colons
     */
    static List<String> of(List<String> a, List<String> b, int parts) {
        if (isWithin(b, a)) {
            return List.copyOf(a);
        }
        if (isWithin(a, b)) {
            return List.copyOf(b);
        }
        Set<String> all = new LinkedHashSet<>(a);
        all.addAll(b);
        List<String> union = List.copyOf(all);
        boolean standard = sorted(a, parts).equals(a) && sorted(b, parts).equals(b);
        return standard ? sorted(union, parts) : union;
    }

    /** Whether a list is a part of another, in the same order. */
    private static boolean isWithin(List<String> part, List<String> whole) {
        int next = 0;
        for (int i = 0; i < whole.size() && next < part.size(); i++) {
            next += whole.get(i).equals(part.get(next)) ? 1 : 0;
        }
        return next == part.size();
    }

    /** By the first factor's order, then by the next one's; by the whole text if it does not divide into the parts. */
    static List<String> sorted(List<String> levels, int parts) {
        String[][] split = new String[levels.size()][];
        boolean divides = parts > 1;
        for (int i = 0; divides && i < split.length; i++) {
            split[i] = levels.get(i).split(SEPARATOR, -1);
            divides = split[i].length == parts;
        }
        if (!divides) {
            return Factor.of(levels).levels();
        }
        Integer[] order = new Integer[levels.size()];
        int[][] ranks = new int[parts][];
        for (int k = 0; k < parts; k++) {
            List<String> own = new ArrayList<>();
            for (String[] of : split) {
                own.add(of[k]);
            }
            Factor factor = Factor.of(own);
            ranks[k] = new int[order.length];
            for (int i = 0; i < order.length; i++) {
                ranks[k][i] = factor.code(i);
                order[i] = i;
            }
        }
        java.util.Arrays.sort(order, (i, j) -> compare(ranks, i, j));
        return java.util.Arrays.stream(order).map(levels::get).toList();
    }

    private static int compare(int[][] ranks, int i, int j) {
        for (int[] rank : ranks) {
            if (rank[i] != rank[j]) {
                return Integer.compare(rank[i], rank[j]);
            }
        }
        return 0;
    }
}
