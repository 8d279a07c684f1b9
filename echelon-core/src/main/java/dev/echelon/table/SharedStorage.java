package dev.echelon.table;

import java.util.Arrays;
import java.util.List;

/**
 * The storage of columns without a copy, for the packages under {@code dev.echelon.internal}; not for users. Columns
 * are immutable because nobody writes to these arrays: neither the one who reads them nor the one who hands them over.
 */
public final class SharedStorage {
    private SharedStorage() {}

    /** The values of a column, row by row; NaN is missing. Never to be written. */
    public static double[] values(NumericColumn column) {
        return column.sharedValues();
    }

    /** The codes of a factor, row by row; -1 is missing. Never to be written. */
    public static int[] codes(Factor factor) {
        return factor.sharedCodes();
    }

    /** A column of these values, which must not change afterwards. */
    public static NumericColumn numbers(double[] values) {
        return NumericColumn.wrap(values, values.length);
    }

    /** A factor of these codes, each -1 or an index into {@code levels}, which must not change afterwards. */
    public static Factor factor(int[] codes, List<String> levels) {
        return Factor.wrap(codes, codes.length, levels);
    }

    /** The range itself if it is the whole array. */
    static double[] range(double[] values, int offset, int size) {
        return offset == 0 && size == values.length ? values : Arrays.copyOfRange(values, offset, offset + size);
    }

    /** The range itself if it is the whole array. */
    static int[] range(int[] codes, int offset, int size) {
        return offset == 0 && size == codes.length ? codes : Arrays.copyOfRange(codes, offset, offset + size);
    }
}
