package dev.echelon.internal.design;

import dev.echelon.table.Factor;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.SharedStorage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Levels of factors: from numbers, of combinations, observed ones, and from one list of levels to another. */
final class Levels {
    private static final int SHOWN = 8;
    private static final int ABSENT = -1;

    private Levels() {}

    /** At most eight levels, then how many there are. */
    static String abbreviate(List<String> levels) {
        String shown = String.join(", ", levels.subList(0, Math.min(SHOWN, levels.size())));
        return levels.size() <= SHOWN ? shown : shown + ", … (" + levels.size() + " in all)";
    }

    /** A number as the level it would be. */
    static String label(double number) {
        return Double.isNaN(number)
                ? "not a number"
                : Factor.ofNumbers(NumericColumn.of(number)).levels().get(0);
    }

    /** Categories of the distinct numbers, in numeric order. */
    static Value.Categories ofNumbers(double[] values) {
        return of(Factor.ofNumbers(SharedStorage.numbers(values)));
    }

    /** The categories of a factor. */
    static Value.Categories of(Factor factor) {
        return new Value.Categories(SharedStorage.codes(factor), factor.levels(), Value.Kind.NOMINAL);
    }

    /** The observed combinations of two factors, first factor slowest, labels joined by a colon. */
    static Value.Categories combine(Value.Categories a, Value.Categories b) {
        return of(Factor.interaction(
                SharedStorage.factor(a.codes(), a.levels()), SharedStorage.factor(b.codes(), b.levels()), ":"));
    }

    /** How many different numbers there are, NaN left out. */
    static int countDistinct(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int count = 0;
        for (int i = 0; i < sorted.length && !Double.isNaN(sorted[i]); i++) {
            count += i == 0 || sorted[i] != sorted[i - 1] ? 1 : 0;
        }
        return count;
    }

    /** The same categories with only the levels that occur, in order. */
    static Value.Categories observed(Value.Categories categories) {
        int count = categories.levels().size();
        boolean[] seen = new boolean[count];
        int left = count;
        for (int code : categories.codes()) {
            if (code >= 0 && !seen[code]) {
                seen[code] = true;
                if (--left == 0) {
                    return categories;
                }
            }
        }
        int[] map = new int[count];
        List<String> kept = new ArrayList<>(count - left);
        for (int k = 0; k < count; k++) {
            map[k] = seen[k] ? kept.size() : ABSENT;
            if (seen[k]) {
                kept.add(categories.levels().get(k));
            }
        }
        return new Value.Categories(apply(map, categories.codes()), kept, categories.kind());
    }

    /** The index in {@code to} of each level of {@code from}, -1 if it is not there. */
    static int[] map(List<String> from, List<String> to) {
        return map(from, index(to));
    }

    /** The place of each level. */
    static Map<String, Integer> index(List<String> levels) {
        Map<String, Integer> index = new HashMap<>();
        for (int k = 0; k < levels.size(); k++) {
            index.putIfAbsent(levels.get(k), k);
        }
        return index;
    }

    /** The place of each level of {@code from} in an {@link #index}, -1 if it is not there. */
    static int[] map(List<String> from, Map<String, Integer> index) {
        int[] map = new int[from.size()];
        for (int k = 0; k < map.length; k++) {
            map[k] = index.getOrDefault(from.get(k), ABSENT);
        }
        return map;
    }

    /** Codes through a map; a negative code stays -1. */
    static int[] apply(int[] map, int[] codes) {
        int[] mapped = new int[codes.length];
        for (int i = 0; i < codes.length; i++) {
            mapped[i] = codes[i] < 0 ? ABSENT : map[codes[i]];
        }
        return mapped;
    }
}
