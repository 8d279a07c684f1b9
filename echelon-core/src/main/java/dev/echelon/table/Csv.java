package dev.echelon.table;

import java.nio.file.Path;

/**
 * Reading delimited text: comma, semicolon or tab separated values with one header line, plain or gzip-compressed.
 *
 * <pre>{@code
 * Table sleep = Csv.read(Path.of("sleepstudy.csv"));
 * Table ratings = Csv.reader().factors("dept", "service").missing("NA", "", "-99").read(Path.of("ratings.csv.gz"));
 * }</pre>
 *
 * <p>A column is numeric if each of its fields that is not missing is a decimal number, quoted or not; otherwise it is
 * a factor with its texts as levels, in order of Unicode code point. See {@link CsvReader} for everything that can be
 * set, and {@link CsvReader#readWithReport} for what was found.
 */
public final class Csv {
    private Csv() {}

    /**
     * The table in a file, read with the default options.
     *
     * @throws dev.echelon.error.EchelonException if the file cannot be read or is not a table of delimited text; the
     *     message names the line
     */
    public static Table read(Path path) {
        return reader().read(path);
    }

    /** The default options: delimiter detected, {@code NA} and empty fields missing, UTF-8. */
    public static CsvReader reader() {
        return CsvReader.DEFAULTS;
    }

    /** The rows of a file with the default options, read in batches whenever they are asked for; never all in memory. */
    public static CsvSource source(Path path) {
        return reader().source(path);
    }
}
