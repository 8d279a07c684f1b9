package dev.echelon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.error.EchelonException;
import dev.echelon.result.RandomEffects;
import dev.echelon.table.Csv;
import dev.echelon.table.Table;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fits whose levels lie in several places, against fits of the same rows in one memory. */
class PartitionedFitTest {
    private static final double ACCURACY = 1e-9;

    private static List<LevelBlocks> sent(DataSummary summary, int parts) {
        return summary.levelBlocks(parts).stream()
                .map(part -> LevelBlocks.of(part.toBytes()))
                .toList();
    }

    private static PartitionedFit fit(Lmm model, DataSummary summary, List<LevelBlocks> parts) {
        return PartitionedFit.of(model, summary.withoutLevels(), task -> {
            double[] sum = parts.get(0).sums(task).clone();
            for (LevelBlocks part : parts.subList(1, parts.size())) {
                double[] own = part.sums(task);
                Arrays.setAll(sum, i -> sum[i] + own[i]);
            }
            return sum;
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    sleepstudy.csv          ; Reaction ~ Days + (Days | Subject)                     ; REML
                    sleepstudy.csv          ; Reaction ~ Days + (1 | Subject) + (0 + Days | Subject) ; ML
                    sleepstudy.csv          ; Reaction ~ poly(Days, 2) + diag(1 + Days | Subject)    ; REML
                    sleepstudy_weighted.csv ; Reaction ~ Days + (Days | Subject)                     ; ML
                    orthodont.csv           ; distance ~ age * Sex + (age | Subject)                 ; REML
                    machines.csv            ; score ~ Machine + (Machine | Worker)                   ; REML
                    dyestuff2.csv           ; Yield ~ 1 + (1 | Batch)                                ; REML
                    """)
    void estimatesEqualThoseOfAFitInOneMemory(String file, String formula, Criterion criterion) {
        Table table = Csv.read(Repository.root().resolve("data").resolve(file));
        Lmm model = Lmm.of(formula).criterion(criterion);
        model = file.contains("weighted") ? model.weights("w").offset("off") : model;
        LmmFit expected = model.fit(table);
        DataSummary summary = model.summarise(table);
        List<LevelBlocks> parts = sent(summary, 3);

        PartitionedFit found = fit(model, summary, parts);

        assertThat(found.objective()).isCloseTo(expected.objective(), within(1e-10 * Math.abs(expected.objective())));
        assertThat(found.sigma()).isCloseTo(expected.sigma(), within(ACCURACY * expected.sigma()));
        assertThat(found.singular()).isEqualTo(expected.singular());
        assertThat(found.convergence().converged()).isTrue();
        assertThat(expected.groups()).containsEntry(found.group(), Math.toIntExact(found.levels()));
        assertThat(found.aic()).isCloseTo(expected.aic(), within(1e-7));
        for (int k = 0; k < expected.coefficients().size(); k++) {
            double error = expected.coefficients().get(k).stdError();
            assertThat(found.coefficients().get(k).term())
                    .isEqualTo(expected.coefficients().get(k).term());
            assertThat(found.coefficients().get(k).estimate())
                    .isCloseTo(expected.coefficients().get(k).estimate(), within(ACCURACY * error));
            assertThat(found.coefficients().get(k).stdError()).isCloseTo(error, within(ACCURACY * error));
        }
        for (int t = 0; t < expected.covarianceEstimates().size(); t++) {
            List<Double> sds = expected.covarianceEstimates().get(t).standardDeviations();
            for (int k = 0; k < sds.size(); k++) {
                assertThat(found.covarianceEstimates()
                                .get(t)
                                .standardDeviations()
                                .get(k))
                        .isCloseTo(sds.get(k), within(1e-8 * expected.sigma()));
            }
        }
        modes(found, parts, expected);
    }

    private static void modes(PartitionedFit found, List<LevelBlocks> parts, LmmFit expected) {
        for (LevelBlocks part : parts) {
            for (RandomEffects own : found.effects().of(part)) {
                RandomEffects all = expected.randomEffects(own.name());
                for (int j = 0; j < own.levels().size(); j++) {
                    int at = all.levels().indexOf(own.levels().get(j));
                    for (int k = 0; k < own.columns().size(); k++) {
                        assertThat(own.mode(j, k)).isCloseTo(all.mode(at, k), within(1e-7 * expected.sigma()));
                        assertThat(own.stdError(j, k)).isCloseTo(all.stdError(at, k), within(1e-7 * expected.sigma()));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
                    sleepstudy.csv ; Reaction ~ Days + (Days | Subject)              ; 4
                    sleepstudy.csv ; Reaction ~ 1 + (1 | Subject:factor(Days > 4))   ; 5
                    machines.csv   ; score ~ Machine + (Machine | Worker)            ; 1
                    pastes.csv     ; strength ~ 1 + (1 | batch:cask)                 ; 7
                    """)
    void whatWasTakenApartIsPutTogetherWithTheSameBits(String file, String formula, int parts) throws IOException {
        DataSummary summary = Lmm.of(formula)
                .summarise(Csv.read(Repository.root().resolve("data").resolve(file)));
        List<LevelBlocks> shuffled = new ArrayList<>(sent(summary, parts));
        Collections.reverse(shuffled);

        DataSummary together = summary.withoutLevels().withLevels(shuffled);

        assertThat(bytes(together)).isEqualTo(bytes(summary));
        assertThat(shuffled.stream().mapToLong(LevelBlocks::size).sum())
                .isEqualTo(shuffled.stream()
                        .mapToLong(part -> part.toBytes().length)
                        .sum());
    }

    @Test
    void rowsArePredictedWhereTheirLevelsAre() {
        Table table = Csv.read(Repository.root().resolve("data/sleepstudy.csv"));
        Lmm model = Lmm.of("Reaction ~ Days + (1 | Subject) + (0 + Days | Subject)");
        DataSummary summary = model.summarise(table);
        List<LevelBlocks> levels = sent(summary, 4);
        LevelPredictor predictor = fit(model, summary, levels).predictor();

        int[] parts = predictor.parts(table, 4);
        double[] population =
                predictor.of(List.of()).apply(table, Prediction.population()).estimates();

        LmmFit whole = model.fit(table);
        assertThat(population)
                .containsExactly(whole.predict(table, Prediction.population()).estimates(), within(1e-7));
        double[] expected = whole.predict(table, Prediction.conditional()).estimates();
        for (int part = 0; part < 4; part++) {
            int own = part;
            int[] rows = IntStream.range(0, parts.length)
                    .filter(row -> parts[row] == own)
                    .toArray();
            assertThat(rows).isNotEmpty();
            assertThat(predictor
                            .of(levels.subList(part, part + 1))
                            .apply(table.rows(rows), Prediction.conditional())
                            .estimates())
                    .containsExactly(
                            Arrays.stream(rows)
                                    .mapToDouble(row -> expected[row])
                                    .toArray(),
                            within(1e-6));
        }
        assertThat(predictor.of(levels).apply(table, Prediction.conditional()).estimates())
                .containsExactly(expected, within(1e-6));
        assertThatThrownBy(() -> predictor.of(levels.subList(0, 1)).apply(table, Prediction.conditional()))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("unknown to the fit");
        assertThatThrownBy(() -> predictor
                        .of(levels)
                        .apply(table, Prediction.population().withErrors()))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("all groups in one place");
    }

    private static byte[] bytes(DataSummary summary) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        summary.write(bytes);
        return bytes.toByteArray();
    }

    @Test
    void partsOfTheSameLevelsAdd() {
        Table table = Csv.read(Repository.root().resolve("data/sleepstudy.csv"));
        DataSummary summary = Lmm.of("Reaction ~ Days + (Days | Subject)").summarise(table);
        LevelTask size = new LevelTask(LevelTask.Kind.SIZE, new int[] {0, 1}, new double[0]);
        List<LevelBlocks> parts = summary.levelBlocks(2);
        LevelBlocks whole = summary.levelBlocks(1).get(0);

        LevelBlocks twice = LevelBlocks.merge(List.of(whole, parts.get(0), parts.get(1)));

        assertThat(twice.labels()).containsExactlyElementsOf(whole.labels());
        assertThat(parts.get(0).labels())
                .doesNotContainAnyElementsOf(parts.get(1).labels())
                .isNotEmpty();
        double[] expected = whole.sums(size);
        for (int i = 1; i < expected.length; i++) {
            expected[i] *= 2;
        }
        assertThat(twice.sums(size)).containsExactly(expected, within(1e-12));
    }

    @Test
    void crossedFactorsAreRefused() {
        Table table = Csv.read(Repository.root().resolve("data/penicillin.csv"));
        Lmm model = Lmm.of("diameter ~ 1 + (1 | plate) + (1 | sample)");
        DataSummary summary = model.summarise(table);

        assertThatThrownBy(() -> summary.levelBlocks(2)).isInstanceOf(EchelonException.class);
        assertThatThrownBy(() -> PartitionedFit.of(model, summary.withoutLevels(), task -> new double[0]))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("a single grouping factor");
    }

    @Test
    void aFactorWithALevelForEachRowIsRefused() {
        Table table = Csv.read(Repository.root().resolve("data/sleepstudy.csv"));
        Lmm model = Lmm.of("Reaction ~ Days + (1 | Subject)");
        DataSummary summary = model.summarise(table);

        assertThatThrownBy(() -> PartitionedFit.of(model, summary.withoutLevels(), task -> new double[] {180, 180}))
                .hasMessageContaining("180 levels in 180 rows");
    }
}
