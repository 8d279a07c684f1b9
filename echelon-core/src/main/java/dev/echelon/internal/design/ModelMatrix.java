package dev.echelon.internal.design;

import java.util.List;

/**
 * A matrix with named columns. A column is stored as a constant, as numbers, or as the indicator of one code of a
 * factor times numbers, so that wide factors never become dense.
 */
public final class ModelMatrix {
    private final int rows;
    private final List<String> names;
    private final List<ModelColumn> columns;

    /** Columns must have {@code rows} rows each. */
    public ModelMatrix(int rows, List<String> names, List<ModelColumn> columns) {
        this.rows = rows;
        this.names = List.copyOf(names);
        this.columns = List.copyOf(columns);
    }

    /** The same columns without rows. */
    ModelMatrix header() {
        return new ModelMatrix(
                0, names, columns.stream().map(ModelMatrix::empty).toList());
    }

    private static ModelColumn empty(ModelColumn column) {
        if (column instanceof ModelColumn.Indicator indicator) {
            return new ModelColumn.Indicator(new int[0], indicator.code(), new double[0]);
        }
        return column instanceof ModelColumn.Dense ? new ModelColumn.Dense(new double[0]) : column;
    }

    /** How many rows it has. */
    public int rows() {
        return rows;
    }

    /** How many columns it has. */
    public int width() {
        return columns.size();
    }

    /** The names of the columns in R's style. */
    public List<String> names() {
        return names;
    }

    /** Column {@code j}. */
    public ModelColumn column(int j) {
        return columns.get(j);
    }
}
