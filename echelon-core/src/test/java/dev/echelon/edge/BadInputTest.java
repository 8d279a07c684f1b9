package dev.echelon.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.Lmm;
import dev.echelon.LmmFit;
import dev.echelon.error.EchelonException;
import dev.echelon.golden.TestFiles;
import dev.echelon.result.Finding;
import dev.echelon.table.Factor;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.Table;
import java.util.Collections;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Data and models that are wrong: one sentence that says what, where and what to do, or a fit with a finding. */
class BadInputTest {
    private static final Table SLEEP = TestFiles.table("sleepstudy.csv");
    private static final double[] DAYS = ((NumericColumn) SLEEP.column("Days")).toArray();
    private static final double[] REACTION = ((NumericColumn) SLEEP.column("Reaction")).toArray();

    private static Table with(String name, IntToDoubleFunction value) {
        return SLEEP.with(
                name,
                NumericColumn.of(IntStream.range(0, 180).mapToDouble(value).toArray()));
    }

    /** Formula, data, and what the sentence must contain. */
    static List<Arguments> refused() {
        Table factor = SLEEP.with("y", Factor.of(Collections.nCopies(180, "a")));
        return List.of(
                refusal(
                        "Reaction ~ Days + (1|Subject) + (1|Subject)",
                        SLEEP,
                        "'(Intercept)' by 'Subject'",
                        "two terms"),
                refusal("Reaction ~ Days + (Days|Subject) + (1|Subject)", SLEEP, "'(Intercept)'", "two terms"),
                refusal("Reaction ~ Days + (1|Subject) + (0 + f|Subject)", threes(), "two terms", "(0 + "),
                refusal("Reaction ~ Days + (z|Subject)", with("z", i -> 0), "'z' by 'Subject'", "leave it out"),
                refusal("Reaction ~ Days + (z|Subject)", with("z", i -> 3), "'z' by 'Subject'", "leave it out"),
                refusal("Reaction ~ Days + (z|Subject)", with("z", i -> 0.1), "'z' by 'Subject'", "leave it out"),
                refusal(
                        "Reaction ~ Days + (0 + z|Subject)",
                        with("z", i -> 0),
                        "'z' by 'Subject'",
                        "zero in every row"),
                refusal(
                        "Reaction ~ Days + (Days + z|Subject)",
                        with("z", i -> 2 * DAYS[i] + 1),
                        "'z' by 'Subject'",
                        "linear combination"),
                refusal(
                        "Reaction ~ Days + (1|Subject) + (1|z)",
                        with("z", i -> i / 10),
                        "'Subject' and 'z'",
                        "leave one"),
                refusal(
                        "Reaction ~ Days + (1|Subject) + (1|Subject:z)",
                        with("z", i -> 1),
                        "'Subject' and 'Subject:z'",
                        "same groups"),
                refusal("y ~ Days + (1|Subject)", with("y", i -> 7), "response 'y' is constant", "7.0"),
                refusal("y ~ Days + (1|Subject)", with("y", i -> 2 + 3 * DAYS[i]), "fixed effects", "completely"),
                refusal("Reaction ~ z + (1|Subject)", with("z", i -> REACTION[i]), "fixed effects", "completely"),
                refusal("Reaction ~ Reaction + (1|Subject)", SLEEP, "right-hand side", "remove"),
                refusal("y ~ Days + (1|Subject)", with("y", i -> i == 4 ? 1 / 0.0 : i), "'y'", "infinite", "row 5"),
                refusal(
                        "Reaction ~ x + (1|Subject)",
                        with("x", i -> i == 4 ? -1 / 0.0 : i),
                        "'x'",
                        "infinity",
                        "row 5"),
                refusal("Reaction ~ log(Days) + (1|Subject)", SLEEP, "'log(Days)'", "row 1"),
                refusal("log(y) ~ Days + (1|Subject)", with("y", i -> i - 3), "'log(y)' is not a number", "row 1"),
                refusal("y ~ Days + (1|Subject)", with("y", i -> Double.NaN), "no row can be used", "'y'", "180"),
                refusal("y ~ Days + (1|Subject)", factor, "'y' is a factor", "number"),
                refusal(
                        "Reaction ~ factor(z) + (1|Subject)",
                        with("z", i -> i),
                        "180 fixed-effect columns",
                        "180 rows"),
                refusal("Reaction ~ Days + (1|z)", with("z", i -> 1), "'z' has only one level", "leave the term out"),
                refusal(
                        "Reaction ~ Days + (1|z)",
                        with("z", i -> i),
                        "'z' has as many levels as there are rows",
                        "180"),
                refusal("Reaction ~ Days + (factor(Days)|Subject)", SLEEP, "180 random effects for 180 rows"),
                refusal("Reaction ~ Days + (1|Subject:Days)", SLEEP, "as many levels as there are rows"),
                refusal("Reaction ~ Dayz + (1|Subject)", SLEEP, "no column 'Dayz'", "did you mean 'Days'"),
                refusal("Reaction ~ Days + (1|Subjct)", SLEEP, "no column 'Subjct'", "did you mean 'Subject'"),
                refusal("Reaction ~ Days + (1|Subject)", SLEEP.slice(0, 0), "no rows"),
                refusal("Reaction ~ Days + (1|Subject)", SLEEP.slice(0, 1), "only one level", "'308'"),
                refusal(
                        "Reaction ~ Days + (1|Subject)",
                        SLEEP.rows(new int[] {0, 10, 20}),
                        "as many levels as there are rows"));
    }

    private static Table threes() {
        return SLEEP.with(
                "f",
                Factor.of(IntStream.range(0, 180).mapToObj(i -> "f" + i % 3).toList()));
    }

    private static Arguments refusal(String formula, Table table, String... words) {
        return Arguments.of(formula, table, List.of(words));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("refused")
    void wrongModelsAreRefusedInOneSentence(String formula, Table table, List<String> words) {
        assertThatThrownBy(() -> Lmm.of(formula).fit(table))
                .isInstanceOf(EchelonException.class)
                .message()
                .contains(words)
                .doesNotContain("NaN", "Exception");
    }

    static List<Arguments> refusedWeights() {
        return List.of(
                Arguments.of(with("w", i -> i == 4 ? -1 : 1), "row 5 of 'w' is -1"),
                Arguments.of(with("w", i -> i == 4 ? 1 / 0.0 : 1), "row 5 of 'w' is infinite"),
                Arguments.of(with("w", i -> 0), "zero weight: 180"),
                Arguments.of(SLEEP.with("w", Factor.of(Collections.nCopies(180, "a"))), "'w' is a factor"),
                Arguments.of(SLEEP, "'w' does not exist"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("refusedWeights")
    void wrongWeightsAreRefused(Table table, String words) {
        assertThatThrownBy(() ->
                        Lmm.of("Reaction ~ Days + (1|Subject)").weights("w").fit(table))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining(words);
    }

    /** Formula, data, the finding that must be there, and words of it. */
    static List<Arguments> found() {
        return List.of(
                finding(
                        "Reaction ~ factor(Subject) + (1|Subject)",
                        SLEEP,
                        "random-effects-aliased",
                        "'(Intercept)' by 'Subject'"),
                finding(
                        "Reaction ~ factor(Subject) + (Days|Subject)",
                        SLEEP,
                        "random-effects-aliased",
                        "'(Intercept)'"),
                finding(
                        "y ~ Days + (1|Subject)",
                        with("y", i -> 2 + 3 * DAYS[i] + (i / 10) * (i / 10) * 0.5),
                        "exact-fit",
                        "exactly"),
                finding(
                        "y ~ Days + (Days|Subject)",
                        with("y", i -> (3 + Math.sin(i / 10)) * DAYS[i] + i / 10),
                        "exact-fit",
                        "exactly"),
                finding("Reaction ~ Days + z + (1|Subject)", with("z", i -> DAYS[i]), "rank-deficient", "'z'"),
                finding("Reaction ~ Days + z + (1|Subject)", with("z", i -> 5), "rank-deficient", "'z'"),
                finding(
                        "Reaction ~ Days + z + (1|Subject)",
                        with("z", i -> DAYS[i] + 1e-8 * Math.sin(i)),
                        "rank-deficient",
                        "'z'"),
                finding(
                        "Reaction ~ Days + z + (1|Subject)",
                        with("z", i -> DAYS[i] + 1e-6 * Math.sin(i)),
                        "collinear",
                        "nearly"),
                finding(
                        "y ~ Days + (1|Subject)",
                        with("y", i -> i % 50 == 0 ? Double.NaN : REACTION[i]),
                        "rows-dropped",
                        "4 of 180"),
                finding("Reaction ~ Days + (1|z)", with("z", i -> i % 2), "few-levels", "2 levels"),
                finding(
                        "Reaction ~ Days + (1|z)",
                        with("z", i -> Math.max(1, i)),
                        "few-replicates",
                        "179 levels for 180 rows"),
                finding("Reaction ~ Days", SLEEP, "no-random-effects", "least squares"),
                finding("y ~ 1 + (1|g)", balancedWithoutSpread(), "singular-fit", "exactly zero"));
    }

    /** Groups with equal means. */
    private static Table balancedWithoutSpread() {
        return with("y", i -> i % 10).with("g", SLEEP.column("Subject"));
    }

    private static Arguments finding(String formula, Table table, String id, String words) {
        return Arguments.of(formula, table, id, words);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("found")
    void doubtfulFitsCarryAFinding(String formula, Table table, String id, String words) {
        LmmFit fit = Lmm.of(formula).fit(table);
        assertThat(fit.findings()).anySatisfy(finding -> {
            assertThat(finding.id()).isEqualTo(id);
            assertThat(finding.message()).contains(words);
            assertThat(finding.remedy()).isNotBlank();
        });
        assertNoNaN(fit);
    }

    private static void assertNoNaN(LmmFit fit) {
        assertThat(fit.objective()).isFinite();
        assertThat(fit.sigma()).isFinite();
        fit.theta().forEach(theta -> assertThat(theta.value()).isFinite());
        fit.coefficients().forEach(c -> {
            assertThat(c.estimate()).isFinite();
            assertThat(c.stdError()).isFinite();
            assertThat(c.interval().lower()).isFinite();
        });
        fit.covarianceEstimates().forEach(e -> e.standardDeviations()
                .forEach(sd -> assertThat(sd).isFinite()));
        fit.randomTerms().forEach(name -> {
            for (int j = 0; j < fit.randomEffects(name).levels().size(); j++) {
                assertThat(fit.randomEffects(name).mode(j, 0)).isFinite();
                assertThat(fit.randomEffects(name).variance(j, 0, 0)).isFinite();
            }
        });
        assertThat(fit.fitted()).doesNotContain(Double.NaN);
        assertThat(fit.residuals()).doesNotContain(Double.NaN);
    }

    @Test
    void goodFitsCarryNoFinding() {
        assertThat(Lmm.of("Reaction ~ Days + (Days|Subject)").fit(SLEEP).findings())
                .isEmpty();
        assertThat(Lmm.of("Reaction ~ Days + (Days||Subject)").fit(SLEEP).findings())
                .isEmpty();
        assertThat(Lmm.of("Reaction ~ Days + (1|Subject) + (0 + Days|Subject)")
                        .fit(SLEEP)
                        .findings())
                .isEmpty();
    }

    @Test
    void farShiftIsNotMistakenForASingularFit() {
        LmmFit fit = Lmm.of("Reaction ~ x + (x|Subject)").fit(with("x", i -> 1e8 + DAYS[i]));
        assertThat(fit.singular()).isFalse();
        assertThat(fit.findings()).extracting(Finding::id).doesNotContain("singular-fit");
    }

    /** A row of weight zero is left out; lme4 counts it and returns a log-likelihood of −∞. */
    @Test
    void rowsOfWeightZeroCountAsAbsent() {
        LmmFit fit = Lmm.of("Reaction ~ Days + (1|Subject)").weights("w").fit(with("w", i -> i == 4 ? 0 : 1));
        int[] others = IntStream.range(0, 180).filter(i -> i != 4).toArray();
        LmmFit without = Lmm.of("Reaction ~ Days + (1|Subject)").fit(SLEEP.rows(others));
        assertThat(fit.objective()).isCloseTo(without.objective(), within(1e-9));
        assertThat(fit.observations()).isEqualTo(179);
        assertThat(fit.findings()).extracting(Finding::id).contains("zero-weight");
    }

    @Test
    void duplicateColumnGivesTheSameFitAsWithoutIt() {
        LmmFit fit = Lmm.of("Reaction ~ Days + z + (1|Subject)").fit(with("z", i -> 2 * DAYS[i]));
        LmmFit without = Lmm.of("Reaction ~ Days + (1|Subject)").fit(SLEEP);
        assertThat(fit.objective()).isCloseTo(without.objective(), within(1e-9));
        assertThat(fit.coefficients()).hasSize(2);
    }

    /** (f || g) is a true diagonal: the intercept and each contrast on their own. */
    @Test
    void doubleBarOfAFactorIsDiagonal() {
        LmmFit fit = Lmm.of("Reaction ~ f + (f||Subject)").fit(threes());
        assertThat(fit.theta()).hasSize(3);
        assertThat(fit.covarianceEstimates())
                .allSatisfy(e -> assertThat(e.columns()).hasSize(1));
    }
}
