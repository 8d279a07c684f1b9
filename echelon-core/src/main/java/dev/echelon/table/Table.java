package dev.echelon.table;

import dev.echelon.error.EchelonException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** An immutable table of named columns of equal length, in memory; also one batch of a {@link RowSource}. */
public final class Table implements RowSource {
    private final Map<String, Column> columns;
    private final int rowCount;

    private Table(Map<String, Column> columns, int rowCount) {
        this.columns = columns;
        this.rowCount = rowCount;
    }

    /**
     * A table of the given columns in the map's order.
     *
     * @throws EchelonException if the columns differ in length; the message names two of them
     */
    public static Table of(Map<String, ? extends Column> columns) {
        int rows = -1;
        String first = "";
        for (Map.Entry<String, ? extends Column> entry : columns.entrySet()) {
            int size = entry.getValue().size();
            if (rows < 0) {
                rows = size;
                first = entry.getKey();
            } else if (size != rows) {
                throw new EchelonException(
                        "column '" + entry.getKey() + "' has " + size + " rows but column '" + first + "' has " + rows);
            }
        }
        return new Table(new LinkedHashMap<>(columns), Math.max(rows, 0));
    }

    /** How many rows it has. */
    public int rowCount() {
        return rowCount;
    }

    /** The names of the columns, in order. */
    public List<String> columnNames() {
        return List.copyOf(columns.keySet());
    }

    /** The column of that name, empty if there is none. */
    public Optional<Column> find(String name) {
        return Optional.ofNullable(columns.get(name));
    }

    /**
     * The column of that name.
     *
     * @throws EchelonException if there is none
     */
    public Column column(String name) {
        return find(name)
                .orElseThrow(() -> new EchelonException(
                        "no column '" + name + "'; the columns are " + String.join(", ", columns.keySet())));
    }

    /** This table with one column added or replaced. */
    public Table with(String name, Column column) {
        Map<String, Column> next = new LinkedHashMap<>(columns);
        next.put(name, column);
        return of(next);
    }

    /** This table without the named columns. */
    public Table drop(String... names) {
        Map<String, Column> next = new LinkedHashMap<>(columns);
        for (String name : names) {
            next.remove(name);
        }
        return new Table(next, rowCount);
    }

    /** Rows {@code [from, to)}, sharing storage. */
    public Table slice(int from, int to) {
        Map<String, Column> next = new LinkedHashMap<>();
        columns.forEach((name, column) -> next.put(name, column.slice(from, to)));
        return new Table(next, to - from);
    }

    /** The given rows, in the given order. */
    public Table rows(int[] rows) {
        Map<String, Column> next = new LinkedHashMap<>();
        columns.forEach((name, column) -> next.put(name, column.rows(rows)));
        return new Table(next, rows.length);
    }

    @Override
    public Schema schema() {
        List<Schema.Field> fields = new ArrayList<>();
        columns.forEach((name, column) -> fields.add(new Schema.Field(
                name, column instanceof Factor factor ? factor.levels() : List.of(), column instanceof NumericColumn)));
        return new Schema(fields);
    }

    @Override
    public void forEachBatch(Consumer<Table> consumer) {
        if (rowCount > 0) {
            consumer.accept(this);
        }
    }
}
