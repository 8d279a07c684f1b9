package dev.echelon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echelon.formula.Coding;
import dev.echelon.internal.design.Learned;
import dev.echelon.result.RandomEffects;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SavedFitTest {
    @TempDir
    Path folder;

    static List<LmmFit> fits() {
        return FitExamples.all();
    }

    private Path save(LmmFit fit, String name) {
        Path file = folder.resolve(name);
        fit.save(file);
        return file;
    }

    /** Looks into private fields and arrays, and tells doubles apart by their bits. */
    private static void assertSame(Object actual, Object expected) {
        assertThat(actual)
                .usingRecursiveComparison()
                .withEqualsForType(
                        (a, b) -> Double.doubleToRawLongBits(a) == Double.doubleToRawLongBits(b), Double.class)
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("fits")
    void everyNumberAndNameIsTheSameAfterLoading(LmmFit fit) {
        LmmFit loaded = LmmFit.load(save(fit, "fit.echelon"));
        assertSame(loaded.state(), fit.state());
    }

    @Test
    void aDotStandsForTheColumnsOfTheFit() {
        LmmFit fit = Lmm.of("Reaction ~ . + (1 | Subject)").fit(FitExamples.table("sleepstudy.csv"));
        LmmFit loaded = LmmFit.load(save(fit, "dot.echelon"));
        assertThat(loaded.formula()).isEqualTo("Reaction ~ 1 + Days + (1 | Subject)");
        assertSame(loaded.anova(3, DfMethod.SATTERTHWAITE), fit.anova(3, DfMethod.SATTERTHWAITE));
    }

    @ParameterizedTest
    @MethodSource("fits")
    void everyAccessorAnswersTheSameAfterLoading(LmmFit fit) {
        LmmFit loaded = LmmFit.load(save(fit, "fit.echelon"));
        assertSame(answers(loaded), answers(fit));
        assertThat(loaded.groups().keySet())
                .containsExactlyElementsOf(fit.groups().keySet());
        assertThat(fit.fitted()).isNotEmpty();
        assertThat(loaded.fitted()).isEmpty();
        assertThat(loaded.residuals()).isEmpty();
    }

    private static List<Object> answers(LmmFit fit) {
        List<RandomEffects> effects =
                fit.randomTerms().stream().map(fit::randomEffects).toList();
        return List.of(
                fit.formula(),
                fit.criterion(),
                fit.observations(),
                fit.groups(),
                fit.objective(),
                fit.logLik(),
                fit.parameters(),
                fit.aic(),
                fit.bic(),
                fit.sigma(),
                fit.singular(),
                fit.theta(),
                fit.coefficients(),
                fit.vcov(),
                fit.covarianceEstimates(),
                fit.findings(),
                fit.convergence(),
                fit.rows(),
                fit.provenance(),
                fit.randomTerms(),
                effects);
    }

    @ParameterizedTest
    @MethodSource("fits")
    void savingALoadedFitGivesTheSameBytes(LmmFit fit) throws IOException {
        Path first = save(fit, "first.echelon");
        Path second = save(LmmFit.load(first), "second.echelon");
        assertThat(Files.mismatch(first, second)).isEqualTo(-1);
    }

    @Test
    void theExamplesHoldWhatTheyAreFor() {
        FitState bases = FitExamples.bases().state();
        assertThat(bases.learned().bases()).hasSize(4);
        assertThat(FitExamples.withinBetween().state().learned().bases()).isNotEmpty();
        assertThat(FitExamples.cutAndCustom().state().learned().bases()).isNotEmpty();
        assertThat(FitExamples.cutAndCustom().state().options().codings()).containsKey("recipe");
        assertThat(FitExamples.droppedColumn().state().kept()).containsExactly(0, 1, 3);
        assertThat(FitExamples.droppedColumn().rows().dropped()).isNotEmpty();
        assertThat(FitExamples.singular().singular()).isTrue();
        assertThat(FitExamples.singular().convergence().kkt()).isNotNaN();
        assertThat(FitExamples.sleepstudy().convergence().kkt()).isNaN();
    }

    @Test
    void aReferenceLevelAndEveryNamedCodingAreKept() {
        Stream.of(
                        Coding.treatment("C"),
                        Coding.sum(),
                        Coding.helmert(),
                        Coding.poly(),
                        Coding.custom(List.of(List.of(1.0), List.of(0.0), List.of(-1.0)), List.of()))
                .forEach(coding -> {
                    LmmFit fit = Lmm.of("angle ~ recipe + (1 | replicate)")
                            .coding("recipe", coding)
                            .fit(FitExamples.table("cake.csv"));
                    LmmFit loaded = LmmFit.load(save(fit, "fit.echelon"));
                    assertThat(loaded.state().options().codings()).containsEntry("recipe", coding);
                    assertThat(loaded.state().learned().variables().values())
                            .extracting(Learned.Variable::coding)
                            .containsExactly(coding);
                });
    }

    @Test
    void theTextStartsWithKindAndFormat() throws IOException {
        Path file = save(FitExamples.sleepstudy(), "fit.echelon");
        assertThat(Files.readString(file, StandardCharsets.US_ASCII))
                .startsWith("{\"echelon\":\"fit\",\"formatVersion\":1,");
    }

    @Test
    void provenanceIsTheOneOfTheFitNotOfTheReader() throws IOException {
        Path file = save(FitExamples.sleepstudy(), "fit.echelon");
        String java = System.getProperty("java.version");
        String text = Files.readString(file, StandardCharsets.UTF_8);
        Files.writeString(file, text.replace("\"java\":\"" + java + "\"", "\"java\":\"1.2.3\""));
        assertThat(LmmFit.load(file).provenance().java()).isEqualTo("1.2.3");
    }

    @Test
    void aNameThatEndsInGzIsCompressedAndReadUnderAnyName() throws IOException {
        Path file = save(FitExamples.sleepstudy(), "fit.echelon.GZ");
        assertThat(Files.readAllBytes(file)).startsWith(0x1f, 0x8b);
        Path renamed = Files.move(file, folder.resolve("fit.json"));
        assertSame(LmmFit.load(renamed).state(), FitExamples.sleepstudy().state());
    }

    @Test
    void aLargeFitIsCompressedWhateverItsName() throws IOException {
        LmmFit fit = Lmm.of("y ~ service + (1 | s) + (1 | d)").fit(FitExamples.table("insteval.csv.gz"));
        Path file = save(fit, "fit.echelon");
        assertThat(Files.readAllBytes(file)).startsWith(0x1f, 0x8b);
        LmmFit loaded = LmmFit.load(file);
        assertSame(answers(loaded), answers(fit));
        assertThat(loaded.state().data().coupling(0, 1).values())
                .isEqualTo(fit.state().data().coupling(0, 1).values());
    }

    @Test
    void fieldsThatALaterReleaseAddsAreIgnored() throws IOException {
        Path file = save(FitExamples.sleepstudy(), "fit.echelon");
        String text = Files.readString(file, StandardCharsets.UTF_8);
        String news = "\"news\":[1,\"a\",null,{\"b\":[[],true]},2.5],";
        Files.writeString(
                file,
                text.replace("\"specification\":{", news + "\"specification\":{" + news)
                        .replace("\"severity\"", news + "\"severity\"")
                        .replace("\"blocks\":[{", "\"blocks\":[{" + news));
        assertSame(LmmFit.load(file).state(), FitExamples.sleepstudy().state());
    }

    @Test
    void savingReplacesAnOlderFileAndLeavesNothingElse() throws IOException {
        Path file = folder.resolve("fit.echelon");
        Files.writeString(file, "older");
        FitExamples.sleepstudy().save(file);
        assertThat(LmmFit.load(file).observations()).isEqualTo(180);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void savingThroughALinkReplacesWhatItPointsTo() throws IOException {
        Path target = Files.writeString(folder.resolve("target.echelon"), "older");
        Path link = Files.createSymbolicLink(folder.resolve("link.echelon"), target);
        FitExamples.sleepstudy().save(link);
        assertThat(link).isSymbolicLink();
        assertThat(LmmFit.load(target).observations()).isEqualTo(180);
    }
}
