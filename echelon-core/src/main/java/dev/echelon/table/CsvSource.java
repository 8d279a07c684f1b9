package dev.echelon.table;

import dev.echelon.error.EchelonException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rows of delimited text, read in batches whenever they are asked for. The first use reads the text once to learn
 * types, levels and the number of rows; text that changes afterwards is refused.
 *
 * <p><b>Cost</b>: one batch in memory, plus the levels.
 */
public final class CsvSource implements RowSource {
    // A batch of a few columns stays in the second-level cache.
    private static final int BATCH_ROWS = 8192;
    private static final int MOST_ROWS = Integer.MAX_VALUE - 8;

    private final CsvInput input;
    private final CsvReader options;
    private final @Nullable Set<String> chosen;
    private @Nullable CsvLayout layout;

    CsvSource(CsvInput input, CsvReader options) {
        this(input, options, null);
    }

    private CsvSource(CsvInput input, CsvReader options, @Nullable Set<String> chosen) {
        this.input = input;
        this.options = options;
        this.chosen = chosen;
    }

    /** The names of the columns; reads no more than the header. */
    @Override
    public synchronized List<String> columnNames() {
        CsvLayout known = layout;
        List<String> names = known == null ? CsvLearner.names(input, options) : known.names();
        Set<String> some = chosen;
        return some == null ? names : names.stream().filter(some::contains).toList();
    }

    /** The same rows with only these columns; the fields of others are passed over, and nothing is learned of them. */
    @Override
    public synchronized CsvSource select(Collection<String> columns) {
        Set<String> wanted = new HashSet<>(columns);
        Set<String> some = chosen;
        if (some != null) {
            wanted.retainAll(some);
        }
        CsvSource selection = new CsvSource(input, options, Set.copyOf(wanted));
        CsvLayout known = layout;
        selection.layout = known == null ? null : known.only(wanted);
        return selection;
    }

    @Override
    public Optional<String> stamp() {
        return input.stamp().map(stamp -> stamp + " " + options);
    }

    /**
     * {@inheritDoc}
     *
     * @throws EchelonException if the text cannot be read or is not a table
     */
    @Override
    public Schema schema() {
        return layout().schema();
    }

    /** The number of rows. */
    public long rowCount() {
        return layout().rows();
    }

    /** What was found in the text. */
    public ReadReport report() {
        return layout().report();
    }

    /**
     * {@inheritDoc}
     *
     * @throws EchelonException if the text cannot be read, is not a table, or changed since it was first read
     */
    @Override
    public void forEachBatch(Consumer<Table> consumer) {
        forEachBatch(BATCH_ROWS, 0, consumer);
    }

    /** {@inheritDoc} The lines before are read, but nothing in them. */
    @Override
    public void forEachBatch(long firstRow, Consumer<Table> consumer) {
        forEachBatch(BATCH_ROWS, firstRow, consumer);
    }

    /** All rows as one table. */
    CsvResult readAll() {
        long rows = rowCount();
        if (rows > MOST_ROWS) {
            throw new EchelonException("'" + input.name() + "' has " + rows
                    + " rows, too many for one table in memory; read it as a source of batches");
        }
        List<Table> tables = new ArrayList<>();
        forEachBatch((int) rows, 0, tables::add);
        return new CsvResult(tables.get(0), report());
    }

    private void forEachBatch(int batchRows, long firstRow, Consumer<Table> consumer) {
        CsvLayout known = layout();
        int size = (int) Math.min(batchRows, known.rows());
        BatchFiller filler = new BatchFiller(input, options, known, size, firstRow, consumer);
        CsvScan.run(input, known.delimiter(), filler);
        filler.finish(known.rows());
    }

    private synchronized CsvLayout layout() {
        CsvLayout known = layout;
        if (known == null) {
            known = CsvLearner.learn(input, options, chosen);
            layout = known;
        }
        return known;
    }
}
