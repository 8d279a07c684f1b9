package dev.echelon.table;

import dev.echelon.error.EchelonException;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Text that can be opened as often as needed: unpacked if it is gzip, without its byte order mark, surely text. */
final class CsvInput {
    private static final int BUFFER = 1 << 16;
    // Enough to meet a NUL in any binary format, small enough to look at in no time.
    private static final int PROBE = 1 << 13;

    private final String name;
    private final Charset charset;
    private final Opener opener;
    private final Optional<Path> file;

    private CsvInput(String name, Charset charset, Optional<Path> file, Opener opener) {
        this.name = name;
        this.charset = charset;
        this.file = file;
        this.opener = opener;
    }

    /** A file; a pipe or device is read into memory now. */
    static CsvInput of(Path path, Charset charset) {
        String name = path.toString();
        if (Files.isDirectory(path)) {
            throw new EchelonException("'" + name + "' is a directory; give the path of a file in it");
        }
        if (!Files.exists(path)) {
            throw missingFile(path);
        }
        CsvInput input = new CsvInput(name, charset, Optional.of(path), () -> Files.newInputStream(path));
        if (Files.isRegularFile(path)) {
            return input;
        }
        try (InputStream stream = input.openBytes()) {
            return of(stream, name, charset);
        } catch (IOException e) {
            throw input.unreadable(e);
        }
    }

    /** A stream, read into memory now. */
    static CsvInput of(InputStream stream, String name, Charset charset) {
        try {
            byte[] bytes = stream.readAllBytes();
            return new CsvInput(name, charset, Optional.empty(), () -> new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new EchelonException("cannot read '" + name + "': " + reason(e), e);
        }
    }

    String name() {
        return name;
    }

    /** Name, size and time of a file; empty for bytes in memory. */
    Optional<String> stamp() {
        return file.map(path -> {
            try {
                BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
                return path.toAbsolutePath().normalize() + "\t" + now.size() + " "
                        + now.lastModifiedTime().toMillis();
            } catch (IOException e) {
                throw unreadable(e);
            }
        });
    }

    /** Whether the name says that tabs separate the fields. */
    boolean isNamedTabSeparated() {
        String lower = name.toLowerCase(Locale.ROOT);
        String plain = lower.endsWith(".gz") ? lower.substring(0, lower.length() - 3) : lower;
        return plain.endsWith(".tsv") || plain.endsWith(".tab");
    }

    /** The text from its beginning; undecodable bytes fail as {@link CharacterCodingException}. */
    Reader open() throws IOException {
        return open(CodingErrorAction.REPORT);
    }

    /** The text from its beginning, with a replacement character for undecodable bytes. */
    Reader openLeniently() throws IOException {
        return open(CodingErrorAction.REPLACE);
    }

    private Reader open(CodingErrorAction onError) throws IOException {
        BufferedInputStream stream = new BufferedInputStream(openUnpacked(), BUFFER);
        try {
            stream.mark(PROBE);
            byte[] head = stream.readNBytes(PROBE);
            stream.reset();
            TextProbe probe = TextProbe.of(head, charset);
            probe.requireText(name);
            stream.skipNBytes(probe.markLength());
            return new InputStreamReader(
                    stream,
                    probe.charset().newDecoder().onMalformedInput(onError).onUnmappableCharacter(onError));
        } catch (IOException | RuntimeException e) {
            stream.close();
            throw e;
        }
    }

    private InputStream openUnpacked() throws IOException {
        InputStream bytes = openBytes();
        try {
            BufferedInputStream stream = new BufferedInputStream(bytes, BUFFER);
            stream.mark(2);
            boolean gzip = stream.read() == 0x1f && stream.read() == 0x8b;
            stream.reset();
            return gzip ? new GZIPInputStream(stream, BUFFER) : stream;
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    private InputStream openBytes() throws IOException {
        return opener.open();
    }

    /** The line of the first undecodable byte, for a message. */
    long lineOfUndecodableByte() throws IOException {
        long line = 1;
        try (Reader reader = open()) {
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                line += c == '\n' ? 1 : 0;
            }
        } catch (CharacterCodingException e) {
            return line;
        }
        return line;
    }

    EchelonException unreadable(IOException e) {
        return new EchelonException("cannot read '" + name + "': " + reason(e), e);
    }

    Charset charset() {
        return charset;
    }

    private static EchelonException missingFile(Path path) {
        Path parent = path.toAbsolutePath().getParent();
        String hint = parent != null && !Files.isDirectory(parent)
                ? "the directory '" + parent + "' does not exist either"
                : "relative paths start at '" + Path.of("").toAbsolutePath() + "'";
        return new EchelonException("there is no file '" + path + "'; " + hint);
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NoSuchFileException) {
            return "it has been removed";
        }
        String message = e.getMessage();
        return message == null ? "an input error occurred" : message;
    }

    private interface Opener {
        InputStream open() throws IOException;
    }
}
