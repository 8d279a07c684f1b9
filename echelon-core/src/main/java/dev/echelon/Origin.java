package dev.echelon;

import dev.echelon.internal.optim.Optimum;
import dev.echelon.result.Provenance;
import dev.echelon.result.TraceStep;
import dev.echelon.table.RowSource;
import dev.echelon.table.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a fit comes from: for a new fit this program and its data, whose digest is computed at the first call; for a
 * saved fit what was written then.
 */
final class Origin {
    private final FitState state;
    private @Nullable Table table;
    private @Nullable Provenance known;

    private final List<TraceStep> trace;

    private Origin(FitState state, @Nullable Table table, @Nullable Provenance known, List<TraceStep> trace) {
        this.state = state;
        this.trace = trace;
        this.table = table;
        this.known = known;
    }

    static Origin of(FitState state, RowSource source, List<Optimum.Step> trace) {
        return new Origin(
                state,
                source instanceof Table inMemory ? inMemory : null,
                null,
                trace.stream()
                        .map(step -> new TraceStep(step.evaluation(), step.value(), step.gradientNorm()))
                        .toList());
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
                    table == null ? "" : table.digest(),
                    state.plan());
            table = null; // the digest is all that is needed of it
        }
        return known;
    }
}
