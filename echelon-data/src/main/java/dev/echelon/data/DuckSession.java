package dev.echelon.data;

import dev.echelon.error.EchelonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.UUID;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBPreparedStatement;
import org.jspecify.annotations.Nullable;

/** An embedded DuckDB that keeps nothing, downloads nothing and writes only to a temporary folder of its own. */
final class DuckSession implements AutoCloseable {
    static final long LEAST_MEMORY = 64L << 20;
    private static final int FIRST = 1;

    private final DuckDBConnection connection;
    private final Path scratch;
    private final String manyThreads;
    private int names;

    private DuckSession(DuckDBConnection connection, Path scratch, int threads) {
        this.connection = connection;
        this.scratch = scratch;
        this.manyThreads = threads > 0 ? "SET threads = " + threads : "RESET threads";
    }

    /** A new one; loading the library for the first time in a process takes most of a second. */
    static DuckSession open(SourceOptions options) {
        // DuckDB makes the folder when it first has something to put aside.
        Path scratch = Path.of(System.getProperty("java.io.tmpdir"), "echelon-" + UUID.randomUUID());
        Properties settings = new Properties();
        settings.setProperty("memory_limit", megabytes(options) + "MB");
        settings.setProperty("temp_directory", scratch.toString());
        if (options.threads() > 0) {
            settings.setProperty("threads", Integer.toString(options.threads()));
        }
        DuckSession session = new DuckSession(connect(settings), scratch, options.threads());
        session.run("SET autoinstall_known_extensions = false");
        session.run("SET autoload_known_extensions = false");
        session.run("SET preserve_insertion_order = true");
        session.run("SET TimeZone = 'UTC'");
        return session;
    }

    private static DuckDBConnection connect(Properties settings) {
        try {
            return DuckDBConnection.newConnection("jdbc:duckdb:", false, settings);
        } catch (Exception | LinkageError e) {
            throw new EchelonException(
                    "DuckDB, which reads this kind of data, does not start on this machine: " + e.getMessage(), e);
        }
    }

    /** As much as the Java heap may grow to, if nobody said otherwise: a quarter of the machine by Java's default. */
    private static long megabytes(SourceOptions options) {
        long bytes =
                options.memory() > 0 ? options.memory() : Runtime.getRuntime().maxMemory();
        return Math.max(LEAST_MEMORY, bytes) >> 20;
    }

    /** Runs a statement of our own that gives no rows. */
    void run(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw DuckErrors.explained(e, "the data");
        }
    }

    /** The few rows of a query, as texts. */
    List<List<@Nullable String>> rows(String sql, String source) {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int width = result.getMetaData().getColumnCount();
            List<List<@Nullable String>> rows = new ArrayList<>();
            while (result.next()) {
                List<@Nullable String> row = new ArrayList<>();
                for (int i = FIRST; i <= width; i++) {
                    row.add(result.getString(i));
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException e) {
            throw DuckErrors.explained(e, source);
        }
    }

    /** The names and types of the columns of a query, without running it. */
    List<NamedType> columns(String sql, String source) {
        try (DuckDBPreparedStatement statement = connection.prepare(sql)) {
            ResultSetMetaData meta = statement.getMetaData();
            List<NamedType> columns = new ArrayList<>();
            for (int i = FIRST; meta != null && i <= meta.getColumnCount(); i++) {
                columns.add(new NamedType(meta.getColumnName(i), meta.getColumnTypeName(i)));
            }
            return columns;
        } catch (SQLException e) {
            throw DuckErrors.explained(e, source);
        }
    }

    /**
     * Whether one thread runs the queries from now on. Chunks in the order of the rows come from one thread anyhow; a
     * second one only runs ahead of it and costs a third of its time again, which whoever takes the chunks could use.
     */
    void oneThread(boolean one) {
        run(one ? "SET threads = 1" : manyThreads);
    }

    /** A query to be read chunk by chunk. */
    DuckDBPreparedStatement prepare(String sql) throws SQLException {
        return connection.prepare(sql);
    }

    /** An enumeration of these texts, in this order; the name of its type. */
    String enumeration(List<String> levels) {
        String name = freshName("level");
        run("CREATE TEMP TABLE " + name + "_texts (place INTEGER, text VARCHAR)");
        try (DuckDBAppender appender = connection.createAppender("temp", "main", name + "_texts")) {
            for (int i = 0; i < levels.size(); i++) {
                appender.beginRow().append(i).append(levels.get(i)).endRow();
            }
        } catch (SQLException e) {
            throw DuckErrors.explained(e, "the data");
        }
        run("CREATE TYPE " + name + " AS ENUM (SELECT text FROM " + name + "_texts ORDER BY place)");
        run("DROP TABLE " + name + "_texts");
        return name;
    }

    /** A name that nothing in this session has. */
    String freshName(String stem) {
        return "echelon_" + stem + "_" + names++;
    }

    /** A name in quotes. */
    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A text in quotes. */
    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** A list of texts. */
    static String literals(List<String> texts) {
        return "[" + String.join(", ", texts.stream().map(DuckSession::literal).toList()) + "]";
    }

    @Override
    public void close() {
        try {
            connection.close();
            Files.deleteIfExists(scratch);
        } catch (SQLException | IOException e) {
            // The process ends or the folder is swept; there is nothing that a user could do.
            return;
        }
    }

    /** A column of a query. */
    record NamedType(String name, String type) {
        NamedType {
            type = type.toUpperCase(Locale.ROOT);
        }
    }
}
