package dev.echelon.table;

import dev.echelon.error.EchelonException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * How to read delimited text: an immutable set of options, each method giving a changed copy.
 *
 * <p><b>Fields.</b> Blanks around numbers and missing-value codes are ignored; in the texts of factors they count.
 * Lines without any field are skipped. <b>Header.</b> A column without a name is called {@code ..1}, {@code ..2}, … by
 * its position. <b>Levels.</b> Texts in order of value if all are decimal numbers, otherwise by Unicode code point, so
 * that no locale changes a result. <b>Compression.</b> Gzip is recognised by its first bytes. <b>Cost.</b> Two passes
 * over the text, one to learn types and levels and one to read; a third if a column starts with numbers and turns out
 * to be text.
 */
public final class CsvReader {
    static final char DETECT = '\0';

    static final CsvReader DEFAULTS =
            new CsvReader(DETECT, '.', StandardCharsets.UTF_8, Set.of("NA", ""), true, Set.of(), Set.of());

    private final char delimiter;
    private final char decimalMark;
    private final Charset charset;
    private final Set<String> missing;
    private final boolean quotedMissing;
    private final Set<String> factors;
    private final Set<String> numbers;

    private CsvReader(
            char delimiter,
            char decimalMark,
            Charset charset,
            Set<String> missing,
            boolean quotedMissing,
            Set<String> factors,
            Set<String> numbers) {
        this.delimiter = delimiter;
        this.decimalMark = decimalMark;
        this.charset = charset;
        this.missing = missing;
        this.quotedMissing = quotedMissing;
        this.factors = factors;
        this.numbers = numbers;
        for (String name : factors) {
            if (numbers.contains(name)) {
                throw new EchelonException(
                        "column '" + name + "' cannot be read both as a factor and as numbers; choose one");
            }
        }
    }

    /** With fields separated by {@code delimiter} instead of the one of comma, semicolon and tab that fits best. */
    public CsvReader delimiter(char delimiter) {
        if (delimiter == '"' || delimiter == '\n' || delimiter == '\r' || delimiter == DETECT) {
            throw new EchelonException("a quote, a line end or NUL cannot separate fields; choose another delimiter");
        }
        return new CsvReader(delimiter, decimalMark, charset, missing, quotedMissing, factors, numbers);
    }

    /** With numbers written with this decimal mark, a point or a comma. */
    public CsvReader decimalMark(char mark) {
        if (mark != '.' && mark != ',') {
            throw new EchelonException("the decimal mark must be a point or a comma, not '" + mark + "'");
        }
        return new CsvReader(delimiter, mark, charset, missing, quotedMissing, factors, numbers);
    }

    /** With text in this encoding; a byte order mark in the file takes precedence. */
    public CsvReader charset(Charset charset) {
        return new CsvReader(delimiter, decimalMark, charset, missing, quotedMissing, factors, numbers);
    }

    /** With exactly these field texts as missing values, instead of {@code NA} and the empty text. */
    public CsvReader missing(String... codes) {
        Set<String> set = Set.copyOf(Arrays.asList(codes));
        return new CsvReader(delimiter, decimalMark, charset, set, quotedMissing, factors, numbers);
    }

    /** Whether a missing-value code counts in quotes too (the default, as in R), or is then a text like any other. */
    public CsvReader quotedMissing(boolean counts) {
        return new CsvReader(delimiter, decimalMark, charset, missing, counts, factors, numbers);
    }

    /** With these columns as factors even if their fields are numbers; adds to those named before. */
    public CsvReader factors(String... names) {
        return new CsvReader(delimiter, decimalMark, charset, missing, quotedMissing, union(factors, names), numbers);
    }

    /** With these columns as numbers: a field that is not one is an error; adds to those named before. */
    public CsvReader numbers(String... names) {
        return new CsvReader(delimiter, decimalMark, charset, missing, quotedMissing, factors, union(numbers, names));
    }

    /**
     * The table in a file.
     *
     * @throws EchelonException if the file cannot be read or is not a table of delimited text
     */
    public Table read(Path path) {
        return readWithReport(path).table();
    }

    /**
     * The table in a stream, which is read to its end but not closed.
     *
     * @param name what to call the stream in messages
     * @throws EchelonException if the stream cannot be read or is not a table of delimited text
     */
    public Table read(InputStream stream, String name) {
        return readWithReport(stream, name).table();
    }

    /**
     * The table in a file, and what was found while reading it.
     *
     * @throws EchelonException if the file cannot be read or is not a table of delimited text
     */
    public CsvResult readWithReport(Path path) {
        return source(path).readAll();
    }

    /**
     * The table in a stream, and what was found while reading it.
     *
     * @param name what to call the stream in messages
     * @throws EchelonException if the stream cannot be read or is not a table of delimited text
     */
    public CsvResult readWithReport(InputStream stream, String name) {
        return new CsvSource(CsvInput.of(stream, name, charset), this).readAll();
    }

    /**
     * The rows of a file, read in batches whenever they are asked for. A pipe, which can be read only once, is kept in
     * memory as bytes.
     *
     * @throws EchelonException if there is no such file
     */
    public CsvSource source(Path path) {
        return new CsvSource(CsvInput.of(path, charset), this);
    }

    /** The given delimiter, or {@link #DETECT}. */
    char delimiter() {
        return delimiter;
    }

    char decimalMark() {
        return decimalMark;
    }

    MissingCodes missingCodes() {
        return new MissingCodes(missing, quotedMissing);
    }

    /** All options, for a stamp. */
    @Override
    public String toString() {
        return (delimiter == DETECT ? "any" : Integer.toString(delimiter)) + " " + decimalMark + " " + charset + " "
                + new TreeSet<>(missing) + " " + quotedMissing + " " + new TreeSet<>(factors) + " "
                + new TreeSet<>(numbers);
    }

    Set<String> factors() {
        return factors;
    }

    Set<String> numbers() {
        return numbers;
    }

    private static Set<String> union(Set<String> names, String... more) {
        Set<String> all = new HashSet<>(names);
        all.addAll(Arrays.asList(more));
        return Set.copyOf(all);
    }
}
