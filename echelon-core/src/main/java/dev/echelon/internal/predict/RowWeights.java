package dev.echelon.internal.predict;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.design.Encoding;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.Table;

/** Precision weights of rows that were not fitted. */
public final class RowWeights {
    private RowWeights() {}

    /**
     * The weights of some rows; empty if the model has none.
     *
     * @throws EchelonException if the column is missing or no numbers, or a weight is missing or not positive
     */
    public static double[] of(Encoding encoding, Table table, int[] used) {
        return of(encoding, table, used, 0);
    }

    /** The same of rows that follow {@code first} others. */
    static double[] of(Encoding encoding, Table table, int[] used, long first) {
        String name = encoding.options().weights();
        if (name.isEmpty()) {
            return new double[0];
        }
        if (!(table.column(name) instanceof NumericColumn column)) {
            throw new EchelonException("the weights column '" + name + "' is a factor; weights must be numbers");
        }
        double[] weights = new double[used.length];
        for (int i = 0; i < used.length; i++) {
            weights[i] = column.value(used[i]);
            if (!(weights[i] > 0)) {
                throw new EchelonException("the weight in row " + (first + used[i] + 1) + " of '" + name
                        + "' is missing or not positive; a response has a variance only with a positive weight");
            }
        }
        return weights;
    }
}
