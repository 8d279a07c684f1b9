package dev.echelon;

import dev.echelon.result.Provenance;
import dev.echelon.table.RowSource;
import dev.echelon.table.Table;
import org.jspecify.annotations.Nullable;

/**
 * Where a fit comes from: for a new fit this program and its data, whose digest is computed at the first call; for a
 * saved fit what was written then.
 */
final class Origin {
    private final FitState state;
    private @Nullable Table table;
    private @Nullable Provenance known;

    private Origin(FitState state, @Nullable Table table, @Nullable Provenance known) {
        this.state = state;
        this.table = table;
        this.known = known;
    }

    static Origin of(FitState state, RowSource source) {
        return new Origin(state, source instanceof Table inMemory ? inMemory : null, null);
    }

    static Origin of(FitState state, Provenance known) {
        return new Origin(state, null, known);
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
