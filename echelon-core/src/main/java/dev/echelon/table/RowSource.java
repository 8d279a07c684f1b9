package dev.echelon.table;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Rows that can be read as often as needed, in batches of columns: a table in memory, a file, a query. Every batch has
 * the columns of {@link #schema()}. Factors have the same levels in every batch where the levels are known before;
 * otherwise lists of levels may differ, and levels are told apart by their names.
 */
public interface RowSource {

    /** The columns; may read the source once to learn types and levels. */
    Schema schema();

    /** The names of the columns, in order. */
    default List<String> columnNames() {
        return schema().names();
    }

    /**
     * The same rows with only these columns, in the order of this source, so that a file or a query need not read the
     * others. A source that cannot leave columns out returns itself.
     */
    default RowSource select(Collection<String> columns) {
        return this;
    }

    /** How many rows there are, if that is known without reading them: for progress, not for results. */
    default OptionalLong knownRows() {
        return OptionalLong.empty();
    }

    /**
     * Reads all rows once, in the same order every time, in batches whose borders have no meaning.
     *
     * @throws dev.echelon.error.EchelonException if the source ends early, or is not what it was when its schema was read
     */
    void forEachBatch(Consumer<Table> consumer);

    /**
     * Reads the rows from {@code firstRow} on, counted from zero, as {@link #forEachBatch(Consumer)} does. A source that
     * cannot find the row reads all and leaves out those before.
     *
     * @throws dev.echelon.error.EchelonException as {@link #forEachBatch(Consumer)} does
     */
    default void forEachBatch(long firstRow, Consumer<Table> consumer) {
        long[] left = {firstRow};
        forEachBatch(batch -> {
            int skipped = (int) Math.min(left[0], batch.rowCount());
            left[0] -= skipped;
            if (skipped == 0) {
                consumer.accept(batch);
            } else if (skipped < batch.rowCount()) {
                consumer.accept(batch.slice(skipped, batch.rowCount()));
            }
        });
    }

    /**
     * What tells these rows from others: a line for each file with its name, a tab, and size, time of the last change and
     * how it is read. Sources with the same stamp give the same rows in the same order. Empty if nothing tells, as for
     * databases.
     */
    default Optional<String> stamp() {
        return Optional.empty();
    }
}
