package dev.echelon.table;

import java.util.List;
import java.util.function.Consumer;

/**
 * Rows that can be read as often as needed, in batches of columns: a table in memory, a file, a query. Every batch has
 * the columns of {@link #schema()}, and factors have the same levels in every batch.
 */
public interface RowSource {

    /** The columns; may read the source once to learn types and levels. */
    Schema schema();

    /** The names of the columns, in order. */
    default List<String> columnNames() {
        return schema().names();
    }

    /** Reads all rows once, in order, in batches. */
    void forEachBatch(Consumer<Table> consumer);
}
