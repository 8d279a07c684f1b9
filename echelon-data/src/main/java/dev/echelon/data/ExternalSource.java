package dev.echelon.data;

import dev.echelon.table.RowSource;
import java.util.Collection;

/**
 * Rows outside of the program. Nothing is opened before it is asked for; {@link #close()} gives back what was. All that
 * {@link #select} makes of a source share what it opened, so that closing one closes all.
 */
public interface ExternalSource extends RowSource, AutoCloseable {

    /**
     * {@inheritDoc} Only these columns are read from the file or the database. Names that are no columns are left out:
     * who asks knows better where they were written, and says so.
     */
    @Override
    ExternalSource select(Collection<String> columns);

    /** Where the reading is, for a person who waits; asked from another thread than the one that reads. */
    ReadProgress progress();

    /** Gives back what was opened; the rows cannot be read afterwards. */
    @Override
    void close();
}
