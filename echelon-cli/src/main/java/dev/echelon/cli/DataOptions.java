package dev.echelon.cli;

import dev.echelon.data.DataSources;
import dev.echelon.data.SourceOptions;
import dev.echelon.error.EchelonException;
import dev.echelon.table.Csv;
import dev.echelon.table.CsvReader;
import dev.echelon.table.CsvResult;
import dev.echelon.table.ReadReport;
import dev.echelon.table.RowSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options that say how data are read, and the reading. */
final class DataOptions {
    /** The name of standard input among file names. */
    static final String STDIN = "-";

    /** A text file grows to about twice its size in columns of numbers; beyond this share of the heap it is streamed. */
    private static final int HEAP_SHARE = 8;

    /** Gzip makes tables about this much smaller. */
    private static final int COMPRESSION = 6;

    @Spec(Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec command;

    @Option(
            names = "--missing",
            paramLabel = "TEXT",
            description = "Text that means a missing value, instead of NA and the empty text. Repeatable.")
    private List<String> missing = new ArrayList<>();

    @Option(
            names = "--delimiter",
            paramLabel = "C",
            description = "Character between fields, or 'tab'; found by itself if not given.")
    private @Nullable String delimiter;

    @Option(
            names = "--sql",
            paramLabel = "QUERY",
            description = "The rows of this SELECT, which names files in single quotes where tables stand; 'data' is"
                    + " DATA. With a jdbc: address, a query of the database.")
    private @Nullable String sql;

    @Option(names = "--user", paramLabel = "NAME", description = "User of a database.")
    private @Nullable String user;

    @Option(
            names = "--driver-path",
            paramLabel = "PATH",
            description = "Jar of the JDBC driver, or a folder of jars; PostgreSQL's driver is there already.")
    private @Nullable Path driver;

    /** Refuses a command without its data: neither DATA nor a query. The data's name, empty for a query alone. */
    String required(@Nullable String data, String formula) {
        return data == null && sql != null ? "" : Arguments.required(data, formula, command);
    }

    /** What the data are called in a report: nothing if they have no name. */
    static String title(String data) {
        return data.equals(STDIN) ? "" : DataSources.shown(data);
    }

    /** Whether there is anything to read. */
    boolean given(@Nullable String data) {
        return data != null || sql != null;
    }

    /**
     * The rows of a file, of standard input, of a database, or of the query; oddities of the columns a formula names are
     * noted on standard error.
     */
    RowSource open(String data, String formula, Console console) {
        return open(data, formula, console, false);
    }

    /** The rows of a file, of a database, or of the query, batch by batch even if they fit in memory. */
    RowSource openInBatches(String data, String formula, Console console) {
        if (data.equals(STDIN)) {
            throw new ParameterException(
                    command.commandLine(),
                    "standard input cannot be read again, so that --checkpoint is of no use; write the data to a file"
                            + " and name it");
        }
        return open(data, formula, console, true);
    }

    private RowSource open(String data, String formula, Console console, boolean inBatches) {
        if (sql != null || !(data.equals(STDIN) || DataSources.isPlainText(data))) {
            return external(data, console);
        }
        CsvReader reader = reader();
        if (data.equals(STDIN)) {
            return noted(reader.readWithReport(console.in(), "standard input"), formula, console);
        }
        if (Sums.is(data)) {
            throw new EchelonException(
                    "'" + data + "' holds cross-products, not rows, which are needed here; 'echelon fit',"
                            + " 'explain' and the commands that take saved fits read it");
        }
        Path path = path(data);
        return !inBatches && isSmall(path) ? noted(reader.readWithReport(path), formula, console) : reader.source(path);
    }

    private RowSource external(String data, Console console) {
        if (data.equals(STDIN)) {
            throw new ParameterException(
                    command.commandLine(), "--sql cannot query standard input; write the data to a file and name it");
        }
        SourceOptions options = SourceOptions.defaults();
        if (!missing.isEmpty()) {
            options = options.missing(missing);
        }
        if (delimiter != null) {
            options = options.delimiter(delimiter(delimiter));
        }
        Integer threads = command.commandLine().getParseResult().matchedOptionValue("--threads", null);
        if (threads != null) {
            options = options.threads(threads);
        }
        if (user != null) {
            options = options.user(user);
        }
        if (driver != null) {
            options = options.driver(driver);
        }
        String password = password(data, console);
        options = password.isEmpty() ? options : options.password(password);
        options = sql == null ? options : options.sql(sql);
        return data.isEmpty() && sql != null ? DataSources.sql(sql, options) : DataSources.open(data, options);
    }

    /** A password is no argument: arguments are seen by everybody on the machine. */
    private static String password(String data, Console console) {
        String ours = console.variable("ECHELON_JDBC_PASSWORD");
        return ours.isEmpty() && data.startsWith("jdbc:postgresql:") ? console.variable("PGPASSWORD") : ours;
    }

    private CsvReader reader() {
        CsvReader reader = Csv.reader();
        if (!missing.isEmpty()) {
            reader = reader.missing(missing.toArray(String[]::new));
        }
        if (delimiter != null) {
            reader = reader.delimiter(delimiter(delimiter));
        }
        return reader;
    }

    private char delimiter(String given) {
        String text = given.equalsIgnoreCase("tab") || given.equals("\\t") ? "\t" : given;
        if (text.length() != 1) {
            throw new ParameterException(
                    command.commandLine(), "--delimiter takes one character or 'tab', not '" + given + "'");
        }
        return text.charAt(0);
    }

    private static Path path(String data) {
        try {
            return Path.of(data);
        } catch (java.nio.file.InvalidPathException e) {
            throw new EchelonException("'" + data + "' is not the name of a file", e);
        }
    }

    /** Whether a table of the file fits in memory with room for the model; a pipe is never small. */
    private static boolean isSmall(Path path) {
        try {
            long size = Files.size(path) * (path.toString().endsWith(".gz") ? COMPRESSION : 1);
            return size < Runtime.getRuntime().maxMemory() / HEAP_SHARE;
        } catch (IOException unreadable) {
            return true; // reading it says what is wrong
        }
    }

    private static RowSource noted(CsvResult result, String formula, Console console) {
        for (ReadReport.ColumnReport column : result.report().columns()) {
            if (formula.contains(column.name())) {
                column.notes().forEach(note -> console.err().println("note: column '" + column.name() + "': " + note));
            }
        }
        return result.table();
    }
}
