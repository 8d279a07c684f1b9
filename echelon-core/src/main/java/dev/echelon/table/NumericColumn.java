package dev.echelon.table;

import java.util.Arrays;

/** A column of doubles; NaN is a missing value. Infinite values are data (and refused where a model needs finite ones). */
public final class NumericColumn implements Column {
    private final double[] values;
    private final int offset;
    private final int size;

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
