package dev.echelon;

import dev.echelon.error.EchelonException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import tools.jackson.core.exc.JacksonIOException;

/**
 * Files of cross-products. All numbers are little-endian:
 *
 * <pre>
 * 8 bytes   0x89 E X P CR LF 0x1A LF   what it is; damaged by transfers that change line ends
 * 4 bytes   format                    goes up only when an older release could not read the rest
 * 4 bytes   0                         for later releases
 * the rest, as zlib stream:
 *   4 bytes   length of the text
 *   text      one JSON object in UTF-8, see {@link SummaryJson}
 *   4 bytes   number of sections
 *   sections  long arrays, see {@link SectionWriter}
 *   4 bytes   CRC-32C of everything in the zlib stream before it
 * </pre>
 */
final class SummaryFile {
    /** The format this release writes, and the newest it reads. */
    static final int FORMAT = 1;

    private static final byte[] MAGIC = {(byte) 0x89, 'E', 'X', 'P', '\r', '\n', 0x1A, '\n'};
    private static final int BUFFER = 1 << 16;
    private static final String KIND = "cross-products";

    private SummaryFile() {}

    /** Whether a file begins as files of cross-products do; false if it cannot be read. */
    static boolean is(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream stream = Files.newInputStream(file)) {
            return Arrays.equals(stream.readNBytes(MAGIC.length), MAGIC);
        } catch (IOException e) {
            return false;
        }
    }

    static void write(DataSummary summary, Path file) {
        WholeFile.write(file, "the cross-products", stream -> write(summary, stream));
    }

    /** Writes to a stream and leaves it open. */
    static void write(DataSummary summary, OutputStream stream) throws IOException {
        stream.write(MAGIC);
        stream.write(bytes(FORMAT));
        stream.write(bytes(0));
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            DeflaterOutputStream zip = new DeflaterOutputStream(stream, deflater, BUFFER);
            CheckedOutputStream checked = new CheckedOutputStream(new BufferedOutputStream(zip, BUFFER), new CRC32C());
            SectionWriter sections = new SectionWriter();
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            SummaryJson.write(summary, text, sections);
            checked.write(bytes(text.size()));
            text.writeTo(checked);
            checked.write(bytes(sections.count()));
            sections.write(checked);
            checked.write(bytes((int) checked.getChecksum().getValue()));
            checked.flush();
            zip.finish();
        } finally {
            deflater.end();
        }
        stream.flush();
    }

    private static byte[] bytes(int value) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }

    static DataSummary read(Path file) {
        if (Files.isDirectory(file)) {
            throw new EchelonException("cannot read the cross-products '" + file + "': it is a folder");
        }
        try (InputStream stream = WholeFile.open(file)) {
            return read("'" + file + "'", stream);
        } catch (IOException e) {
            throw new EchelonException("cannot read the cross-products '" + file + "': " + WholeFile.reason(e), e);
        }
    }

    /** @param name for messages, in quotes */
    static DataSummary read(String name, InputStream stream) throws IOException {
        try {
            return read(name, new DataInputStream(new BufferedInputStream(stream, BUFFER)));
        } catch (EOFException e) {
            throw new EchelonException(
                    "the file " + name + " ends too early: it was cut off; copy it again or sum the data up again", e);
        } catch (ZipException | DamagedFile e) {
            throw new EchelonException(
                    "the file " + name + " is damaged: " + e.getMessage() + "; copy it again or sum the data up again",
                    e);
        } catch (JacksonIOException e) {
            throw new IOException(e.getCause());
        }
    }

    private static DataSummary read(String name, DataInputStream in) throws IOException {
        requireMagic(name, in);
        int format = integer(in);
        if (format < 1 || format > FORMAT) {
            throw new EchelonException("the file " + name + " was written by a newer Echelon (format " + format
                    + " of " + KIND + "); this release reads format " + FORMAT
                    + ": upgrade, or sum the data up again");
        }
        integer(in);
        Inflater inflater = new Inflater();
        try {
            return body(name, new InflaterInputStream(in, inflater, BUFFER));
        } finally {
            inflater.end();
        }
    }

    private static DataSummary body(String name, InputStream expanded) throws IOException {
        CheckedInputStream checked = new CheckedInputStream(new BufferedInputStream(expanded, BUFFER), new CRC32C());
        DataInputStream body = new DataInputStream(checked);
        int length = integer(body);
        byte[] text = body.readNBytes(Math.max(0, length));
        if (text.length != length) {
            throw new EOFException();
        }
        SectionReader sections = SectionReader.read(body, Math.max(0, integer(body)));
        int expected = (int) checked.getChecksum().getValue();
        if (integer(body) != expected) {
            throw new DamagedFile("its checksum is not that of its content");
        }
        if (body.read() >= 0) {
            throw new DamagedFile("something follows its end");
        }
        return SummaryJson.read("the file " + name, new ByteArrayInputStream(text), sections);
    }

    private static int integer(DataInputStream in) throws IOException {
        return Integer.reverseBytes(in.readInt());
    }

    private static void requireMagic(String name, DataInputStream in) throws IOException {
        byte[] start = in.readNBytes(MAGIC.length);
        if (Arrays.equals(start, MAGIC)) {
            return;
        }
        String what = start.length == 0
                ? "it is empty"
                : start[0] == MAGIC[0] && start.length > 3 && start[1] == MAGIC[1]
                        ? "its first bytes were changed, as by a transfer of text"
                        : "it is a table, a saved fit or another kind of file";
        throw new EchelonException("the file " + name + " holds no cross-products (" + what
                + "); they are written by 'echelon crossproducts' or DataSummary.save");
    }
}
