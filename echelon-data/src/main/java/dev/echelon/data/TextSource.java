package dev.echelon.data;

import dev.echelon.table.CsvSource;
import dev.echelon.table.RowSource;
import dev.echelon.table.Schema;
import dev.echelon.table.Table;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** One file of delimited text, as the core reads it. */
final class TextSource implements ExternalSource {
    private final RowSource rows;
    private final AtomicReference<ReadProgress> progress;

    TextSource(CsvSource rows) {
        this(rows, new AtomicReference<>(ReadProgress.IDLE));
    }

    private TextSource(RowSource rows, AtomicReference<ReadProgress> progress) {
        this.rows = rows;
        this.progress = progress;
    }

    @Override
    public Schema schema() {
        progress.set(ReadProgress.begin("learning types and levels"));
        Schema schema = rows.schema();
        progress.set(ReadProgress.IDLE);
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
    public void forEachBatch(Consumer<Table> consumer) {
        long all = rows.knownRows().orElse(0);
        ReadProgress begun = ReadProgress.begin("reading rows");
        rows.forEachBatch(batch -> {
            progress.set(begun.at(Math.max(0, progress.get().rows()) + batch.rowCount(), all));
            consumer.accept(batch);
        });
        progress.set(ReadProgress.IDLE);
    }

    @Override
    public ReadProgress progress() {
        return progress.get();
    }

    @Override
    public void close() {
        // The core opens a file for each pass and closes it at its end.
    }
}
