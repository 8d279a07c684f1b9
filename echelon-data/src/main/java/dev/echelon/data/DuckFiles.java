package dev.echelon.data;

import dev.echelon.data.DuckSession.NamedType;
import dev.echelon.error.EchelonException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Files as relations. */
final class DuckFiles {
    private final DuckSession session;
    private final SourceOptions options;
    private final Location location;
    private final List<String> files;
    private final String name;

    private DuckFiles(DuckSession session, SourceOptions options, Location location) {
        this.session = session;
        this.options = options;
        this.location = location;
        this.files = location.many() ? matching() : List.of(location.text());
        this.name = "'" + location.text() + "'";
    }

    /**
     * The rows of all files of the location, in the order of their names.
     *
     * @throws EchelonException if there is none, or they have different columns
     */
    static DuckRelation open(DuckSession session, SourceOptions options, Location location) {
        DuckFiles files = new DuckFiles(session, options, location);
        return switch (location.format()) {
            case PARQUET -> files.parquet();
            case JSON -> files.json();
            default -> files.delimited();
        };
    }

    /** What stands after FROM for the location in a query that a person writes. */
    static String view(DuckSession session, SourceOptions options, Location location) {
        if (location.format() == Location.Format.ARROW) {
            throw new EchelonException("queries do not read Arrow files such as '" + location.text()
                    + "'; write it as Parquet, or leave the query out");
        }
        DuckFiles files = new DuckFiles(session, options, location);
        if (location.format() == Location.Format.DELIMITED) {
            files.requireWhole();
            return files.readCsv("nullstr = " + DuckSession.literals(options.missing()) + ", sample_size = -1");
        }
        return open(session, options, location).from();
    }

    private List<String> matching() {
        List<String> found = new ArrayList<>();
        String pattern = location.text();
        for (List<@Nullable String> row : session.rows(
                "SELECT file FROM glob(" + DuckSession.literal(pattern) + ") ORDER BY file", "'" + pattern + "'")) {
            found.add(String.valueOf(row.get(0)));
        }
        if (found.isEmpty()) {
            throw new EchelonException("no file matches '" + pattern + "'; relative paths start at '"
                    + Path.of("").toAbsolutePath() + "'");
        }
        return found;
    }

    private FileStamps stamps() {
        return FileStamps.of(files.stream().map(Path::of).toList());
    }

    private DuckRelation parquet() {
        String list = DuckSession.literals(files);
        FileStamps stamps = stamps();
        boolean union = files.size() > 1 && differOnlyInNumbers(list);
        ParquetFiles parquet = new ParquetFiles(session, files, union, name);
        String from = parquet.from();
        List<DuckColumn> columns = new ArrayList<>();
        for (NamedType column : session.columns("SELECT * FROM " + from, name)) {
            columns.add(DuckColumn.of(column.name(), column.type()));
        }
        return new DuckRelation(
                name,
                from,
                columns,
                stamps,
                OptionalLong.of(parquet.count()),
                firstRow -> parquet.from(firstRow, columns));
    }

    /**
     * Whether files have columns of different types of numbers, as programs write them when only some files have
     * missing values.
     *
     * @throws EchelonException if they differ in more
     */
    private boolean differOnlyInNumbers(String list) {
        Map<String, Map<String, String>> byFile = new LinkedHashMap<>();
        for (List<@Nullable String> row : session.rows(
                "SELECT file_name, name, duckdb_type, num_children FROM parquet_schema(" + list + ")", name)) {
            Map<String, String> types =
                    byFile.computeIfAbsent(String.valueOf(row.get(0)), file -> new LinkedHashMap<>());
            if (row.get(3) == null) {
                types.put(String.valueOf(row.get(1)), String.valueOf(row.get(2)));
            }
        }
        String first = byFile.keySet().iterator().next();
        boolean numbers = false;
        for (Map.Entry<String, Map<String, String>> other : byFile.entrySet()) {
            numbers |= differ(first, byFile.getOrDefault(first, Map.of()), other.getKey(), other.getValue());
        }
        return numbers;
    }

    private static boolean differ(String first, Map<String, String> expected, String file, Map<String, String> types) {
        Set<String> all = new TreeSet<>(expected.keySet());
        all.addAll(types.keySet());
        boolean numbers = false;
        for (String column : all) {
            String one = expected.get(column);
            String two = types.get(column);
            if (one == null || two == null) {
                throw new EchelonException("file '" + (one == null ? first : file) + "' has no column '" + column
                        + "', which '" + (one == null ? file : first)
                        + "' has; read together, files must have the same columns");
            }
            boolean both = DuckColumn.isNumberType(one) && DuckColumn.isNumberType(two);
            if (!one.equals(two) && !both) {
                throw new EchelonException("column '" + column + "' has type " + two + " in '" + file + "' but " + one
                        + " in '" + first + "'; read together, files must agree in the types of their columns");
            }
            numbers |= !one.equals(two);
        }
        return numbers;
    }

    /** The types come from the first lines and hold for all of them. */
    private DuckRelation json() {
        FileStamps stamps = stamps();
        requireWhole();
        String list = DuckSession.literals(files);
        List<DuckColumn> columns = new ArrayList<>();
        List<String> declared = new ArrayList<>();
        for (NamedType found : session.columns("SELECT * FROM read_json(" + list + ")", name)) {
            DuckColumn column = jsonColumn(found);
            columns.add(column);
            declared.add(
                    DuckSession.literal(found.name()) + ": " + DuckSession.literal(declared(column, found.type())));
        }
        String from = "read_json(" + list + ", columns = {" + String.join(", ", declared) + "})";
        return new DuckRelation(name, from, columns, stamps, OptionalLong.empty());
    }

    private static DuckColumn jsonColumn(NamedType found) {
        DuckColumn column = DuckColumn.of(found.name(), found.type());
        return switch (column.kind()) {
            case EITHER -> DuckColumn.wholeNumbersAsText(found.name());
            // Dates stay as they are written.
            case TEXT -> DuckColumn.of(found.name(), found.type().equals("BOOLEAN") ? "BOOLEAN" : "VARCHAR");
            case NUMBER -> DuckColumn.of(found.name(), "DOUBLE");
            default -> column;
        };
    }

    private static String declared(DuckColumn column, String type) {
        return switch (column.kind()) {
            case EITHER -> "VARCHAR";
            case MIXED, NESTED -> "JSON";
            default -> column.type().isEmpty() ? type : column.type();
        };
    }

    /** All columns as texts, whose types are then decided by the rules of delimited text, not by DuckDB's. */
    private DuckRelation delimited() {
        FileStamps stamps = stamps();
        requireWhole();
        String from = readCsv("all_varchar = true, null_padding = false");
        List<DuckColumn> columns = new ArrayList<>();
        for (NamedType column : session.columns("SELECT * FROM " + from, name)) {
            columns.add(DuckColumn.field(column.name(), options.missing()));
        }
        return new DuckRelation(name, from, columns, stamps, OptionalLong.empty());
    }

    private String readCsv(String more) {
        String delimiter = options.delimiter().map(String::valueOf).orElse(location.isTabSeparated() ? "\t" : "");
        return "read_csv(" + DuckSession.literals(files) + ", header = true, quote = '\"', escape = '\"', "
                + (delimiter.isEmpty() ? "" : "delim = " + DuckSession.literal(delimiter) + ", ") + more + ")";
    }

    /** DuckDB takes the end of a cut Zstandard file for the end of the text. */
    private void requireWhole() {
        for (String file : files) {
            if (file.endsWith(".zst")) {
                ZstandardFile.requireWhole(Path.of(file));
            }
        }
    }
}
