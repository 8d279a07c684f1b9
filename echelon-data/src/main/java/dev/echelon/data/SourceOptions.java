package dev.echelon.data;

import dev.echelon.error.EchelonException;
import dev.echelon.table.Csv;
import dev.echelon.table.CsvReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How sources are opened: an immutable set of options, each method giving a changed copy. */
public final class SourceOptions {
    private static final SourceOptions DEFAULTS =
            new SourceOptions(0, 0, List.of("NA", ""), '\0', null, null, null, null);

    private final int threads;
    private final long memory;
    private final List<String> missing;
    private final char delimiter;
    private final @Nullable String sql;
    private final @Nullable String user;
    private final @Nullable String password;
    private final @Nullable Path driver;

    private SourceOptions(
            int threads,
            long memory,
            List<String> missing,
            char delimiter,
            @Nullable String sql,
            @Nullable String user,
            @Nullable String password,
            @Nullable Path driver) {
        this.threads = threads;
        this.memory = memory;
        this.missing = missing;
        this.delimiter = delimiter;
        this.sql = sql;
        this.user = user;
        this.password = password;
        this.driver = driver;
    }

    /** All processors, as much memory as the Java heap, {@code NA} and empty fields of delimited text missing. */
    public static SourceOptions defaults() {
        return DEFAULTS;
    }

    /**
     * With at most so many threads for reading; the rows and their order do not depend on it.
     *
     * @throws EchelonException if it is less than 1
     */
    public SourceOptions threads(int threads) {
        if (threads < 1) {
            throw new EchelonException("the number of threads must be at least 1, not " + threads);
        }
        return new SourceOptions(threads, memory, missing, delimiter, sql, user, password, driver);
    }

    /**
     * With at most about so many bytes outside of the Java heap for queries; larger intermediate results go to files.
     *
     * @throws EchelonException if it is less than 64 MB, with which no query works
     */
    public SourceOptions memory(long bytes) {
        if (bytes < DuckSession.LEAST_MEMORY) {
            throw new EchelonException("queries need at least 64 MB of memory, not " + bytes + " bytes");
        }
        return new SourceOptions(threads, bytes, missing, delimiter, sql, user, password, driver);
    }

    /** With exactly these fields of delimited text as missing values. */
    public SourceOptions missing(List<String> codes) {
        return new SourceOptions(threads, memory, List.copyOf(codes), delimiter, sql, user, password, driver);
    }

    /** With fields of delimited text separated by this character. */
    public SourceOptions delimiter(char character) {
        return new SourceOptions(threads, memory, missing, character, sql, user, password, driver);
    }

    /** With the rows of a query instead of all rows; in it, {@code data} is the file that is opened. */
    public SourceOptions sql(String query) {
        return new SourceOptions(threads, memory, missing, delimiter, query, user, password, driver);
    }

    /** With this user of a database. */
    public SourceOptions user(String name) {
        return new SourceOptions(threads, memory, missing, delimiter, sql, name, password, driver);
    }

    /** With this password of a database, which never appears in a message. */
    public SourceOptions password(String secret) {
        return new SourceOptions(threads, memory, missing, delimiter, sql, user, secret, driver);
    }

    /** With the JDBC driver in this jar, or in the jars of this folder. */
    public SourceOptions driver(Path jar) {
        return new SourceOptions(threads, memory, missing, delimiter, sql, user, password, jar);
    }

    /** The number of threads, 0 for all processors. */
    int threads() {
        return threads;
    }

    /** The bytes for queries, 0 for the default. */
    long memory() {
        return memory;
    }

    List<String> missing() {
        return missing;
    }

    /** The delimiter, empty if it is to be found. */
    Optional<Character> delimiter() {
        return delimiter == '\0' ? Optional.empty() : Optional.of(delimiter);
    }

    Optional<String> sql() {
        return Optional.ofNullable(sql);
    }

    Optional<String> user() {
        return Optional.ofNullable(user);
    }

    Optional<String> password() {
        return Optional.ofNullable(password);
    }

    Optional<Path> driver() {
        return Optional.ofNullable(driver);
    }

    /** What decides how the bytes of files are understood. */
    String reading() {
        return "missing=" + missing + ", delimiter=" + (delimiter == '\0' ? "any" : Integer.toString(delimiter));
    }

    /** The reader of delimited text with these options. */
    CsvReader csv() {
        CsvReader reader = Csv.reader().missing(missing.toArray(String[]::new));
        return delimiter == '\0' ? reader : reader.delimiter(delimiter);
    }

    /** All options but the secret. */
    @Override
    public String toString() {
        return "SourceOptions[threads=" + threads + ", memory=" + memory + ", sql=" + sql + ", user=" + user + "]";
    }
}
