package dev.echelon.data;

import dev.echelon.table.CsvSource;
import dev.echelon.table.RowSource;
import dev.echelon.table.Schema;
import dev.echelon.table.Table;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** One file of delimited text, as the core reads it. */
final class TextSource implements ExternalSource {
    private final RowSource rows;
    private volatile ReadProgress progress = ReadProgress.IDLE;

    TextSource(CsvSource rows) {
        this((RowSource) rows);
    }

    private TextSource(RowSource rows) {
        this.rows = rows;
    }

    @Override
    public Schema schema() {
        progress = new ReadProgress("learning types and levels", 0, Double.NaN);
        Schema schema = rows.schema();
        progress = ReadProgress.IDLE;
        return schema;
    }

    @Override
    public List<String> columnNames() {
        return rows.columnNames();
    }

    @Override
    public ExternalSource select(Collection<String> columns) {
        return new TextSource(rows.select(columns));
    }

    @Override
    public OptionalLong knownRows() {
        return rows.knownRows();
    }

    @Override
    public void forEachBatch(Consumer<Table> consumer) {
        long[] done = {0};
        double all = rows.knownRows().orElse(0);
        rows.forEachBatch(batch -> {
            consumer.accept(batch);
            done[0] += batch.rowCount();
            progress = new ReadProgress("reading rows", done[0], all > 0 ? done[0] / all : Double.NaN);
        });
        progress = ReadProgress.IDLE;
    }

    @Override
    public ReadProgress progress() {
        return progress;
    }

    @Override
    public void close() {
        // The core opens a file for each pass and closes it at its end.
    }
}
