package dev.echelon.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.echelon.Checkpoint;
import dev.echelon.DataSummary;
import dev.echelon.Lmm;
import dev.echelon.error.EchelonException;
import dev.echelon.table.Factor;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.RowSource;
import dev.echelon.table.Schema;
import dev.echelon.table.Table;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows from any one on are those that a whole pass gives, whatever the format. */
class ContinuedReadingTest {
    private static final int ROWS = 30_000;

    @TempDir
    private Path folder = Path.of("");

    private static String rows(int from, int to) {
        return "SELECT CAST(i AS INTEGER) AS i, (i * 7919 % 1000) / 8.0 AS y, 'g' || (i * 31 % 977) AS g"
                + " FROM range(" + from + ", " + to + ") t(i)";
    }

    /** All rows in files of a format, named by a location. */
    private String written(String kind) {
        String options = kind.startsWith("parquet") ? "FORMAT parquet, ROW_GROUP_SIZE 2048" : "";
        String end = kind.startsWith("parquet") ? ".parquet" : "." + kind.split(" ")[0];
        if (!kind.contains(" ")) {
            return TestFiles.written(folder.resolve("a" + end), rows(0, ROWS), options)
                    .toString();
        }
        TestFiles.written(folder.resolve("a" + end), rows(0, 7000), options);
        String other = rows(7000, 7005);
        TestFiles.written(
                folder.resolve("b" + end),
                kind.endsWith("types") ? "SELECT i::DOUBLE AS i, y::FLOAT AS y, g FROM (" + other + ")" : other,
                options);
        TestFiles.written(folder.resolve("c" + end), rows(7005, ROWS), options);
        return folder.resolve("*" + end).toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "parquet many", "parquet many types", "csv", "csv many", "jsonl"})
    void rowsFromAnyOneOnAreThoseOfTheWholePass(String kind) {
        try (ExternalSource source = DataSources.open(written(kind))) {
            for (int first : new int[] {0, 1, 2047, 2048, 6999, 7000, 7003, 7005, 29_999, ROWS}) {
                int[] next = {first};
                source.select(List.of("g", "i")).forEachBatch(first, batch -> {
                    NumericColumn i = (NumericColumn) batch.column("i");
                    Factor g = (Factor) batch.column("g");
                    for (int row = 0; row < batch.rowCount(); row++) {
                        assertThat(i.value(row)).isEqualTo((double) next[0]);
                        assertThat(g.level(row)).isEqualTo("g" + next[0]++ * 31 % 977);
                    }
                });
                assertThat(next[0]).isEqualTo(ROWS);
            }
        }
    }

    @Test
    void aColumnWithTheNameOfDuckDbsRowNumberIsNotTakenForIt() {
        Path file =
                TestFiles.written(folder.resolve("a.parquet"), "SELECT 99 - i AS file_row_number FROM range(100) t(i)");
        try (ExternalSource source = DataSources.open(file.toString())) {
            List<Double> values = new ArrayList<>();
            source.forEachBatch(97, batch -> {
                NumericColumn column = (NumericColumn) batch.column("file_row_number");
                for (int row = 0; row < batch.rowCount(); row++) {
                    values.add(column.value(row));
                }
            });
            assertThat(values).containsExactly(2.0, 1.0, 0.0);
        }
    }

    /** A source that is lost after so many rows. */
    private record Lost(RowSource rows, long after) implements RowSource {
        @Override
        public Schema schema() {
            return rows.schema();
        }

        @Override
        public Optional<String> stamp() {
            return rows.stamp();
        }

        @Override
        public void forEachBatch(Consumer<Table> consumer) {
            forEachBatch(0, consumer);
        }

        @Override
        public void forEachBatch(long firstRow, Consumer<Table> consumer) {
            long[] read = {0};
            rows.forEachBatch(firstRow, batch -> {
                read[0] += batch.rowCount();
                if (read[0] > after) {
                    throw new EchelonException("the disk does not answer");
                }
                consumer.accept(batch);
            });
        }
    }

    private static byte[] bytes(DataSummary sums) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        sums.write(bytes);
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet many", "csv"})
    void aPassThatWasInterruptedEndsWithTheSameBits(String kind) throws IOException {
        String location = written(kind);
        Path file = folder.resolve("a.checkpoint");
        Checkpoint checkpoint = Checkpoint.in(file).every(Duration.ZERO);
        Lmm model = Lmm.of("y ~ i + (1 | g)");
        try (ExternalSource source = DataSources.open(location)) {
            byte[] whole = bytes(model.summarise(source));
            assertThatThrownBy(() -> model.summarise(new Lost(source, 25_000), checkpoint))
                    .hasMessage("the disk does not answer");
            assertThat(checkpoint.rows().orElse(0)).isBetween(16_384L, 25_000L);
            assertThat(bytes(model.summarise(source, checkpoint))).isEqualTo(whole);
        }
        Path first = folder.resolve(kind.equals("csv") ? "a.csv" : "a.parquet");
        Files.write(first, new byte[] {0}, java.nio.file.StandardOpenOption.APPEND);
        try (ExternalSource source = DataSources.open(location)) {
            assertThatThrownBy(() -> model.summarise(source, checkpoint)).isInstanceOf(EchelonException.class);
        }
        assertThat(file).exists();
    }

    @Test
    void aFileThatHasChangedIsNamed() throws IOException {
        Path data = TestFiles.written(folder.resolve("a.csv"), rows(0, 20_000));
        Checkpoint checkpoint = Checkpoint.in(folder.resolve("a.checkpoint")).every(Duration.ZERO);
        Lmm model = Lmm.of("y ~ i + (1 | g)");
        try (ExternalSource source = DataSources.open(data.toString())) {
            model.summarise(source, checkpoint);
        }
        Files.writeString(data, "1,2,g1\n", java.nio.file.StandardOpenOption.APPEND);
        try (ExternalSource source = DataSources.open(data.toString())) {
            assertThatThrownBy(() -> model.summarise(source, checkpoint))
                    .hasMessage("the data are not those of the checkpoint '" + checkpoint.file() + "': '" + data
                            + "' has changed since, or is read by other options; delete it to begin with the first"
                            + " row");
        }
    }

    @Test
    void queriesAreRefusedBecauseNothingTellsWhatTheyRead() {
        Path data = TestFiles.written(folder.resolve("a.parquet"), rows(0, 100));
        Checkpoint checkpoint = Checkpoint.in(folder.resolve("a.checkpoint"));
        try (ExternalSource source = DataSources.sql("SELECT * FROM '" + data + "'")) {
            assertThatThrownBy(() -> Lmm.of("y ~ i + (1 | g)").summarise(source, checkpoint))
                    .hasMessageContaining("cannot be continued after an interruption, because nothing tells");
        }
    }
}
