package dev.echelon;

import dev.echelon.table.RowSource;
import dev.echelon.table.Table;
import org.jspecify.annotations.Nullable;

/** The digest of the data of a fit: computed from a table in memory at the first call, known for a saved fit. */
final class DataDigest {
    private @Nullable Table table;
    private @Nullable String text;

    private DataDigest(@Nullable Table table, @Nullable String text) {
        this.table = table;
        this.text = text;
    }

    static DataDigest of(RowSource source) {
        return source instanceof Table known ? new DataDigest(known, null) : new DataDigest(null, "");
    }

    static DataDigest of(String text) {
        return new DataDigest(null, text);
    }

    /** SHA-256 in hex, or empty if the data were streamed. */
    synchronized String text() {
        if (text == null) {
            text = table == null ? "" : table.digest();
            table = null;
        }
        return text;
    }
}
