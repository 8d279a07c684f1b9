package dev.echelon.internal.design;

/** One column of a model matrix. */
public sealed interface ModelColumn {

    /** The entry in {@code row}. */
    double value(int row);

    /** The same number in every row; the intercept is {@code Constant(1)}. */
    record Constant(double constant) implements ModelColumn {
        @Override
        public double value(int row) {
            return constant;
        }
    }

    /** Numbers, one per row; the array is shared and never written. */
    record Dense(double[] values) implements ModelColumn {
        @Override
        public double value(int row) {
            return values[row];
        }
    }

    /**
     * {@code [codes[row] == code]}, times {@code values[row]} if {@code values} is not empty. Columns of one factor
     * share the same {@code codes} array.
     */
    record Indicator(int[] codes, int code, double[] values) implements ModelColumn {
        @Override
        public double value(int row) {
            return codes[row] != code ? 0 : values.length == 0 ? 1 : values[row];
        }
    }
}
