package dev.echelon.table;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.echelon.error.EchelonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.zip.ZipException;

/** One pass over delimited text; every failure leaves as a sentence that names the line. */
final class CsvScan {
    // A longer field is text swallowed by a quote that never closes, not data.
    private static final int LONGEST_FIELD = 1 << 22;

    private CsvScan() {}

    /** How the text is split: quotes as in RFC 4180, and nothing forgiven but the number of fields, checked by us. */
    static de.siegmar.fastcsv.reader.CsvReader.CsvReaderBuilder dialect(char delimiter) {
        return de.siegmar.fastcsv.reader.CsvReader.builder()
                .fieldSeparator(delimiter)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .skipEmptyLines(true)
                .maxBufferSize(LONGEST_FIELD);
    }

    /** Sends the header and all fields to {@code sink}. */
    static void run(CsvInput input, char delimiter, FieldSink sink) {
        run(input, delimiter, sink, false);
    }

    /** Sends the header to {@code sink} and reads not much more. */
    static void header(CsvInput input, char delimiter, FieldSink sink) {
        run(input, delimiter, sink, true);
    }

    private static void run(CsvInput input, char delimiter, FieldSink sink, boolean headerAlone) {
        CsvRecords records = new CsvRecords(input.name(), sink);
        try (Reader text = input.open();
                var reader = dialect(delimiter).build(records, text)) {
            for (Boolean row : reader) {
                assert row; // the records handler has already passed the row on
                if (headerAlone && records.hasRows()) {
                    return;
                }
            }
        } catch (CsvParseException | UncheckedIOException e) {
            throw explained(e, input, records);
        } catch (IOException e) {
            throw explained(e, input);
        }
        records.requireRows();
    }

    /** What went wrong when the text was opened or read. */
    static EchelonException explained(IOException e, CsvInput input) {
        String name = "'" + input.name() + "'";
        if (e instanceof CharacterCodingException) {
            return new EchelonException(
                    name + " has bytes that are not " + input.charset() + " text in line " + undecodable(input)
                            + "; name its charset, for example ISO-8859-1",
                    e);
        }
        if (e instanceof EOFException) {
            return new EchelonException(name + " is a gzip file that ends too early; get a complete copy", e);
        }
        if (e instanceof ZipException) {
            return new EchelonException(name + " is a damaged gzip file; get an intact copy", e);
        }
        return input.unreadable(e);
    }

    private static EchelonException explained(RuntimeException e, CsvInput input, CsvRecords records) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof EchelonException own) {
                return own;
            }
            if (cause instanceof IOException io) {
                return explained(io, input);
            }
        }
        String message = String.valueOf(e.getMessage());
        String name = "'" + input.name() + "'";
        if (message.contains("after closing quote")) {
            return new EchelonException(
                    name + " has text after a closing quote in line " + records.line()
                            + "; write a quote inside a quoted field twice",
                    e);
        }
        return new EchelonException(
                name + " has a quoted field that starts in line " + records.line()
                        + " and never ends; add the closing quote",
                e);
    }

    private static long undecodable(CsvInput input) {
        try {
            return input.lineOfUndecodableByte();
        } catch (IOException e) {
            throw input.unreadable(e);
        }
    }
}
