package dev.echelon.internal.design;

import dev.echelon.table.Factor;
import dev.echelon.table.Table;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Every so-many-th row of a stream: about a few thousand, whatever its length. */
final class RowSample {
    private static final int MOST = 4096;

    private final List<Table> parts = new ArrayList<>();
    private long stride = 1;
    private long seen;
    private int kept;

    void add(Table rows) {
        int n = rows.rowCount();
        long first = (stride - seen % stride) % stride;
        int count = (int) Math.max(0, (n - first + stride - 1) / stride);
        int[] chosen = new int[count];
        for (int i = 0; i < count; i++) {
            chosen[i] = (int) (first + i * stride);
        }
        seen += n;
        if (count > 0) {
            parts.add(rows.rows(chosen));
            kept += count;
        }
        while (kept > MOST) {
            thin();
        }
    }

    private void thin() {
        Table all = Rows.join(parts);
        int[] even = new int[(all.rowCount() + 1) / 2];
        Arrays.setAll(even, i -> 2 * i);
        parts.clear();
        parts.add(all.rows(even));
        kept = even.length;
        stride *= 2;
    }

    /** Adds the sample of rows that follow these. */
    void merge(RowSample other) {
        if (other.kept > 0) {
            parts.addAll(other.parts);
            kept += other.kept;
        }
        seen += other.seen;
        stride = Math.max(stride, other.stride);
        while (kept > MOST) {
            thin();
        }
    }

    void write(DataOutputStream out) throws IOException {
        out.writeLong(stride);
        out.writeLong(seen);
        out.writeInt(kept);
        StateBytes.tables(out, parts.stream().map(RowSample::small).toList());
    }

    /** Without levels that do not occur, of which there may be millions. */
    private static Table small(Table part) {
        Table small = part;
        for (String name : part.columnNames()) {
            if (part.column(name) instanceof Factor factor) {
                small = small.with(name, factor.withoutUnusedLevels());
            }
        }
        return small;
    }

    void read(DataInputStream in) throws IOException {
        stride = in.readLong();
        seen = in.readLong();
        kept = in.readInt();
        parts.addAll(StateBytes.tables(in));
    }

    int size() {
        return kept;
    }

    Table rows() {
        return Rows.join(parts);
    }
}
