package dev.echelon.data;

import dev.echelon.table.CsvSource;
import dev.echelon.table.RowSource;
import dev.echelon.table.Schema;
import dev.echelon.table.Table;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** One file of delimited text, as the core reads it. */
final class TextSource implements ExternalSource {
    private final RowSource rows;
    private final Sign progress;

    TextSource(CsvSource rows) {
        this(rows, new Sign());
    }

    private TextSource(RowSource rows, Sign progress) {
        this.rows = rows;
        this.progress = progress;
    }

    @Override
    public Schema schema() {
        progress.now = ReadProgress.begin("learning types and levels");
        Schema schema = rows.schema();
        progress.now = ReadProgress.IDLE;
        return schema;
    }

    @Override
    public List<String> columnNames() {
        return rows.columnNames();
    }

    @Override
    public ExternalSource select(Collection<String> columns) {
        return new TextSource(rows.select(columns), progress);
    }

    @Override
    public OptionalLong knownRows() {
        return rows.knownRows();
    }

    @Override
    public Optional<String> stamp() {
        return rows.stamp();
    }

    @Override
    public void forEachBatch(Consumer<Table> consumer) {
        forEachBatch(0, consumer);
    }

    @Override
    public void forEachBatch(long firstRow, Consumer<Table> consumer) {
        long all = rows.knownRows().orElse(0);
        ReadProgress begun = ReadProgress.begin("reading rows");
        rows.forEachBatch(firstRow, batch -> {
            progress.now = begun.at(progress.now.rows() + batch.rowCount(), all);
            consumer.accept(batch);
        });
        progress.now = ReadProgress.IDLE;
    }

    @Override
    public ReadProgress progress() {
        return progress.now;
    }

    @Override
    public void close() {
        // The core opens a file for each pass and closes it at its end.
    }

    /** Where the reading is, shared by all selections. */
    private static final class Sign {
        private volatile ReadProgress now = ReadProgress.IDLE;
    }
}
