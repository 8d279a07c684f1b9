package dev.echelon.internal.design;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Levels of factors: from numbers, of combinations, observed ones, and from one list of levels to another. */
final class Levels {
    private static final int SHOWN = 8;
    private static final int SMALL_RANGE = 1 << 10;
    private static final int ABSENT = -1;

    private Levels() {}

    /** At most eight levels, then how many more. */
    static String abbreviate(List<String> levels) {
        String shown = String.join(", ", levels.subList(0, Math.min(SHOWN, levels.size())));
        return levels.size() <= SHOWN ? shown : shown + ", … (" + levels.size() + " in all)";
    }

    /** A number as a level: up to 15 significant digits, no trailing zeros. */
    static String label(double number) {
        if (number == Math.rint(number) && Math.abs(number) < 1e15) {
            return Long.toString((long) number);
        }
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return Double.toString(number);
        }
        BigDecimal rounded = new BigDecimal(number).round(new MathContext(15)).stripTrailingZeros();
        double size = Math.abs(number);
        return size >= 1e-5 && size < 1e15 ? rounded.toPlainString() : rounded.toString();
    }

    /** Categories of the distinct numbers, in numeric order. */
    static Value.Categories ofNumbers(double[] values) {
        double[] distinct = distinct(values);
        int[] codes = new int[values.length];
        int[] direct = directIndex(distinct, integerLimit(values.length));
        for (int i = 0; i < values.length; i++) {
            double value = values[i];
            if (Double.isNaN(value)) {
                codes[i] = ABSENT;
            } else if (direct.length > 0) {
                codes[i] = direct[(int) (value - distinct[0])];
            } else {
                codes[i] = Arrays.binarySearch(distinct, value + 0.0);
            }
        }
        List<String> labels = new ArrayList<>(distinct.length);
        for (double number : distinct) {
            labels.add(label(number));
        }
        return new Value.Categories(codes, labels, Value.Kind.NOMINAL);
    }

    /** The distinct numbers, ascending, without NaN. */
    static double[] distinct(double[] values) {
        double[] integers = distinctIntegers(values);
        if (integers.length > 0) {
            return integers;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int count = 0;
        for (double value : sorted) {
            if (!Double.isNaN(value) && (count == 0 || sorted[count - 1] != value)) {
                sorted[count++] = value + 0.0; // −0 becomes 0
            }
        }
        return Arrays.copyOf(sorted, count);
    }

    private static double[] distinctIntegers(double[] values) {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (double value : values) {
            if (Double.isNaN(value)) {
                continue;
            }
            if (value != Math.rint(value)) {
                return new double[0];
            }
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        if (!(max >= min && max - min < integerLimit(values.length))) {
            return new double[0];
        }
        boolean[] seen = new boolean[(int) (max - min) + 1];
        int count = 0;
        for (double value : values) {
            if (!Double.isNaN(value) && !seen[(int) (value - min)]) {
                seen[(int) (value - min)] = true;
                count++;
            }
        }
        double[] distinct = new double[count];
        int next = 0;
        for (int k = 0; k < seen.length; k++) {
            if (seen[k]) {
                distinct[next++] = min + k + 0.0;
            }
        }
        return distinct;
    }

    /** Tables indexed by the numbers themselves may be this long: never much longer than the data. */
    private static int integerLimit(int n) {
        return (int) Math.min(1 << 28, Math.max(SMALL_RANGE, 4L * n));
    }

    /** Position of each integer between first and last, or empty if the numbers are not integers of a small range. */
    private static int[] directIndex(double[] distinct, int limit) {
        if (distinct.length == 0 || !(distinct[distinct.length - 1] - distinct[0] < limit)) {
            return new int[0];
        }
        for (double value : distinct) {
            if (value != Math.rint(value)) {
                return new int[0];
            }
        }
        int[] index = new int[(int) (distinct[distinct.length - 1] - distinct[0]) + 1];
        Arrays.fill(index, ABSENT);
        for (int k = 0; k < distinct.length; k++) {
            index[(int) (distinct[k] - distinct[0])] = k;
        }
        return index;
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
        Map<String, Integer> index = new HashMap<>();
        for (int k = 0; k < to.size(); k++) {
            index.putIfAbsent(to.get(k), k);
        }
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

    /** The observed combinations of two factors, first factor slowest, labels joined by a colon. */
    static Value.Categories combine(Value.Categories a, Value.Categories b) {
        int n = a.codes().length;
        long width = b.levels().size();
        long[] keys = new long[n];
        for (int i = 0; i < n; i++) {
            int first = a.codes()[i];
            int second = b.codes()[i];
            keys[i] = first < 0 || second < 0 ? ABSENT : first * width + second;
        }
        long[] distinct = distinctKeys(keys, a.levels().size() * width);
        int[] codes = new int[n];
        int[] direct = distinct.length == 0 || a.levels().size() * width > directLimit(n)
                ? new int[0]
                : new int[(int) (a.levels().size() * width)];
        for (int k = 0; k < distinct.length && direct.length > 0; k++) {
            direct[(int) distinct[k]] = k;
        }
        for (int i = 0; i < n; i++) {
            codes[i] = keys[i] < 0
                    ? ABSENT
                    : direct.length > 0 ? direct[(int) keys[i]] : Arrays.binarySearch(distinct, keys[i]);
        }
        List<String> labels = new ArrayList<>(distinct.length);
        for (long key : distinct) {
            labels.add(a.levels().get((int) (key / width)) + ":" + b.levels().get((int) (key % width)));
        }
        return new Value.Categories(codes, labels, Value.Kind.NOMINAL);
    }

    private static long directLimit(int n) {
        return Math.max(1 << 16, 4L * n);
    }

    private static long[] distinctKeys(long[] keys, long range) {
        if (range <= directLimit(keys.length)) {
            boolean[] seen = new boolean[(int) range];
            int count = 0;
            for (long key : keys) {
                if (key >= 0 && !seen[(int) key]) {
                    seen[(int) key] = true;
                    count++;
                }
            }
            long[] distinct = new long[count];
            int next = 0;
            for (int k = 0; k < seen.length; k++) {
                if (seen[k]) {
                    distinct[next++] = k;
                }
            }
            return distinct;
        }
        long[] sorted = keys.clone();
        Arrays.sort(sorted);
        int count = 0;
        for (long key : sorted) {
            if (key >= 0 && (count == 0 || sorted[count - 1] != key)) {
                sorted[count++] = key;
            }
        }
        return Arrays.copyOf(sorted, count);
    }
}
