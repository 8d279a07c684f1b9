package dev.echelon.table;

import java.util.Arrays;

/** A column of doubles; NaN is a missing value. Infinite values are data (and refused where a model needs finite ones). */
public final class NumericColumn implements Column {
    private static final int KNOWN = 1;
    private static final int MISSING = 2;
    private static final int INFINITE = 4;

    private final double[] values;
    private final int offset;
    private final int size;
    /** What sorts of values there are, once {@link #KNOWN}; found out when first asked, by several threads at worst. */
    private int sorts;

    private NumericColumn(double[] values, int offset, int size) {
        this.values = values;
        this.offset = offset;
        this.size = size;
    }

    /** A column with a copy of {@code values}. */
    public static NumericColumn of(double... values) {
        return new NumericColumn(values.clone(), 0, values.length);
    }

    /** A column that takes over {@code values}; the caller must not touch the array again. */
    static NumericColumn wrap(double[] values, int size) {
        return new NumericColumn(values, 0, size);
    }

    /** The value in {@code row}, NaN if missing. */
    public double value(int row) {
        return values[offset + row];
    }

    /** Whether every value is a finite number. <b>Cost</b>: O(n) at the first call, then none. */
    public boolean isFinite() {
        return sorts() == KNOWN;
    }

    private int sorts() {
        if (sorts == 0) {
            int found = KNOWN;
            for (int i = offset; i < offset + size; i++) {
                if (!(Math.abs(values[i]) <= Double.MAX_VALUE)) {
                    found |= Double.isNaN(values[i]) ? MISSING : INFINITE;
                }
            }
            sorts = found;
        }
        return sorts;
    }

    /** See {@link SharedStorage#values}. */
    double[] sharedValues() {
        return SharedStorage.range(values, offset, size);
    }

    /** A copy of the values. */
    public double[] toArray() {
        return Arrays.copyOfRange(values, offset, offset + size);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public boolean isMissing(int row) {
        return Double.isNaN(values[offset + row]);
    }

    @Override
    public boolean hasMissing() {
        return (sorts() & MISSING) != 0;
    }

    @Override
    public NumericColumn slice(int from, int to) {
        return new NumericColumn(values, offset + from, to - from);
    }

    @Override
    public NumericColumn rows(int[] rows) {
        double[] chosen = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            chosen[i] = value(rows[i]);
        }
        return wrap(chosen, chosen.length);
    }
}
