package dev.echelon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.echelon.error.EchelonException;
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
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pass that is interrupted and continued gives the bits of one that is not. */
class CheckpointTest {
    private static final Table ROWS = StreamedFitTest.rows(46_000, 31);

    @TempDir
    private Path folder = Path.of("");

    private Path file = Path.of("");

    @BeforeEach
    void nameFile() {
        file = folder.resolve("pass.checkpoint");
    }

    /** Rows that cannot be read to the end, but from any row on; batches are cut anew then. */
    private static final class Interrupted implements RowSource {
        private final String stamp;
        private final List<Long> starts = new ArrayList<>();
        private long left;

        /** @param rows how many can be read in all before the source fails */
        Interrupted(String stamp, long rows) {
            this.stamp = stamp;
            this.left = rows;
        }

        @Override
        public Schema schema() {
            return ROWS.schema();
        }

        @Override
        public Optional<String> stamp() {
            return Optional.of(stamp).filter(text -> !text.isEmpty());
        }

        @Override
        public void forEachBatch(Consumer<Table> consumer) {
            forEachBatch(0, consumer);
        }

        @Override
        public void forEachBatch(long firstRow, Consumer<Table> consumer) {
            starts.add(firstRow);
            int size = firstRow == 0 ? 5000 : 3001;
            for (int from = (int) firstRow; from < ROWS.rowCount(); from += size) {
                int to = Math.min(ROWS.rowCount(), from + size);
                left -= to - from;
                if (left < 0) {
                    throw new EchelonException("the connection was lost");
                }
                consumer.accept(ROWS.slice(from, to));
            }
        }
    }

    private Checkpoint checkpoint() {
        return Checkpoint.in(file).every(Duration.ZERO);
    }

    private static byte[] bytes(DataSummary sums) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        sums.write(bytes);
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "y ~ x + t + (x | h)",
                "y ~ x + (1 | g / k)",
                "y ~ t + (x || h) + (1 | big) + (1 | k)",
                "y ~ f * x + (f | h) + (1 | g)",
                "y ~ 0 + f + x:f + (t | g) + (0 + f | h)",
                "y ~ scale(x) + within(t, g) + f + (1 | g:h)",
                "y ~ poly(x, 2) + cut(t, c(-1, 0.3, 0.6, 2)) + (1 | g)",
                "log(y) ~ . + (x | h) + (1 | factor(g)) - h - g - big - k",
                "y ~ x"
            })
    void aPassThatIsInterruptedHasTheSameBits(String formula) throws IOException {
        boolean weighted = formula.length() % 2 == 0;
        Lmm plain = Lmm.of(formula).threads(weighted ? 1 : 3);
        Lmm model = weighted ? plain.weights("w").offset("o") : plain;
        byte[] whole = bytes(model.summarise(new Interrupted("a", Long.MAX_VALUE), checkpoint()));
        Files.delete(file);
        Random random = new Random(formula.hashCode());
        List<Long> starts = new ArrayList<>();
        byte[] continued = {};
        for (int run = 0; continued.length == 0; run++) {
            Interrupted source = new Interrupted("a", 15_000 + random.nextInt(30_000));
            try {
                continued = bytes(model.summarise(source, checkpoint()));
            } catch (EchelonException e) {
                assertThat(e).hasMessage("the connection was lost");
            }
            starts.addAll(source.starts);
            assertThat(run).isLessThan(30);
        }
        assertThat(starts).anyMatch(start -> start > 0);
        assertThat(continued).isEqualTo(whole);
    }

    @Test
    void theStateSaysHowManyRowsItCoversAndIsDeletedOnRequest() {
        Lmm model = Lmm.of("y ~ x + (1 | g)");
        assertThat(checkpoint().rows()).isEmpty();
        assertThatThrownBy(() -> model.summarise(new Interrupted("a", 45_000), checkpoint()))
                .hasMessage("the connection was lost");
        assertThat(checkpoint().rows()).hasValue(40_000);
        checkpoint().delete();
        assertThat(file).doesNotExist();
        checkpoint().delete();
    }

    @Test
    void whenRowsEndTooEarlyWhatCameBeforeIsKept() {
        for (int threads : new int[] {1, 2}) {
            Lmm model = Lmm.of("y ~ x + (1 | g)").threads(threads);
            assertThatThrownBy(() -> model.summarise(new Interrupted("a", 45_000), Checkpoint.in(file)))
                    .hasMessage("the connection was lost");
            assertThat(checkpoint().rows()).hasValue(40_000);
            checkpoint().delete();
        }
    }

    @Test
    void withinTheIntervalNothingIsWritten() {
        Lmm.of("y ~ x + (1 | g)").summarise(new Interrupted("a", 46_000), Checkpoint.in(file));
        assertThat(file).doesNotExist();
    }

    @Test
    void changedDataAndOtherModelsAreNotContinued() throws IOException {
        Lmm model = Lmm.of("y ~ x + (1 | g)");
        String stamp = "/data/a.parquet\t100 1\n/data/b.parquet\t200 2";
        assertThatThrownBy(() -> model.summarise(new Interrupted(stamp, 45_000), checkpoint()))
                .hasMessage("the connection was lost");
        byte[] state = Files.readAllBytes(file);
        refused(model, "/data/a.parquet\t100 1\n/data/b.parquet\t201 2")
                .hasMessage(
                        "the data are not those of the checkpoint '" + file
                                + "': '/data/b.parquet' has changed since, or is read by other options; delete it to begin with the first row");
        refused(model, "/data/a.parquet\t100 1\n/data/c.parquet\t200 2")
                .hasMessageContaining("they were '/data/b.parquet' and are '/data/c.parquet'");
        refused(model, "/data/a.parquet\t100 1").hasMessageContaining("there were 2 files and are 1");
        refused(Lmm.of("y ~ x + (1 | h)"), stamp)
                .hasMessage("the checkpoint '" + file + "' is of another model, 'y ~ x + (1 | g)', or of other options;"
                        + " give those, or delete it to begin with the first row");
        refused(model.weights("w"), stamp).hasMessageContaining("or of other options");
        assertThat(Files.readAllBytes(file)).isEqualTo(state);
    }

    private org.assertj.core.api.AbstractThrowableAssert<?, ? extends Throwable> refused(Lmm model, String stamp) {
        Interrupted source = new Interrupted(stamp, Long.MAX_VALUE);
        return assertThatThrownBy(() -> model.summarise(source, checkpoint()))
                .isInstanceOf(EchelonException.class)
                .satisfies(e -> assertThat(source.starts).isEmpty());
    }

    @Test
    void rowsThatCannotBeRecognisedAreRefusedAtOnce() {
        refused(Lmm.of("y ~ x + (1 | g)"), "")
                .hasMessageContaining("nothing tells whether the rows are still the same then, as with databases");
        file = folder.resolve("none").resolve("pass.checkpoint");
        refused(Lmm.of("y ~ x + (1 | g)"), "a").hasMessageContaining("there is no folder '" + folder.resolve("none"));
    }

    @Test
    void damagedFilesAreRefusedAndOtherFilesLeftAlone() throws IOException {
        Lmm model = Lmm.of("y ~ f + x + (x | g)");
        assertThatThrownBy(() -> model.summarise(new Interrupted("a", 90_000), checkpoint()))
                .hasMessage("the connection was lost");
        byte[] state = Files.readAllBytes(file);
        byte[] changed = state.clone();
        changed[state.length / 2] ^= 1;
        byte[] cut = java.util.Arrays.copyOf(state, state.length - 100);
        for (byte[] damaged : List.of(changed, cut, java.util.Arrays.copyOf(state, 9))) {
            Files.write(file, damaged);
            refused(model, "a")
                    .hasMessage("the checkpoint '" + file + "' is damaged; delete it to begin with the first row");
        }
        Files.writeString(file, "y,x\n1,2\n");
        refused(model, "a").hasMessageContaining("is no checkpoint, and is left as it is");
        assertThatThrownBy(() -> checkpoint().delete()).hasMessageContaining("is no checkpoint");
        assertThat(file).hasContent("y,x\n1,2\n");
    }
}
