package dev.echelon.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.echelon.error.EchelonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be read says so in one sentence that names the place and a remedy. */
class BrokenSourcesTest {
    private static final String ROWS = "SELECT i, i * 0.5 AS x, 'g' || (i % 7) AS g FROM range(50000) t(i)";

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({
        "a.parquet, , is not a whole Parquet file: its end is missing",
        "a.jsonl.gz, FORMAT json, ends in the middle of its compressed data",
        "a.jsonl.zst, 'FORMAT json, COMPRESSION zstd', ends in the middle of its compressed data",
        "a.csv.zst, 'FORMAT csv, COMPRESSION zstd', ends in the middle of its compressed data",
        "a.jsonl, FORMAT json, the file may have been cut off"
    })
    void aTruncatedFileIsNamed(String name, String options, String message) throws IOException {
        Path file = TestFiles.written(folder.resolve(name), ROWS, options == null ? "" : options);
        byte[] bytes = Files.readAllBytes(file);
        for (double share : new double[] {0.4, 0.7, 0.999}) {
            int length = (int) (share * bytes.length);
            while (bytes[length - 1] == '\n' || bytes[length - 1] == '}') {
                length -= 3; // a text that ends with a line looks whole
            }
            Files.write(file, Arrays.copyOf(bytes, length));

            assertThat(failure(file.toString())).contains("'" + file + "'").contains(message);
        }
    }

    @Test
    void aFileThatIsNoParquetIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("a.parquet"), "x,y\n1,2\n".repeat(10));

        assertThat(failure(file.toString())).contains("'" + file + "'");
    }

    @Test
    void aJsonValueOfAnotherTypeIsNamedWithItsLine() throws IOException {
        Path file = folder.resolve("a.jsonl");
        Files.writeString(file, "{\"x\": 1.5, \"n\": 1}\n".repeat(30_000) + "{\"x\": \"q\", \"n\": 1}\n");

        assertThat(failure(file.toString()))
                .contains("line 30001 of '" + file + "'")
                .contains("\"q\"");

        Files.writeString(file, "{\"x\": 1.5, \"n\": 1}\n".repeat(30_000) + "{\"x\": 1, \"n\": \"q\"}\n");
        assertThat(failure(file.toString()))
                .startsWith("column 'n' of '" + file + "' holds 'q' among values of type DOUBLE");

        Files.writeString(file, "{\"x\": 1.5}\n{\"x\": \"q\"}\n");
        assertThat(failure(file.toString())).contains("column 'x' of '" + file + "' holds values of different types");
    }

    @Test
    void filesOfAPatternWithDifferentColumnsAreNamed() {
        TestFiles.written(folder.resolve("a.parquet"), "SELECT 1 AS x, 'u' AS g");
        TestFiles.written(folder.resolve("b.parquet"), "SELECT 1 AS x");

        assertThat(failure(folder + "/*.parquet"))
                .isEqualTo("file '" + folder.resolve("b.parquet") + "' has no column 'g', which '"
                        + folder.resolve("a.parquet") + "' has; read together, files must have the same columns");
    }

    @Test
    void filesOfAPatternWithDifferentTypesAreNamed() {
        TestFiles.written(folder.resolve("a.parquet"), "SELECT 1 AS x");
        TestFiles.written(folder.resolve("b.parquet"), "SELECT 'one' AS x");

        assertThat(failure(folder + "/*.parquet"))
                .contains("column 'x' has type VARCHAR in '" + folder.resolve("b.parquet") + "' but INTEGER in '"
                        + folder.resolve("a.parquet") + "'");
    }

    @Test
    void filesOfAPatternMayDifferInTheTypeOfTheirNumbers() {
        TestFiles.written(folder.resolve("a.parquet"), "SELECT 1 AS x");
        TestFiles.written(folder.resolve("b.parquet"), "SELECT 2.5::DOUBLE AS x");

        try (ExternalSource rows = DataSources.open(folder + "/*.parquet")) {
            rows.forEachBatch(batch -> assertThat(((dev.echelon.table.NumericColumn) batch.column("x")).toArray())
                    .containsExactly(1, 2.5));
        }
    }

    @Test
    void delimitedFilesOfAPatternWithDifferentHeadersAreNamed() throws IOException {
        Files.writeString(folder.resolve("a.csv"), "x,y\n1,2\n");
        Files.writeString(folder.resolve("b.csv"), "x,z\n1,2\n");

        assertThat(failure(folder + "/*.csv"))
                .contains("'" + folder.resolve("b.csv") + "' has no column 'y', which '" + folder.resolve("a.csv"));
    }

    @Test
    void aFileThatIsReplacedBetweenPassesIsNamed() throws IOException {
        Path file = TestFiles.written(folder.resolve("a.parquet"), ROWS);
        try (ExternalSource rows = DataSources.open(file.toString())) {
            rows.schema();
            TestFiles.written(file, ROWS + " WHERE i > 10");
            assertThatThrownBy(() -> rows.forEachBatch(batch -> {}))
                    .isInstanceOf(EchelonException.class)
                    .hasMessage("'" + file + "' changed while it was being read; read it again");
        }
    }

    @Test
    void aFileThatIsTouchedDuringAPassIsNamed() throws IOException {
        Path file = TestFiles.written(folder.resolve("a.parquet"), ROWS);
        try (ExternalSource rows = DataSources.open(file.toString())) {
            rows.schema();
            assertThatThrownBy(() -> rows.forEachBatch(batch -> touch(file)))
                    .isInstanceOf(EchelonException.class)
                    .hasMessageContaining("changed while it was being read");
        }
    }

    @Test
    void aRowThatCannotBeReadIsNotTakenForTheEnd() throws IOException {
        // The cast fails in the middle of the rows, after batches have been handed on.
        Path file = TestFiles.written(
                folder.resolve("a.parquet"),
                "SELECT CASE WHEN i = 40000 THEN 'oops' ELSE '1' END AS x FROM range(50000) t(i)");
        SourceOptions options = SourceOptions.defaults().sql("SELECT CAST(x AS DOUBLE) AS x FROM data");
        try (ExternalSource rows = DataSources.open(file.toString(), options)) {
            assertThatThrownBy(() -> rows.forEachBatch(batch -> {}))
                    .isInstanceOf(EchelonException.class)
                    .hasMessageContaining("oops");
        }
    }

    @Test
    void aMissingFileAndAnEmptyPatternAreNamed() {
        assertThat(failure(folder + "/none.parquet")).contains("none.parquet");
        assertThat(failure(folder + "/none.jsonl")).contains("none.jsonl");
        assertThat(failure(folder + "/none*.parquet")).startsWith("no file matches '" + folder + "/none*.parquet'");
        assertThat(failure(folder.toString())).startsWith("no file matches '" + folder + "/**/*.parquet'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELEC 1 | line 1, column 1: syntax error",
                "SELECT 1 AS y,  zz FROM range(3) t(x) | line 1, column 17: referenced column \"zz\" not found",
                "SELECT * FROM 's3://bucket/a.parquet' | extension 'httpfs', which is not part of Echelon",
                "SELECT * FROM sqlite_scan('a.db', 't') | extension 'sqlite_scanner'",
                "SELECT * FROM 'none.parquet' | there is no file 'none.parquet'",
                "COPY (SELECT 1) TO 'out.csv' | must be a SELECT",
                "DROP TABLE x | must be a SELECT"
            })
    void aWrongQuerySaysWhere(String query, String message) {
        try (ExternalSource rows = DataSources.sql(query)) {
            assertThatThrownBy(rows::columnNames)
                    .isInstanceOf(EchelonException.class)
                    .hasMessageContaining(message)
                    .message()
                    .doesNotContain("\n");
        }
    }

    @Test
    void aQueryCannotWriteFiles() {
        Path file = folder.resolve("out.csv");
        try (ExternalSource rows = DataSources.sql("SELECT 1; COPY (SELECT 1) TO '" + file + "'")) {
            assertThatThrownBy(rows::schema).isInstanceOf(EchelonException.class);
        }
        assertThat(file).doesNotExist();
    }

    private static void touch(Path file) {
        try {
            Files.setLastModifiedTime(file, FileTime.fromMillis(1));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String failure(String location) {
        try (ExternalSource rows = DataSources.open(location)) {
            rows.forEachBatch(batch -> {});
        } catch (EchelonException e) {
            String message = String.valueOf(e.getMessage());
            assertThat(message).doesNotContain("\n").hasSizeLessThan(500);
            assertThat(List.of("Invalid Input Error", "Exception", "SELECT")).noneMatch(message::contains);
            return message;
        }
        throw new AssertionError("'" + location + "' could be read");
    }
}
