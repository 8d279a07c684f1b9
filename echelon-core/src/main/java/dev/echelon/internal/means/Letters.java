package dev.echelon.internal.means;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * The compact letter display by insertion and absorption: sets of means that do not differ, no set within another.
 *
 * <p><b>Source</b> Piepho, Journal of Computational and Graphical Statistics 13 (2004)
 */
public final class Letters {
    private Letters() {}

    /**
     * Letters of means given in ascending order.
     *
     * @param differ whether means i and j differ significantly, i &lt; j
     */
    public static List<String> of(int means, java.util.function.BiPredicate<Integer, Integer> differ) {
        List<BitSet> sets = new ArrayList<>();
        BitSet all = new BitSet(means);
        all.set(0, means);
        sets.add(all);
        for (int i = 0; i < means; i++) {
            for (int j = i + 1; j < means; j++) {
                if (differ.test(i, j)) {
                    split(sets, i, j);
                }
            }
        }
        sets.sort(Comparator.comparingInt((BitSet set) -> set.nextSetBit(0)).thenComparingInt(BitSet::length));
        List<StringBuilder> letters = new ArrayList<>();
        for (int i = 0; i < means; i++) {
            letters.add(new StringBuilder());
        }
        for (int s = 0; s < sets.size(); s++) {
            String letter = letter(s);
            sets.get(s).stream().forEach(i -> letters.get(i).append(letter));
        }
        return letters.stream().map(StringBuilder::toString).toList();
    }

    /** No set may hold both: each that does becomes two, unless another holds what is left. */
    private static void split(List<BitSet> sets, int i, int j) {
        List<BitSet> parts = new ArrayList<>();
        for (BitSet set : sets) {
            if (set.get(i) && set.get(j)) {
                for (int out : new int[] {i, j}) {
                    BitSet part = (BitSet) set.clone();
                    part.clear(out);
                    parts.add(part);
                }
            }
        }
        sets.removeIf(set -> set.get(i) && set.get(j));
        for (BitSet part : parts) {
            boolean held = sets.stream().anyMatch(set -> contains(set, part));
            if (!held) {
                sets.removeIf(set -> contains(part, set));
                sets.add(part);
            }
        }
    }

    private static boolean contains(BitSet outer, BitSet inner) {
        BitSet rest = (BitSet) inner.clone();
        rest.andNot(outer);
        return rest.isEmpty();
    }

    /** a … z, then a1 … z1, a2 … */
    private static String letter(int s) {
        char letter = (char) ('a' + s % 26);
        return s < 26 ? String.valueOf(letter) : letter + String.valueOf(s / 26);
    }
}
