package dev.echelon.data;

import dev.echelon.error.EchelonException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Where data are and how they are read: an address of a database, or a file, a pattern of files or a folder with a
 * format.
 *
 * @param text the location as given
 * @param format how it is read
 * @param many whether it is a pattern or a folder
 */
record Location(String text, Format format, boolean many) {
    private static final List<String> COMPRESSIONS = List.of(".gz", ".zst");
    private static final int MAGIC = 6;

    /** The formats. */
    enum Format {
        /** Text with delimiters: plain or gzip if it is one file. */
        DELIMITED,
        PARQUET,
        JSON,
        ARROW,
        DATABASE
    }

    /** The location that a person named. */
    static Location of(String text) {
        if (text.toLowerCase(Locale.ROOT).startsWith("jdbc:")) {
            return new Location(text, Format.DATABASE, false);
        }
        Path path = named(text);
        boolean exists = Files.exists(path);
        if (Files.isDirectory(path)) {
            return new Location(text.replaceAll("[/\\\\]+$", "") + "/**/*.parquet", Format.PARQUET, true);
        }
        boolean many = !exists && text.matches(".*[*?\\[].*");
        Format byName = byName(text);
        return new Location(text, byName == Format.DELIMITED && exists ? byContent(path) : byName, many);
    }

    /** Whether the core reads it. */
    boolean isPlainText() {
        return format == Format.DELIMITED && !many && !isZstandard();
    }

    /** Whether the name says that the text is compressed by Zstandard. */
    boolean isZstandard() {
        return text.toLowerCase(Locale.ROOT).endsWith(".zst");
    }

    /** Whether the name says that tabs separate the fields. */
    boolean isTabSeparated() {
        String plain = plain(text);
        return plain.endsWith(".tsv") || plain.endsWith(".tab");
    }

    /** The file. */
    Path path() {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new EchelonException("'" + text + "' is not the name of a file", e);
        }
    }

    /** The file of that name; one that is not there if no file can have it, as is so for patterns on some systems. */
    private static Path named(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            return Path.of("no such file");
        }
    }

    private static Format byName(String text) {
        String plain = plain(text);
        if (plain.endsWith(".parquet") || plain.endsWith(".pq")) {
            return Format.PARQUET;
        }
        if (plain.endsWith(".json") || plain.endsWith(".jsonl") || plain.endsWith(".ndjson")) {
            return Format.JSON;
        }
        boolean arrow = plain.endsWith(".arrow")
                || plain.endsWith(".arrows")
                || plain.endsWith(".feather")
                || plain.endsWith(".ipc");
        return arrow ? Format.ARROW : Format.DELIMITED;
    }

    /** Parquet and Arrow files say at their beginning what they are. */
    private static Format byContent(Path path) {
        if (!Files.isRegularFile(path)) {
            return Format.DELIMITED;
        }
        try (InputStream stream = Files.newInputStream(path)) {
            String magic = new String(stream.readNBytes(MAGIC), StandardCharsets.ISO_8859_1);
            if (magic.startsWith("PAR1")) {
                return Format.PARQUET;
            }
            return magic.equals("ARROW1") ? Format.ARROW : Format.DELIMITED;
        } catch (IOException unreadable) {
            return Format.DELIMITED; // whose reader says what is wrong
        }
    }

    /** In small letters, without the ending of a compression. */
    private static String plain(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        for (String ending : COMPRESSIONS) {
            if (lower.endsWith(ending)) {
                return lower.substring(0, lower.length() - ending.length());
            }
        }
        return lower;
    }
}
