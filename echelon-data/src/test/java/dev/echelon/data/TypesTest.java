package dev.echelon.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.echelon.error.EchelonException;
import dev.echelon.table.Csv;
import dev.echelon.table.Factor;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of each type; the table of docs/guide/data.md. */
class TypesTest {
    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TINYINT",
                "SMALLINT",
                "INTEGER",
                "BIGINT",
                "HUGEINT",
                "UTINYINT",
                "USMALLINT",
                "UINTEGER",
                "UBIGINT",
                "FLOAT",
                "DOUBLE",
                "DECIMAL(9,2)",
                "DECIMAL(38,0)"
            })
    void numbersAreNumbersAndNullIsMissing(String type) {
        Table table = column("CAST(v AS " + type + ")", "(VALUES (3), (NULL), (100), (0))");

        NumericColumn x = (NumericColumn) table.column("x");
        assertThat(x.toArray()).containsExactly(3, Double.NaN, 100, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "TINYINT, -128",
        "SMALLINT, -32768",
        "INTEGER, -2147483648",
        "USMALLINT, 65535",
        "UINTEGER, 4294967295",
        "BIGINT, 9007199254740991",
        "FLOAT, 0.1"
    })
    void extremeValuesStayWhatTheyAre(String type, String value) {
        Table table = column("CAST(v AS " + type + ")", "(VALUES (" + value + "), (NULL))");

        double expected = type.equals("FLOAT") ? (double) Float.parseFloat(value) : Double.parseDouble(value);
        assertThat(((NumericColumn) table.column("x")).value(0)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BIGINT", "UBIGINT", "DECIMAL(38,0)"})
    void wholeNumbersThatDoublesCannotTellApartAreKeys(String type) {
        Table table = column("CAST(v AS " + type + ")", "(VALUES (9007199254740993), (9007199254740992), (5))");

        Factor keys = (Factor) table.column("x");
        assertThat(keys.levels()).containsExactly("5", "9007199254740992", "9007199254740993");
        assertThat(keys.level(0)).isEqualTo("9007199254740993");
    }

    @ParameterizedTest
    @CsvSource({
        "BOOLEAN, true, false, true",
        "DATE, 2026-02-01, 2026-01-31, 2026-02-01",
        "TIMESTAMP, 2026-02-01 10:00:00, 2026-01-31 23:59:59, 2026-02-01 10:00:00",
        "UUID, 00000000-0000-0000-0000-00000000000b, 00000000-0000-0000-0000-00000000000a, 00000000-0000-0000-0000-00000000000b",
        "VARCHAR, 10, 9, 10"
    })
    void otherSimpleTypesAreFactorsWithSortedLevels(String type, String first, String second, String last) {
        Table table = column("CAST(v AS " + type + ")", "(VALUES ('" + first + "'), (NULL), ('" + second + "'))");

        Factor factor = (Factor) table.column("x");
        assertThat(factor.levels()).containsExactly(second, last);
        assertThat(factor.level(0)).isEqualTo(first);
        assertThat(factor.level(1)).isNull();
    }

    @Test
    void timestampsWithTimeZoneAreInUtcWhereverTheMachineIs() {
        Table table = column("CAST(v AS TIMESTAMPTZ)", "(VALUES ('2026-07-01 12:00:00+02'))");

        assertThat(((Factor) table.column("x")).levels()).containsExactly("2026-07-01 10:00:00+00");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {"[1, 2];INTEGER[]", "{'a': 1};STRUCT", "'x'::BLOB;BLOB", "MAP {'k': 1};MAP"})
    void nestedTypesAreRefusedWhenTheyAreUsed(String value, String type) {
        Path file = TestFiles.written(folder.resolve("n.parquet"), "SELECT " + value + " AS x, 1 AS y");

        try (ExternalSource rows = DataSources.open(file.toString())) {
            assertThatThrownBy(rows::schema)
                    .isInstanceOf(EchelonException.class)
                    .hasMessageContaining("column 'x' of '" + file + "' has the type " + type)
                    .hasMessageContaining("leave the column out");
            assertThat(rows.select(List.of("y")).schema().names()).containsExactly("y");
        }
    }

    @Test
    void delimitedTextIsReadByTheSameRulesWhoeverReadsIt() throws IOException {
        String text = "id;x;note;mixed;empty;flag;day;big\n"
                + "a1; 1.5 ;NA;1;;true;2026-01-31;9007199254740993\n"
                + "\"a 2\";NA;\"b;c\";x;NA;false;2026-01-30;1\n"
                + "NA;1e3;\"say \"\"so\"\"\";3; ;true;2026-01-31;2\n"
                + "a1;-Inf;ä;.5;NA;NA;NA;NA\n";
        Files.writeString(folder.resolve("one.csv"), text);

        Table expected = Csv.read(folder.resolve("one.csv"));
        try (ExternalSource rows = DataSources.open(folder + "/on?.csv")) {
            Table table = table(rows);
            assertThat(table.columnNames()).isEqualTo(expected.columnNames());
            assertThat(table.digest()).isEqualTo(expected.digest());
        }
    }

    @Test
    void missingCodesAndDelimiterOfTheOptionsHoldForPatternsToo() throws IOException {
        Files.writeString(folder.resolve("a.csv"), "x|g\n-99|NA\n2|b\n");

        SourceOptions options = SourceOptions.defaults().delimiter('|').missing(List.of("-99"));
        try (ExternalSource rows = DataSources.open(folder + "/*.csv", options)) {
            Table table = table(rows);
            assertThat(((NumericColumn) table.column("x")).toArray()).containsExactly(Double.NaN, 2);
            assertThat(((Factor) table.column("g")).levels()).containsExactly("NA", "b");
        }
    }

    @Test
    void largeWholeNumbersOfJsonKeepAllDigitsAndDatesStayAsWritten() throws IOException {
        Path file = folder.resolve("a.jsonl");
        Files.writeString(
                file,
                "{\"id\": 9007199254740993, \"n\": 1, \"at\": \"2026-01-31T00:00:00Z\", \"ok\": true}\n"
                        + "{\"id\": 9007199254740992, \"n\": 2.5, \"ok\": false}\n");

        try (ExternalSource rows = DataSources.open(file.toString())) {
            Table table = table(rows);
            assertThat(((Factor) table.column("id")).levels()).containsExactly("9007199254740992", "9007199254740993");
            assertThat(((NumericColumn) table.column("n")).toArray()).containsExactly(1, 2.5);
            assertThat(((Factor) table.column("at")).levels()).containsExactly("2026-01-31T00:00:00Z");
            assertThat(((Factor) table.column("ok")).levels()).containsExactly("false", "true");
        }
    }

    @Test
    void aFractionFarBehindWholeNumbersOfJsonIsNotRounded() throws IOException {
        Path file = folder.resolve("far.jsonl");
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 30_000; i++) {
            lines.append("{\"x\": 1}\n");
        }
        Files.writeString(file, lines.append("{\"x\": 1.25}\n"));

        try (ExternalSource rows = DataSources.open(file.toString())) {
            NumericColumn x = (NumericColumn) last(rows).column("x");
            assertThat(x.value(x.size() - 1)).isEqualTo(1.25);
        }
    }

    @Test
    void columnsWithOddNamesAreFound() {
        Path file =
                TestFiles.written(folder.resolve("odd.parquet"), "SELECT 1 AS \"a \"\"b\"\" 'c'\", 2 AS \"select\"");

        try (ExternalSource rows = DataSources.open(file.toString())) {
            assertThat(table(rows.select(List.of("select", "a \"b\" 'c'"))).columnNames())
                    .containsExactly("a \"b\" 'c'", "select");
        }
    }

    private Table column(String value, String values) {
        Path file =
                TestFiles.written(folder.resolve("c.parquet"), "SELECT " + value + " AS x FROM " + values + " AS t(v)");
        try (ExternalSource rows = DataSources.open(file.toString())) {
            return table(rows);
        }
    }

    private static Table table(ExternalSource rows) {
        List<Table> batches = new ArrayList<>();
        rows.forEachBatch(batches::add);
        assertThat(batches).hasSize(1);
        return batches.get(0);
    }

    private static Table last(ExternalSource rows) {
        Table[] last = new Table[1];
        rows.forEachBatch(batch -> last[0] = batch);
        return last[0];
    }
}
