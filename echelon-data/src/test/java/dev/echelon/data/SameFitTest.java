package dev.echelon.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echelon.Lmm;
import dev.echelon.LmmFit;
import dev.echelon.table.Csv;
import dev.echelon.table.RowSource;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A fit does not depend on how its rows are stored. */
class SameFitTest {
    private static final String FORMULA = "Reaction ~ Days + (Days | Subject)";

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @CsvSource({
        "sleep.parquet, ",
        "sleep.jsonl, FORMAT json",
        "sleep.ndjson.gz, FORMAT json",
        "sleep.json, 'FORMAT json, ARRAY true'",
        "sleep.json.zst, 'FORMAT json, COMPRESSION zstd'",
        "sleep.csv.zst, 'FORMAT csv, COMPRESSION zstd'",
        "sleep.csv.gz, FORMAT csv",
        "sleep.tsv, 'FORMAT csv, DELIMITER ''\t'''"
    })
    void everyFormatGivesTheSameBits(String name, String options) {
        Path file = TestFiles.written(folder.resolve(name), TestFiles.sleepstudy(), options == null ? "" : options);

        try (ExternalSource rows = DataSources.open(file.toString())) {
            assertSameFit(rows);
        }
    }

    @Test
    void filesOfAPatternAreReadInTheOrderOfTheirNames() {
        TestFiles.written(folder.resolve("b.parquet"), TestFiles.sleepstudy() + " WHERE Subject >= 335");
        TestFiles.written(folder.resolve("a.parquet"), TestFiles.sleepstudy() + " WHERE Subject < 335");

        try (ExternalSource rows = DataSources.open(folder + "/*.parquet")) {
            assertSameFit(rows);
        }
        try (ExternalSource rows = DataSources.open(folder.toString())) {
            assertThat(rows.knownRows()).hasValue(180);
            assertSameFit(rows);
        }
    }

    @Test
    void filesOfDelimitedTextInFoldersAreReadByTheRulesOfOneFile() throws java.io.IOException {
        java.nio.file.Files.createDirectories(folder.resolve("x/y"));
        TestFiles.written(folder.resolve("x/a.csv"), TestFiles.sleepstudy() + " WHERE Subject < 335", "FORMAT csv");
        TestFiles.written(folder.resolve("x/y/b.csv"), TestFiles.sleepstudy() + " WHERE Subject >= 335", "FORMAT csv");

        try (ExternalSource rows = DataSources.open(folder + "/**/*.csv")) {
            assertSameFit(rows);
        }
    }

    @Test
    void aQueryOverSeveralFilesGivesTheSameBits() {
        Path left = TestFiles.written(
                folder.resolve("left.parquet"), "SELECT Reaction, Days, Subject FROM (" + TestFiles.sleepstudy() + ")");
        Path right = TestFiles.written(
                folder.resolve("right.jsonl"),
                "SELECT DISTINCT Subject FROM (" + TestFiles.sleepstudy() + ")",
                "FORMAT json");

        try (ExternalSource rows = DataSources.sql(
                "SELECT l.* FROM '" + left + "' l JOIN '" + right + "' r USING (Subject) ORDER BY Subject, Days;")) {
            assertSameFit(rows);
        }
    }

    @Test
    void aQueryMayCallTheFileData() {
        Path file = TestFiles.data("sleepstudy.csv");

        try (ExternalSource rows = DataSources.open(
                file.toString(), SourceOptions.defaults().sql("SELECT *, Days * 2 AS twice FROM data"))) {
            assertThat(rows.columnNames()).containsExactly("Reaction", "Days", "Subject", "twice");
            assertSameFit(rows);
        }
    }

    private static void assertSameFit(RowSource rows) {
        LmmFit expected = Lmm.of(FORMULA).fit(Csv.source(TestFiles.data("sleepstudy.csv")));
        LmmFit fit = Lmm.of(FORMULA).fit(rows);

        assertThat(fit.objective()).isEqualTo(expected.objective());
        assertThat(fit.sigma()).isEqualTo(expected.sigma());
    }
}
