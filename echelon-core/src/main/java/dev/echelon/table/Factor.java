package dev.echelon.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A column of categories: an integer code per row into a list of distinct levels; a missing value has code -1. */
public final class Factor implements Column {
    private static final byte UNKNOWN = 0;
    private static final byte NONE = 1;
    private static final byte SOME = 2;

    private final int[] codes;
    private final int offset;
    private final int size;
    private final List<String> levels;
    /** Whether values are missing; found out when first asked, by several threads at worst. */
    private byte missing = UNKNOWN;

    private Factor(int[] codes, int offset, int size, List<String> levels) {
        this.codes = codes;
        this.offset = offset;
        this.size = size;
        this.levels = levels instanceof LazyLevels ? levels : List.copyOf(levels);
    }

    /** A factor with a copy of {@code codes}, each -1 or an index into {@code levels}. */
    public static Factor of(int[] codes, List<String> levels) {
        for (int code : codes) {
            if (code < -1 || code >= levels.size()) {
                throw new IllegalArgumentException("code " + code + " is not -1.." + (levels.size() - 1));
            }
        }
        return new Factor(codes.clone(), 0, codes.length, levels);
    }

    /**
     * A factor of the given texts, null for a missing value. The levels are the distinct texts: in order of value if all
     * are decimal numbers, otherwise in order of Unicode code point, whatever the locale.
     */
    public static Factor of(List<? extends @Nullable String> values) {
        Map<String, Integer> places = new HashMap<>();
        List<String> distinct = new ArrayList<>();
        int[] codes = new int[values.size()];
        int row = 0;
        for (String value : values) {
            codes[row++] = value == null ? -1 : place(value, places, distinct);
        }
        List<String> levels = LevelOrder.sorted(distinct);
        int[] rank = new int[levels.size()];
        for (int i = 0; i < rank.length; i++) {
            rank[place(levels.get(i), places, distinct)] = i;
        }
        return recoded(codes, rank, levels);
    }

    /** A factor of the given texts; see {@link #of(List)}. */
    public static Factor ofText(@Nullable String... values) {
        return of(Arrays.asList(values));
    }

    /**
     * A factor of numbers. The levels are the distinct values in increasing order, named as R names them: whole numbers
     * in plain digits if the whole column consists of 32-bit integers, otherwise with up to 15 significant digits, fixed
     * or scientific, whichever is shorter ({@code 2.5}, {@code 1e+05}). Values with the same name are one level.
     * <b>Cost</b>: O(n) for integers in a small range, else O(n + d log d) for d distinct values; whole numbers are named
     * when a name is first asked for.
     */
    public static Factor ofNumbers(NumericColumn column) {
        int[] integers = integers(column);
        if (integers.length == column.size()) {
            KeyIndex index = KeyIndex.of(integers);
            long[] keys = index.distinct();
            return wrap(
                    index.codes(), integers.length, new LazyLevels(keys.length, level -> Long.toString(keys[level])));
        }
        boolean whole = true;
        for (int row = 0; row < column.size() && whole; row++) {
            whole = column.isMissing(row) || NumberLabel.isWhole(column.value(row));
        }
        KeyIndex index = KeyIndex.of(keys(column, whole));
        List<String> levels = new ArrayList<>();
        int[] rank = new int[index.distinct().length];
        for (int i = 0; i < rank.length; i++) {
            long key = index.distinct()[i];
            String label = NumberLabel.of(whole ? key : fromSortable(key));
            if (levels.isEmpty() || !label.equals(levels.get(levels.size() - 1))) {
                levels.add(label);
            }
            rank[i] = levels.size() - 1;
        }
        return levels.size() == rank.length
                ? wrap(index.codes(), column.size(), levels)
                : recoded(index.codes(), rank, levels);
    }

    /** The values as keys if they are all 32-bit integers, else an empty array. */
    private static int[] integers(NumericColumn column) {
        int[] keys = new int[column.size()];
        for (int row = 0; row < keys.length; row++) {
            double value = column.value(row);
            int key = (int) value;
            if (key == value && key != KeyIndex.MISSING_INT) {
                keys[row] = key;
            } else if (Double.isNaN(value)) {
                keys[row] = KeyIndex.MISSING_INT;
            } else {
                return new int[0];
            }
        }
        return keys;
    }

    /**
     * The interaction of two factors: one level for each combination that occurs, named {@code a + separator + b}, in
     * the order of a's levels and within them of b's. Missing if either is. <b>Cost</b>: as {@link #ofNumbers}.
     */
    public static Factor interaction(Factor a, Factor b, String separator) {
        if (a.size != b.size) {
            throw new IllegalArgumentException("factors of " + a.size + " and " + b.size + " rows");
        }
        int width = Math.max(b.levels.size(), 1);
        boolean narrow = (long) a.levels.size() * width <= Integer.MAX_VALUE;
        KeyIndex index = narrow ? KeyIndex.of(pairs(a, b, width)) : KeyIndex.of(longPairs(a, b, width));
        long[] keys = index.distinct();
        List<String> first = a.levels;
        List<String> second = b.levels;
        return wrap(
                index.codes(),
                a.size,
                new LazyLevels(
                        keys.length,
                        level -> first.get((int) (keys[level] / width))
                                + separator
                                + second.get((int) (keys[level] % width))));
    }

    private static int[] pairs(Factor a, Factor b, int width) {
        int[] keys = new int[a.size];
        for (int row = 0; row < keys.length; row++) {
            int first = a.code(row);
            int second = b.code(row);
            keys[row] = (first | second) < 0 ? KeyIndex.MISSING_INT : first * width + second;
        }
        return keys;
    }

    private static long[] longPairs(Factor a, Factor b, long width) {
        long[] keys = new long[a.size];
        for (int row = 0; row < keys.length; row++) {
            int first = a.code(row);
            int second = b.code(row);
            keys[row] = (first | second) < 0 ? KeyIndex.MISSING : first * width + second;
        }
        return keys;
    }

    /** A factor that takes over {@code codes}; the caller must not touch the array again. */
    static Factor wrap(int[] codes, int size, List<String> levels) {
        return new Factor(codes, 0, size, levels);
    }

    /** The code in {@code row}: an index into {@link #levels()}, or -1 if missing. */
    public int code(int row) {
        return codes[offset + row];
    }

    /** See {@link SharedStorage#codes}. */
    int[] sharedCodes() {
        return SharedStorage.range(codes, offset, size);
    }

    /** The levels, in order; some may not occur. */
    public List<String> levels() {
        return levels;
    }

    /** The level in {@code row}, null if missing. */
    public @Nullable String level(int row) {
        int code = code(row);
        return code < 0 ? null : levels.get(code);
    }

    /** This factor with only the levels that occur, in the same order. */
    public Factor withoutUnusedLevels() {
        boolean[] used = new boolean[levels.size()];
        for (int row = 0; row < size; row++) {
            if (code(row) >= 0) {
                used[code(row)] = true;
            }
        }
        int[] rank = new int[used.length];
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < used.length; i++) {
            rank[i] = kept.size();
            if (used[i]) {
                kept.add(levels.get(i));
            }
        }
        return kept.size() == used.length
                ? this
                : recoded(Arrays.copyOfRange(codes, offset, offset + size), rank, kept);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public boolean isMissing(int row) {
        return codes[offset + row] < 0;
    }

    @Override
    public boolean hasMissing() {
        if (missing == UNKNOWN) {
            int first = offset;
            while (first < offset + size && codes[first] >= 0) {
                first++;
            }
            missing = first < offset + size ? SOME : NONE;
        }
        return missing == SOME;
    }

    @Override
    public Factor slice(int from, int to) {
        return new Factor(codes, offset + from, to - from, levels);
    }

    @Override
    public Factor rows(int[] rows) {
        int[] chosen = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            chosen[i] = code(rows[i]);
        }
        return wrap(chosen, chosen.length, levels);
    }

    private static int place(String value, Map<String, Integer> places, List<String> distinct) {
        Integer known = places.putIfAbsent(value, distinct.size());
        if (known == null) {
            distinct.add(value);
            return distinct.size() - 1;
        }
        return known;
    }

    /** Takes over {@code codes} and replaces each by its rank. */
    private static Factor recoded(int[] codes, int[] rank, List<String> levels) {
        for (int row = 0; row < codes.length; row++) {
            codes[row] = codes[row] < 0 ? -1 : rank[codes[row]];
        }
        return wrap(codes, codes.length, levels);
    }

    private static long[] keys(NumericColumn column, boolean whole) {
        long[] keys = new long[column.size()];
        for (int row = 0; row < keys.length; row++) {
            double value = column.value(row);
            if (Double.isNaN(value)) {
                keys[row] = KeyIndex.MISSING;
            } else {
                keys[row] = whole ? (long) value : toSortable(value);
            }
        }
        return keys;
    }

    /** An integer that sorts as the double does; adding zero makes -0 and 0 one value. */
    private static long toSortable(double value) {
        long bits = Double.doubleToLongBits(value + 0.0);
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    private static double fromSortable(long key) {
        return Double.longBitsToDouble(key ^ ((key >> 63) & Long.MAX_VALUE));
    }
}
