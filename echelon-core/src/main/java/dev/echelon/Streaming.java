package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.design.Basis;
import dev.echelon.internal.design.BatchJoiner;
import dev.echelon.internal.design.Scan;
import dev.echelon.table.RowSource;
import dev.echelon.table.Table;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
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
    private final @Nullable DataSummary like;
    private final List<Table> waiting = new ArrayList<>();
    private Checkpointing checkpoint = Checkpointing.none();
    private @Nullable SummaryPlan plan;
    private @Nullable Summation summation;
    private long scanned; // rows of the first pass, if there are two

    private Streaming(Lmm model, RowSource source, @Nullable DataSummary like) {
        this.model = model;
        this.like = like;
        this.scan = new RowScan(model, source.columnNames());
        this.source = source.select(scan.columns());
    }

    /** Whether a source is one to be read batch by batch, and the model allows it. */
    static boolean applies(Lmm model, RowSource source) {
        return !(source instanceof Table)
                && !new Scan(model.formula(), source.columnNames(), model.encoding()).needsRowsInMemory();
    }

    static DataSummary summarise(Lmm model, RowSource source) {
        return new Streaming(model, source, null).run();
    }

    /** The same with a state that is kept in a file, and continued from. */
    static DataSummary summarise(Lmm model, RowSource source, Checkpoint file) {
        return new Streaming(model, source, null).in(file).run();
    }

    /** The sums of other rows in the columns and scale of known ones; only the means of groups are learned anew. */
    static DataSummary summarise(Lmm model, DataSummary like, RowSource source) {
        return new Streaming(model, source, like).run();
    }

    /** The same with a state that is kept in a file, and continued from. */
    static DataSummary summarise(Lmm model, DataSummary like, RowSource source, Checkpoint file) {
        return new Streaming(model, source, like).in(file).run();
    }

    private Streaming in(Checkpoint file) {
        byte[] given =
                like == null ? new byte[0] : SummaryPlan.of(like, Map.of()).toBytes();
        checkpoint = Checkpointing.in(file, model, given, source);
        return this;
    }

    private DataSummary run() {
        try {
            return summary();
        } finally {
            if (summation != null) {
                summation.close();
            }
        }
    }

    private DataSummary summary() {
        checkpoint.restore(this::restore);
        if (like != null && summation == null) {
            if (hasMeans(like)) {
                pass("reading", scan.rows(), this::scan);
                scanned = scan.rows();
            }
            begin();
        }
        if (scanned == 0) {
            pass("reading", summation == null ? scan.rows() : summation.rows(), this::first);
        }
        Summation begun = summation;
        if (begun == null) {
            scanned = waiting.isEmpty() ? scan.rows() : 0;
            begun = begin();
            waiting.forEach(begun::add);
        }
        if (scanned > 0) {
            pass("summing up", begun.rows(), this::add);
            requireSameRows(begun);
        }
        return begun.finish(like == null ? "" : Origin.digest(source).get());
    }

    private static boolean hasMeans(DataSummary sums) {
        return sums.encoding().learned().bases().values().stream().anyMatch(basis -> basis instanceof Basis.GroupMeans);
    }

    /** Learns from the first rows; sums up from then on, or learns from the others, too. */
    private void first(Table batch) {
        if (summation != null) {
            add(batch);
            return;
        }
        scan(batch);
        if (scan.scan().needsAllRows()) {
            waiting.clear();
            return;
        }
        waiting.add(batch);
        if (scan.scan().sampled() >= SAMPLE) {
            Summation begun = begin();
            waiting.forEach(begun::add);
            waiting.clear();
            checkpoint.offer(begun.rows(), this::writeSums);
        }
    }

    private void scan(Table batch) {
        scan.add(batch);
        if (like != null || scan.scan().needsAllRows()) {
            checkpoint.offer(scan.rows(), this::writeScan);
        }
    }

    private SummaryPlan learned() {
        if (like == null) {
            return scan.plan();
        }
        Map<String, Basis> means = new LinkedHashMap<>();
        if (hasMeans(like)) {
            scan.plan().encoding().learned().bases().forEach((label, basis) -> {
                if (basis instanceof Basis.GroupMeans) {
                    means.put(label, basis);
                }
            });
        }
        return SummaryPlan.of(like, means);
    }

    /** By a plan as it is read back, if it may have to be. */
    private Summation begin() {
        SummaryPlan learned = learned();
        plan = checkpoint.isOn() ? SummaryPlan.of(learned.toBytes()) : learned;
        Summation begun = new Summation(plan, model.threads());
        summation = begun;
        return begun;
    }

    private void add(Table batch) {
        Summation begun = Objects.requireNonNull(summation);
        begun.add(batch);
        checkpoint.offer(begun.rows(), this::writeSums);
    }

    private void writeScan(DataOutputStream out) throws IOException {
        out.writeBoolean(false);
        bytes(out, scan.toBytes());
    }

    private void writeSums(DataOutputStream out) throws IOException {
        out.writeBoolean(true);
        out.writeLong(scanned);
        bytes(out, Objects.requireNonNull(plan).toBytes());
        Objects.requireNonNull(summation).writeState(out);
    }

    private static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private void restore(DataInputStream in) throws IOException {
        boolean summing = in.readBoolean();
        scanned = summing ? in.readLong() : 0;
        byte[] learned = in.readNBytes(in.readInt());
        if (!summing) {
            scan.scan().read(learned);
            return;
        }
        plan = SummaryPlan.of(learned);
        Summation begun = new Summation(plan, model.threads());
        summation = begun;
        begun.readState(in);
    }

    private void pass(String name, long firstRow, Consumer<Table> consumer) {
        BatchJoiner joiner = new BatchJoiner(scan.columns(), consumer);
        try (BatchPipe pipe = new BatchPipe(joiner, model.threads() > 1)) {
            PassClock clock = new PassClock(name, left(firstRow), model.listener());
            boolean[] consuming = {false};
            try {
                source.forEachBatch(firstRow, batch -> {
                    consuming[0] = true;
                    pipe.accept(batch);
                    consuming[0] = false;
                    clock.add(batch.rowCount());
                });
            } catch (RuntimeException e) {
                if (!consuming[0]) {
                    keep(pipe, e);
                }
                throw e;
            }
            pipe.finish();
            joiner.finish();
            clock.finish();
        }
    }

    /** Keeps what came before the source failed, but for batches that were too small alone: borders may decide a plan. */
    private void keep(BatchPipe pipe, RuntimeException failure) {
        if (checkpoint.isOn()) {
            try {
                pipe.finish();
                checkpoint.keep();
            } catch (RuntimeException another) {
                failure.addSuppressed(another);
            }
        }
    }

    private OptionalLong left(long firstRow) {
        OptionalLong known = source.knownRows();
        return known.isPresent() ? OptionalLong.of(known.getAsLong() - firstRow) : known;
    }

    private void requireSameRows(Summation second) {
        if (second.rows() != scanned) {
            throw new EchelonException("the data changed while they were read: " + scanned + " rows in the first pass, "
                    + second.rows() + " in the second; fit a copy that does not change");
        }
    }
}
