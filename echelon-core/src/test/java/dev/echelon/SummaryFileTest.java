package dev.echelon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.echelon.error.EchelonException;
import dev.echelon.table.Table;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryFileTest {
    @TempDir
    private Path folder = Path.of("");

    private static final Table SLEEPSTUDY = FitExamples.table("sleepstudy.csv");
    private static final Lmm MODEL = Lmm.of("Reaction ~ Days + (Days | Subject)");

    private byte[] saved() throws IOException {
        Path file = folder.resolve("sums");
        MODEL.summarise(SLEEPSTUDY).save(file);
        return Files.readAllBytes(file);
    }

    private void requireRefused(byte[] bytes, String... words) throws IOException {
        Path file = folder.resolve("changed");
        Files.write(file, bytes);
        assertThatThrownBy(() -> DataSummary.load(file))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("changed")
                .hasMessageContainingAll(words);
    }

    @Test
    void aFileTakesLessRoomThanItsRows() throws IOException {
        Table crossed = SummaryMergeTest.crossed(20000, 1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Lmm.of("y ~ service + (1 | s) + (1 | d)").summarise(crossed).write(bytes);

        assertThat(bytes.size()).isLessThan(9000);
    }

    @Test
    void sumsGoThroughAStream() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        MODEL.summarise(SLEEPSTUDY).write(bytes);
        DataSummary read = DataSummary.read(new ByteArrayInputStream(bytes.toByteArray()));

        assertThat(MODEL.fit(read).objective()).isEqualTo(MODEL.fit(SLEEPSTUDY).objective());
        ByteArrayOutputStream again = new ByteArrayOutputStream();
        read.write(again);
        assertThat(again.toByteArray()).isEqualTo(bytes.toByteArray());
    }

    @Test
    void namesAndBasesOfAnyKindComeBack() {
        for (LmmFit fit : FitExamples.all()) {
            FitState state = fit.state();
            Lmm model = Lmm.of(state.encoding().formula(), state.options(), state.criterion());
            Table table = table(fit);
            DataSummary sums = model.summarise(table);
            Path file = folder.resolve("any");
            sums.save(file);

            LmmFit again = model.fit(DataSummary.load(file));
            assertThat(again.objective()).isEqualTo(fit.objective());
            assertThat(again.coefficients()).isEqualTo(fit.coefficients());
            assertThat(again.findings()).isEqualTo(fit.findings());
            for (String term : fit.randomTerms()) {
                assertThat(again.randomEffects(term).levels())
                        .isEqualTo(fit.randomEffects(term).levels());
            }
        }
    }

    private static Table table(LmmFit fit) {
        String formula = fit.formula();
        if (formula.contains("`")) {
            return FitExamples.hostileTable();
        }
        String name = formula.startsWith("angle")
                ? "cake.csv"
                : formula.startsWith("strength")
                        ? "pastes.csv"
                        : formula.startsWith("mAch")
                                ? "hsb82.csv.gz"
                                : formula.startsWith("Yield")
                                        ? "dyestuff2.csv"
                                        : formula.contains("off")
                                                        || fit.state()
                                                                .options()
                                                                .weights()
                                                                .equals("w")
                                                ? "sleepstudy_weighted.csv"
                                                : formula.contains("I(") ? "sleepstudy_missing.csv" : "sleepstudy.csv";
        Table table = FitExamples.table(name);
        return name.equals("cake.csv") ? FitExamples.withWeights(table) : table;
    }

    @Test
    void everyTruncatedFileIsRefused() throws IOException {
        byte[] whole = saved();
        for (int length = 1; length < whole.length; length += Math.max(1, length / 40)) {
            requireRefused(Arrays.copyOf(whole, length), "the file");
        }
        requireRefused(new byte[0], "it is empty");
        requireRefused(Arrays.copyOf(whole, whole.length - 10), "ends too early");
    }

    @Test
    void everyChangedByteIsNoticed() throws IOException {
        byte[] whole = saved();
        for (int at = 0; at < whole.length; at += 1 + at / 60) {
            if (at < 12 || at >= 16) { // four bytes are left to later releases
                byte[] changed = whole.clone();
                changed[at] ^= 0x10;
                requireRefused(changed, "the file");
            }
        }
    }

    @Test
    void otherFilesAreNamedForWhatTheyAre() throws IOException {
        requireRefused(
                "Reaction,Days\n1,2\n".getBytes(java.nio.charset.StandardCharsets.UTF_8), "holds no cross-products");
        Path fit = folder.resolve("a.fit");
        MODEL.fit(SLEEPSTUDY).save(fit);
        requireRefused(Files.readAllBytes(fit), "holds no cross-products", "a saved fit");
        byte[] newer = saved();
        newer[8] = 9;
        requireRefused(newer, "newer Echelon (format 9", "upgrade");
        byte[] text = saved();
        text[4] = '\n';
        requireRefused(text, "transfer of text");
        assertThatThrownBy(() -> DataSummary.load(folder))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("it is a folder");
        assertThatThrownBy(() -> DataSummary.load(folder.resolve("absent")))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("no such file");
        assertThatThrownBy(() -> LmmFit.load(folder.resolve("sums")))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("it holds cross-products");
    }

    @Test
    void nothingHalfWrittenIsLeft() throws IOException {
        saved();
        Files.createDirectory(folder.resolve("occupied"));
        assertThatThrownBy(() -> MODEL.summarise(SLEEPSTUDY).save(folder.resolve("occupied")))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("cannot save the cross-products");
        try (java.util.stream.Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("sums", "occupied");
        }
        assertThat(DataSummary.isSaved(folder.resolve("sums"))).isTrue();
        assertThat(DataSummary.isSaved(folder.resolve("occupied"))).isFalse();
    }

    @Test
    void largeSectionsOfEveryKindComeBack() throws IOException {
        int n = 30000;
        double[] y = new double[n];
        String[] group = new String[n];
        double[] id = new double[n];
        for (int i = 0; i < n; i++) {
            y[i] = Math.sin(i) + i % 3;
            group[i] = "grüppe " + i / 3;
            id[i] = i % 997 * 1000;
        }
        Table table = Table.builder()
                .numbers("y", y)
                .numbers("id", id)
                .factor("g", group)
                .build();
        DataSummary sums = Lmm.of("y ~ 1 + (1 | g) + (1 | id)").summarise(table);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        sums.write(bytes);
        DataSummary read = DataSummary.read(new ByteArrayInputStream(bytes.toByteArray()));

        assertThat(read.formula()).isEqualTo(sums.formula());
        for (String factor : List.of("g", "id")) {
            assertThat(read.levels(factor)).isEqualTo(sums.levels(factor));
        }
        assertThat(read.data().block(0).withFixed())
                .containsExactly(sums.data().block(0).withFixed());
        assertThat(read.data().coupling(0, 1).level())
                .containsExactly(sums.data().coupling(0, 1).level());
        assertThat(read.data().coupling(0, 1).values())
                .containsExactly(sums.data().coupling(0, 1).values());
    }
}
