package dev.echelon.table;

import java.util.List;

/** A column of categories: an integer code per row into a list of distinct levels; a missing value has code -1. */
public final class Factor implements Column {
    private final int[] codes;
    private final int offset;
    private final int size;
    private final List<String> levels;

    private Factor(int[] codes, int offset, int size, List<String> levels) {
        this.codes = codes;
        this.offset = offset;
        this.size = size;
        this.levels = List.copyOf(levels);
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

    /** A factor that takes over {@code codes}; the caller must not touch the array again. */
    static Factor wrap(int[] codes, int size, List<String> levels) {
        return new Factor(codes, 0, size, levels);
    }

    /** The code in {@code row}: an index into {@link #levels()}, or -1 if missing. */
    public int code(int row) {
        return codes[offset + row];
    }

    /** The levels, in order; some may not occur. */
    public List<String> levels() {
        return levels;
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
}
