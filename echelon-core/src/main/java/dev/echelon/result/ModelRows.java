package dev.echelon.result;

import java.util.List;
import java.util.function.IntToDoubleFunction;

/** The rows that a fit used, as its model sees them: y, the columns of X, and the level of each grouping factor. */
public final class ModelRows {
    private final double[] response;
    private final List<String> columns;
    private final List<IntToDoubleFunction> values;
    private final List<Grouping> groupings;

    /**
     * @param response y, one per row
     * @param columns names of the estimated columns of X
     * @param values their values by row
     * @param groupings the grouping factors, most levels first
     */
    public ModelRows(
            double[] response, List<String> columns, List<IntToDoubleFunction> values, List<Grouping> groupings) {
        this.response = response.clone();
        this.columns = List.copyOf(columns);
        this.values = List.copyOf(values);
        this.groupings = List.copyOf(groupings);
    }

    /**
     * A grouping factor.
     *
     * @param label its label in the formula
     * @param levels its levels
     * @param codes the level of each row, as an index
     */
    public record Grouping(String label, List<String> levels, int[] codes) {
        /** Copies its arguments. */
        public Grouping {
            levels = List.copyOf(levels);
            codes = codes.clone();
        }

        /** The level of a row, as an index. */
        public int code(int row) {
            return codes[row];
        }

        /** Rows per level. */
        public int[] counts() {
            int[] counts = new int[levels.size()];
            for (int code : codes) {
                counts[code]++;
            }
            return counts;
        }
    }

    /** The number of rows. */
    public int size() {
        return response.length;
    }

    /** y of a row. */
    public double response(int row) {
        return response[row];
    }

    /** The names of the columns of X. */
    public List<String> columns() {
        return columns;
    }

    /** An element of X. */
    public double fixed(int row, int column) {
        return values.get(column).applyAsDouble(row);
    }

    /** The grouping factors, most levels first. */
    public List<Grouping> groupings() {
        return groupings;
    }

    /**
     * A grouping factor.
     *
     * @throws dev.echelon.error.EchelonException if there is none of that label
     */
    public Grouping grouping(String label) {
        return groupings.stream()
                .filter(grouping -> grouping.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new dev.echelon.error.EchelonException("no grouping factor '" + label + "'"));
    }
}
