package dev.echelon;

import dev.echelon.internal.optim.Optimum;
import dev.echelon.result.Provenance;
import dev.echelon.result.TraceStep;
import dev.echelon.table.RowSource;
import dev.echelon.table.Table;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where a fit comes from: for a new fit this program and its data, whose digest is computed at the first call; for a
 * saved fit what was written then.
 */
final class Origin {
    private final FitState state;
    private @Nullable Supplier<String> digest;
    private @Nullable Provenance known;

    private final List<TraceStep> trace;

    private Origin(
            FitState state, @Nullable Supplier<String> digest, @Nullable Provenance known, List<TraceStep> trace) {
        this.state = state;
        this.trace = trace;
        this.digest = digest;
        this.known = known;
    }

    /** Of a new fit of data with this digest. */
    static Origin of(FitState state, Supplier<String> digest, List<Optimum.Step> trace) {
        return new Origin(
                state,
                digest,
                null,
                trace.stream()
                        .map(step -> new TraceStep(step.evaluation(), step.value(), step.gradientNorm()))
                        .toList());
    }

    /** The digest of a table in memory; empty for other sources, which need not be read again for it. */
    static Supplier<String> digest(RowSource source) {
        return source instanceof Table table ? table::digest : () -> "";
    }

    static Origin of(FitState state, Provenance known) {
        return new Origin(state, null, known, List.of());
    }

    /** The way to the optimum; empty for a saved fit. */
    List<TraceStep> trace() {
        return trace;
    }

    synchronized Provenance provenance() {
        if (known == null) {
            known = new Provenance(
                    Version.text(),
                    System.getProperty("java.version"),
                    System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                    state.kernels(),
                    digest == null ? "" : digest.get(),
                    state.plan());
            digest = null; // it holds the table
        }
        return known;
    }
}
