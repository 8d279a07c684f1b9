package dev.echelon.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echelon.table.Factor;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows come in the order of the file, in the same batches for any number of threads, pass after pass. */
class StreamingTest {
    private static final String ROWS =
            "SELECT i AS i, (i * 7919 % 1000) / 8.0 AS x, 'g' || (i * 31 % 977) AS g FROM range(300000) t(i)";

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void theOrderOfTheFileIsKeptForAnyNumberOfThreads(int threads) {
        Path file = TestFiles.written(folder.resolve("a.parquet"), ROWS, "ROW_GROUP_SIZE 10000");
        try (ExternalSource rows =
                DataSources.open(file.toString(), SourceOptions.defaults().threads(threads))) {
            long[] next = {0};
            List<Integer> sizes = new ArrayList<>();
            rows.forEachBatch(batch -> {
                NumericColumn i = (NumericColumn) batch.column("i");
                Factor g = (Factor) batch.column("g");
                for (int row = 0; row < batch.rowCount(); row++) {
                    assertThat(i.value(row)).isEqualTo((double) next[0]);
                    assertThat(g.level(row)).isEqualTo("g" + next[0]++ * 31 % 977);
                }
                sizes.add(batch.rowCount());
            });
            assertThat(next[0]).isEqualTo(300_000);
            assertThat(sizes.subList(0, sizes.size() - 1)).containsOnly(BatchBuilder.ROWS);
        }
    }

    @Test
    void aQueryThatGroupsGivesTheSameRowsInEveryPass() {
        Path file = TestFiles.written(folder.resolve("a.parquet"), ROWS, "ROW_GROUP_SIZE 10000");
        SourceOptions options =
                SourceOptions.defaults().threads(4).sql("SELECT g, avg(x) AS x, random() AS r FROM data GROUP BY g");
        try (ExternalSource rows = DataSources.open(file.toString(), options)) {
            assertThat(digest(rows)).isEqualTo(digest(rows)).isEqualTo(digest(rows));
        }
    }

    @Test
    void onlySelectedColumnsAreRead() {
        Path file = TestFiles.written(folder.resolve("a.parquet"), ROWS);
        try (ExternalSource rows = DataSources.open(file.toString())) {
            ExternalSource some = rows.select(List.of("x", "i", "unknown"));
            assertThat(some.columnNames()).containsExactly("i", "x");
            assertThat(some.schema().names()).containsExactly("i", "x");
            assertThat(some.select(List.of("g", "x")).columnNames()).containsExactly("x");
            some.forEachBatch(batch -> assertThat(batch.columnNames()).containsExactly("i", "x"));
        }
    }

    @Test
    void rowsOfParquetAreKnownBeforeTheyAreReadAndOthersAfterwards() {
        Path parquet = TestFiles.written(folder.resolve("a.parquet"), ROWS);
        Path json = TestFiles.written(folder.resolve("a.jsonl"), ROWS + " LIMIT 10", "FORMAT json");
        try (ExternalSource rows = DataSources.open(parquet.toString());
                ExternalSource lines = DataSources.open(json.toString())) {
            assertThat(rows.knownRows()).hasValue(300_000);
            assertThat(lines.knownRows()).isEmpty();
            lines.schema();
            assertThat(lines.knownRows()).hasValue(10);
        }
    }

    @Test
    void progressSaysHowFarAPassIs() {
        Path file = TestFiles.written(folder.resolve("a.parquet"), ROWS);
        try (ExternalSource rows = DataSources.open(file.toString())) {
            List<ReadProgress> seen = new ArrayList<>();
            rows.forEachBatch(batch -> seen.add(rows.progress()));
            assertThat(seen).extracting(ReadProgress::step).containsOnly("reading rows");
            assertThat(seen).extracting(ReadProgress::rows).isSorted();
            assertThat(seen.get(seen.size() - 1).share()).isGreaterThan(0.9);
            assertThat(rows.progress()).isEqualTo(ReadProgress.IDLE);
        }
    }

    @Test
    void anEmptyFileHasColumnsAndNoRows() {
        Path file = TestFiles.written(folder.resolve("a.parquet"), ROWS + " LIMIT 0");
        try (ExternalSource rows = DataSources.open(file.toString())) {
            List<Table> batches = new ArrayList<>();
            rows.forEachBatch(batches::add);
            assertThat(batches).isEmpty();
            assertThat(rows.schema().names()).containsExactly("i", "x", "g");
        }
    }

    private static String digest(ExternalSource rows) {
        StringBuilder digests = new StringBuilder();
        rows.forEachBatch(batch -> digests.append(batch.digest()));
        return digests.toString();
    }
}
