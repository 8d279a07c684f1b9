package dev.echelon.internal.design;

import dev.echelon.error.EchelonException;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.Table;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Holds the batches of one source to the types of the first one. */
final class ColumnKinds {
    private final Map<String, Boolean> numeric = new LinkedHashMap<>();

    /**
     * Checks a batch.
     *
     * @throws EchelonException if a column is not there, or has changed its type; the message names it and the place
     */
    void require(Table batch, Set<String> columns, long firstRow) {
        for (String name : columns) {
            boolean now = batch.column(name) instanceof NumericColumn;
            Boolean before = numeric.putIfAbsent(name, now);
            if (before != null && before != now) {
                throw new EchelonException("column '" + name + "' holds " + (before ? "numbers" : "text")
                        + " at first but " + (now ? "numbers" : "text") + " from row " + (firstRow + 1)
                        + " on; give all rows one type");
            }
        }
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(numeric.size());
        for (Map.Entry<String, Boolean> kind : numeric.entrySet()) {
            StateBytes.text(out, kind.getKey());
            out.writeBoolean(kind.getValue());
        }
    }

    void read(DataInputStream in) throws IOException {
        for (int left = in.readInt(); left > 0; left--) {
            numeric.put(StateBytes.text(in), in.readBoolean());
        }
    }
}
