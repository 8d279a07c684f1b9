package dev.echelon.spark;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/** How the values of a row of type R are read, by place; only those that are not missing. */
interface Cells<R> {

    boolean isMissing(R row, int column);

    double number(R row, int column);

    String text(R row, int column);

    /** Microseconds since 1970 in UTC. */
    long microseconds(R row, int column);

    /** Rows as a user sees them. */
    static Cells<Row> ofRows() {
        return new Cells<>() {
            @Override
            public boolean isMissing(Row row, int column) {
                return row.isNullAt(column);
            }

            @Override
            public double number(Row row, int column) {
                return row.getDouble(column);
            }

            @Override
            public String text(Row row, int column) {
                return row.getString(column);
            }

            @Override
            public long microseconds(Row row, int column) {
                return row.getLong(column);
            }
        };
    }

    /** Rows as Spark holds them: numbers without an object each, equal texts as one object. */
    static Cells<InternalRow> ofInternalRows() {
        return new Cells<>() {
            private static final int REMEMBERED = 1 << 18;
            private final Map<UTF8String, String> texts = new HashMap<>();

            @Override
            public boolean isMissing(InternalRow row, int column) {
                return row.isNullAt(column);
            }

            @Override
            public double number(InternalRow row, int column) {
                return row.getDouble(column);
            }

            @Override
            public String text(InternalRow row, int column) {
                UTF8String value = row.getUTF8String(column);
                String known = texts.get(value);
                if (known != null) {
                    return known;
                }
                if (texts.size() >= REMEMBERED) {
                    texts.clear();
                }
                String text = value.toString();
                texts.put(value.clone(), text); // the row and its memory are used again
                return text;
            }

            @Override
            public long microseconds(InternalRow row, int column) {
                return row.getLong(column);
            }
        };
    }
}
