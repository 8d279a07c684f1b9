package dev.echelon.table;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import dev.echelon.error.EchelonException;
import java.util.ArrayList;
import java.util.List;

/** Receives records from the tokeniser: the header first, then rows that must have as many fields as it. */
final class CsvRecords extends CsvCallbackHandler<Boolean> {
    private static final char[] NONE = new char[0];

    private final String source;
    private final FieldSink sink;
    private final List<String> header = new ArrayList<>();
    private boolean inHeader = true;
    private long rows;
    private long line;
    private long linesInRecord;
    private int fields;
    private boolean empty;
    // A first field of blanks may be all there is on its line, which is then no row.
    private String heldBlanks = "";
    private boolean holding;

    CsvRecords(String source, FieldSink sink) {
        this.source = source;
        this.sink = sink;
    }

    /** The line at which the tokeniser stands: where the current record starts, and the quoted line ends since. */
    long line() {
        return line + linesInRecord;
    }

    /** Whether a row has come. */
    boolean hasRows() {
        return rows > 0;
    }

    /** Refuses text without any record, and a header alone. */
    void requireRows() {
        if (inHeader) {
            throw new EchelonException("'" + source + "' is empty; it needs a header line and rows");
        }
        if (rows == 0) {
            throw new EchelonException("'" + source + "' has a header but no rows; add the data below the header");
        }
    }

    @Override
    protected RecordType getRecordType() {
        return empty ? RecordType.EMPTY : RecordType.DATA;
    }

    @Override
    protected int getFieldCount() {
        return fields;
    }

    @Override
    protected void beginRecord(long startingLine) {
        line = startingLine;
        linesInRecord = 0;
        fields = 0;
        empty = false;
        holding = false;
    }

    @Override
    protected void addField(char[] buffer, int offset, int length, boolean quoted) {
        if (quoted) {
            linesInRecord += lineEnds(buffer, offset, length);
        }
        if (inHeader) {
            header.add(new String(buffer, offset, length));
        } else if (fields == 0 && !quoted && header.size() > 1 && isBlank(buffer, offset, length)) {
            heldBlanks = length == 0 ? "" : new String(buffer, offset, length);
            holding = true;
        } else if (fields < header.size()) {
            releaseHeld();
            sink.field(fields, buffer, offset, length, quoted, line);
        }
        fields++;
    }

    @Override
    protected void setComment(char[] buffer, int offset, int length) {
        throw new IllegalStateException("comments are switched off");
    }

    @Override
    protected void setEmpty() {
        empty = true;
    }

    @Override
    protected Boolean buildRecord() {
        if (empty || (holding && fields == 1)) {
            return Boolean.TRUE;
        }
        if (inHeader) {
            if (!isBlankHeader()) {
                inHeader = false;
                sink.header(header);
            } else {
                header.clear();
            }
            return Boolean.TRUE;
        }
        requireWidth();
        sink.endRow();
        rows++;
        return Boolean.TRUE;
    }

    private boolean isBlankHeader() {
        return header.size() == 1 && header.get(0).isBlank();
    }

    private void releaseHeld() {
        if (holding) {
            holding = false;
            char[] blanks = heldBlanks.isEmpty() ? NONE : heldBlanks.toCharArray();
            sink.field(0, blanks, 0, blanks.length, false, line);
        }
    }

    private void requireWidth() {
        if (fields == header.size()) {
            return;
        }
        String names = fields == header.size() + 1 && rows == 0
                ? "; if the first column holds row names, name it in the header"
                : "; quote fields that contain the delimiter, and remove or complete the line";
        throw new EchelonException("'" + source + "' has " + fields + (fields == 1 ? " field" : " fields") + " in line "
                + line + ", but the header has " + header.size() + names);
    }

    private static boolean isBlank(char[] buffer, int offset, int length) {
        return DecimalText.skipBlanks(buffer, offset, offset + length) == offset + length;
    }

    private static int lineEnds(char[] buffer, int offset, int length) {
        int count = 0;
        for (int i = offset; i < offset + length; i++) {
            count += buffer[i] == '\n' ? 1 : 0;
        }
        return count;
    }
}
