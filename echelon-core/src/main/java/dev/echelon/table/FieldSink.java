package dev.echelon.table;

import java.util.List;

/** Takes the fields of delimited text one after the other; every row has as many as the header. */
interface FieldSink {
    /** The fields of the first record. */
    void header(List<String> fields);

    /** A field of a row: characters of {@code buffer} that are valid only during the call. */
    void field(int column, char[] buffer, int offset, int length, boolean quoted, long line);

    /** The end of a row. */
    void endRow();
}
