package dev.echelon.data;

import dev.echelon.error.EchelonException;
import dev.echelon.table.Schema;
import dev.echelon.table.Table;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.duckdb.DuckDBChunkedResult;
import org.duckdb.DuckDBDataChunkReader;
import org.duckdb.DuckDBPreparedStatement;
import org.jspecify.annotations.Nullable;

/**
 * Rows that DuckDB reads: chunk by chunk in the order of the files, whatever the number of threads, with numbers and
 * the places of levels copied into arrays. Memory does not depend on the number of rows.
 */
final class DuckSource implements ExternalSource {
    private final Shared shared;
    private final @Nullable Set<String> chosen;
    private @Nullable DuckLayout layout;

    private DuckSource(Shared shared, @Nullable Set<String> chosen) {
        this.shared = shared;
        this.chosen = chosen;
    }

    /** A source of the relation that {@code opener} finds when it is first needed. */
    static DuckSource of(SourceOptions options, DuckRelation.Opener opener) {
        return new DuckSource(new Shared(options, opener), null);
    }

    @Override
    public List<String> columnNames() {
        List<String> names = shared.relation().names();
        Set<String> some = chosen;
        return some == null ? names : names.stream().filter(some::contains).toList();
    }

    @Override
    public ExternalSource select(Collection<String> columns) {
        Set<String> wanted = Set.copyOf(columns);
        Set<String> some = chosen;
        Set<String> both = some == null
                ? wanted
                : Set.copyOf(wanted.stream().filter(some::contains).toList());
        return both.equals(some) ? this : new DuckSource(shared, both);
    }

    @Override
    public Schema schema() {
        return layout().schema();
    }

    @Override
    public synchronized OptionalLong knownRows() {
        DuckLayout known = layout;
        return known == null ? shared.relation().rows() : OptionalLong.of(known.rows());
    }

    /** Of files; of a query it is unknown what it reads. */
    @Override
    public Optional<String> stamp() {
        return shared.options.sql().isPresent()
                ? Optional.empty()
                : shared.relation().files().text(shared.options.reading());
    }

    @Override
    public void forEachBatch(Consumer<Table> consumer) {
        forEachBatch(0, consumer);
    }

    /**
     * {@inheritDoc} Of Parquet, files before it are left out and row groups before it passed over; other formats are read
     * from the beginning.
     */
    @Override
    public void forEachBatch(long firstRow, Consumer<Table> consumer) {
        DuckLayout known = layout();
        DuckRelation relation = shared.relation();
        relation.files().requireUnchanged();
        long rows = firstRow;
        try {
            BatchBuilder batch = new BatchBuilder(known.schema(), consumer);
            List<DuckRelation.Part> parts = firstRow == 0
                    ? List.of(new DuckRelation.Part(relation.from(), 0, -1))
                    : relation.rest().from(firstRow);
            for (DuckRelation.Part part : parts) {
                long found = read(known, part, rows, batch);
                rows += found;
                if (part.rows() >= 0 && found != part.rows()) {
                    break; // what follows would stand in the wrong place
                }
            }
            batch.flush();
        } finally {
            shared.progress = ReadProgress.IDLE;
        }
        relation.files().requireUnchanged();
        if (rows != known.rows()) {
            // The chunks just end where a row cannot be read; asking otherwise tells why.
            shared.session()
                    .rows(
                            "SELECT " + counts(known) + " FROM (" + known.query(relation.from()) + ") t",
                            relation.name());
            throw new EchelonException(relation.name() + " had " + known.rows() + " rows when first read and now "
                    + rows + "; it changed while it was being read; read it again");
        }
    }

    /** How many rows were handed on, after so many others. */
    private long read(DuckLayout known, DuckRelation.Part part, long before, BatchBuilder batch) {
        ReadProgress begun = ReadProgress.begin("reading rows");
        long rows = -part.skipped();
        shared.session().oneThread(true);
        try (DuckDBPreparedStatement statement = shared.session().prepare(known.query(part.from()));
                DuckDBChunkedResult result = statement.query()) {
            while (result.nextChunk()) {
                DuckDBDataChunkReader chunk = result.chunk();
                long next = rows + chunk.rowCount();
                if (next > 0) {
                    copy(chunk, (int) Math.max(0, -rows), known, batch);
                }
                rows = next;
                shared.progress = begun.at(before + Math.max(0, rows), known.rows());
            }
        } catch (SQLException e) {
            throw explained(e);
        } finally {
            shared.session().oneThread(false);
        }
        return rows;
    }

    /** Chunks are cut where a batch is full, so that batches do not depend on how DuckDB cut the rows into chunks. */
    private static void copy(DuckDBDataChunkReader chunk, int first, DuckLayout known, BatchBuilder batch) {
        List<Schema.Field> fields = known.fields();
        int rows = (int) chunk.rowCount();
        for (int from = first; from < rows; ) {
            int count = Math.min(rows - from, batch.room());
            for (int i = 0; i < fields.size(); i++) {
                if (fields.get(i).numeric()) {
                    VectorCopy.numbers(chunk.vector(i), from, count, batch.values(i), batch.row());
                } else {
                    VectorCopy.codes(chunk.vector(i), from, count, batch.codes(i), batch.row());
                }
            }
            batch.advance(count);
            from += count;
        }
    }

    /** Makes DuckDB evaluate every column. */
    private static String counts(DuckLayout known) {
        return known.fields().isEmpty() ? "count(*)" : "count(COLUMNS(*))";
    }

    private EchelonException explained(SQLException e) {
        boolean level = String.valueOf(e.getMessage()).contains("to ENUM(");
        return level
                ? new EchelonException(
                        shared.relation().name()
                                + " changed while it was being read: it has a new level; read it again",
                        e)
                : DuckErrors.explained(e, shared.relation().name());
    }

    private synchronized DuckLayout layout() {
        DuckLayout known = layout;
        if (known == null) {
            shared.progress = ReadProgress.begin("learning types and levels");
            DuckRelation relation = shared.relation();
            List<DuckColumn> columns = relation.chosen(columnNames());
            relation.files().requireUnchanged();
            known = DuckLearner.learn(shared.session(), relation, columns);
            relation.files().requireUnchanged();
            layout = known;
            shared.progress = ReadProgress.IDLE;
        }
        return known;
    }

    @Override
    public ReadProgress progress() {
        return shared.progress;
    }

    @Override
    public void close() {
        shared.close();
    }

    /** What all selections of a source have in common: the session and the relation, opened when first needed. */
    private static final class Shared {
        private final SourceOptions options;
        private final DuckRelation.Opener opener;
        private @Nullable DuckSession session;
        private @Nullable DuckRelation relation;
        private volatile ReadProgress progress = ReadProgress.IDLE;

        Shared(SourceOptions options, DuckRelation.Opener opener) {
            this.options = options;
            this.opener = opener;
        }

        synchronized DuckSession session() {
            DuckSession open = session;
            if (open == null) {
                open = DuckSession.open(options);
                session = open;
            }
            return open;
        }

        synchronized DuckRelation relation() {
            DuckRelation known = relation;
            if (known == null) {
                known = opener.open(session());
                relation = known;
            }
            return known;
        }

        synchronized void close() {
            if (session != null) {
                session.close();
            }
        }
    }
}
