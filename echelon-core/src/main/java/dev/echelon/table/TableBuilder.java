package dev.echelon.table;

import dev.echelon.error.EchelonException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects columns for a {@link Table}. */
public final class TableBuilder {
    private final Map<String, Column> columns = new LinkedHashMap<>();

    TableBuilder() {}

    /** Adds a column of numbers, NaN for a missing value. */
    public TableBuilder numbers(String name, double... values) {
        return column(name, NumericColumn.of(values));
    }

    /** Adds a factor with the texts as levels, null for a missing value; see {@link Factor#of(List)}. */
    public TableBuilder factor(String name, @Nullable String... values) {
        return column(name, Factor.ofText(values));
    }

    /** Adds a factor with the texts as levels, null for a missing value; see {@link Factor#of(List)}. */
    public TableBuilder factor(String name, List<? extends @Nullable String> values) {
        return column(name, Factor.of(values));
    }

    /**
     * Adds a column.
     *
     * @throws EchelonException if there is already one of that name
     */
    public TableBuilder column(String name, Column column) {
        if (columns.putIfAbsent(name, column) != null) {
            throw new EchelonException("there are two columns '" + name + "'; rename one of them");
        }
        return this;
    }

    /**
     * The table.
     *
     * @throws EchelonException if the columns differ in length
     */
    public Table build() {
        return Table.of(columns);
    }
}
