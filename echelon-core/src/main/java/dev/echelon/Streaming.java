package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.design.Basis;
import dev.echelon.internal.design.BatchJoiner;
import dev.echelon.internal.design.Scan;
import dev.echelon.table.RowSource;
import dev.echelon.table.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sums up a source that is read batch by batch: in one pass if the model has only numeric predictors, in two if levels or
 * bases must be learned first.
 */
final class Streaming {
    /** Rows that show the scale of the columns. */
    static final int SAMPLE = 2048;

    private final Lmm model;
    private final RowSource source;
    private final RowScan scan;
    private final List<Table> waiting = new ArrayList<>();
    private @Nullable Summation summation;

    private Streaming(Lmm model, RowSource source) {
        this.model = model;
        this.scan = new RowScan(model, source.columnNames());
        this.source = source.select(scan.columns());
    }

    /** Whether a source is one to be read batch by batch, and the model allows it. */
    static boolean applies(Lmm model, RowSource source) {
        return !(source instanceof Table)
                && !new Scan(model.formula(), source.columnNames(), model.encoding()).needsRowsInMemory();
    }

    static DataSummary summarise(Lmm model, RowSource source) {
        Streaming streaming = new Streaming(model, source);
        try {
            return streaming.summary();
        } finally {
            if (streaming.summation != null) {
                streaming.summation.close();
            }
        }
    }

    /** The sums of other rows in the columns and scale of known ones; only the means of groups are learned anew. */
    static DataSummary summarise(Lmm model, DataSummary like, RowSource source) {
        Streaming streaming = new Streaming(model, source);
        Map<String, Basis> means = new LinkedHashMap<>();
        Map<String, Basis> bases = like.encoding().learned().bases();
        if (bases.values().stream().anyMatch(basis -> basis instanceof Basis.GroupMeans)) {
            streaming.pass("reading", streaming.scan::add);
            streaming.scan.plan().encoding().learned().bases().forEach((label, basis) -> {
                if (basis instanceof Basis.GroupMeans) {
                    means.put(label, basis);
                }
            });
        }
        try (Summation sums = new Summation(SummaryPlan.of(like, means), model.threads())) {
            streaming.pass("summing up", sums::add);
            return sums.finish(Origin.digest(source).get());
        }
    }

    private DataSummary summary() {
        pass("reading", this::first);
        if (summation == null) {
            summation = new Summation(scan.plan(), model.threads());
            if (waiting.isEmpty()) {
                pass("summing up", summation::add);
                requireSameRows(summation);
            } else {
                waiting.forEach(summation::add);
            }
        }
        return summation.finish();
    }

    /** Learns from the first rows; sums up from then on, or learns from the others, too. */
    private void first(Table batch) {
        if (summation != null) {
            summation.add(batch);
            return;
        }
        scan.add(batch);
        if (scan.scan().needsAllRows()) {
            waiting.clear();
            return;
        }
        waiting.add(batch);
        if (scan.scan().sampled() >= SAMPLE) {
            Summation begun = new Summation(scan.plan(), model.threads());
            summation = begun;
            waiting.forEach(begun::add);
            waiting.clear();
        }
    }

    private void pass(String name, Consumer<Table> consumer) {
        BatchJoiner joiner = new BatchJoiner(scan.columns(), consumer);
        try (BatchPipe pipe = new BatchPipe(joiner, model.threads() > 1)) {
            PassClock clock = new PassClock(name, source.knownRows(), model.listener());
            source.forEachBatch(batch -> {
                pipe.accept(batch);
                clock.add(batch.rowCount());
            });
            pipe.finish();
            joiner.finish();
            clock.finish();
        }
    }

    private void requireSameRows(Summation second) {
        if (second.rows() != scan.rows()) {
            throw new EchelonException("the data changed while they were read: " + scan.rows()
                    + " rows in the first pass, " + second.rows() + " in the second; fit a copy that does not change");
        }
    }
}
