package dev.echelon.table;

import java.util.function.Consumer;

/**
 * Rows that can be read as often as needed, in batches of columns: a table in memory, a file, a query. Every batch has
 * the columns of {@link #schema()}, and factors have the same levels in every batch.
 */
public interface RowSource {

    /** The columns; may read the source once to learn types and levels. */
    Schema schema();

    /** Reads all rows once, in order, in batches. */
    void forEachBatch(Consumer<Table> consumer);
}
