package dev.echelon.table;

import dev.echelon.error.EchelonException;
import dev.echelon.error.Suggestions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** An immutable table of named columns of equal length, in memory; also one batch of a {@link RowSource}. */
public final class Table implements RowSource {
    private static final int NAMES_LISTED = 30;

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

    @Override
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
        return find(name).orElseThrow(() -> unknownColumn(name, columnNames(), ""));
    }

    /** A builder of a table, column by column. */
    public static TableBuilder builder() {
        return new TableBuilder();
    }

    /**
     * This table with only the named columns, in the given order.
     *
     * @throws EchelonException if a name is not a column or is given twice
     */
    public Table select(String... names) {
        Map<String, Column> next = new LinkedHashMap<>();
        for (String name : names) {
            if (next.put(name, column(name)) != null) {
                throw new EchelonException("column '" + name + "' is selected twice; name it once");
            }
        }
        return new Table(next, rowCount);
    }

    /**
     * This table with one column renamed, in its place.
     *
     * @throws EchelonException if there is no column {@code from}, or already another one called {@code to}
     */
    public Table renamed(String from, String to) {
        column(from);
        if (!from.equals(to) && columns.containsKey(to)) {
            throw new EchelonException(
                    "cannot rename column '" + from + "' to '" + to + "', which is another column; choose a new name");
        }
        Map<String, Column> next = new LinkedHashMap<>();
        columns.forEach((name, column) -> next.put(name.equals(from) ? to : name, column));
        return new Table(next, rowCount);
    }

    /**
     * This table with one column as a factor; numbers become levels as in {@link Factor#ofNumbers}.
     *
     * @throws EchelonException if there is no such column
     */
    public Table asFactor(String name) {
        return column(name) instanceof NumericColumn numbers ? with(name, Factor.ofNumbers(numbers)) : this;
    }

    /**
     * The SHA-256 of names, types, levels and values, in hexadecimal: equal for equal tables, however they were read or
     * stored.
     */
    public String digest() {
        return TableDigest.of(this);
    }

    /** That {@code name} is none of {@code names}; {@code owner} is empty or ends in "has ". */
    static EchelonException unknownColumn(String name, List<String> names, String owner) {
        String more = names.size() > NAMES_LISTED ? " and " + (names.size() - NAMES_LISTED) + " more" : "";
        String known = String.join(", ", names.subList(0, Math.min(NAMES_LISTED, names.size()))) + more;
        return new EchelonException(
                owner + "no column '" + name + "'" + Suggestions.hint(name, names) + "; the columns are " + known);
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

    /** The size and the first rows, for a reader. */
    @Override
    public String toString() {
        return TableText.of(this);
    }
}
