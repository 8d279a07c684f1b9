package dev.echelon.cli;

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

    /** The rows of a file or of standard input; oddities of the columns a formula names are noted on standard error. */
    RowSource open(String data, String formula, Console console) {
        CsvReader reader = reader();
        if (data.equals(STDIN)) {
            return noted(reader.readWithReport(console.in(), "standard input"), formula, console);
        }
        if (Sums.is(data)) {
            throw new EchelonException("'" + data + "' holds cross-products, not rows, which are needed here; 'echelon fit',"
                    + " 'explain' and the commands that take saved fits read it");
        }
        Path path = path(data);
        return isSmall(path) ? noted(reader.readWithReport(path), formula, console) : reader.source(path);
    }

    private CsvReader reader() {
        CsvReader reader = Csv.reader();
        if (!missing.isEmpty()) {
            reader = reader.missing(missing.toArray(String[]::new));
        }
        if (delimiter != null) {
            String text = delimiter.equalsIgnoreCase("tab") || delimiter.equals("\\t") ? "\t" : delimiter;
            if (text.length() != 1) {
                throw new ParameterException(
                        command.commandLine(), "--delimiter takes one character or 'tab', not '" + delimiter + "'");
            }
            reader = reader.delimiter(text.charAt(0));
        }
        return reader;
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
