package dev.echelon.table;

import java.util.Collection;
import java.util.List;
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
}
