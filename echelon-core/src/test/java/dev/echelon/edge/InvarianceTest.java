package dev.echelon.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.AtTheta;
import dev.echelon.Criterion;
import dev.echelon.Lmm;
import dev.echelon.LmmFit;
import dev.echelon.golden.TestFiles;
import dev.echelon.internal.likelihood.Estimates;
import dev.echelon.result.Theta;
import dev.echelon.table.Factor;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TimeZone;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not change a fit, and what must change it in a way that theory gives. */
class InvarianceTest {
    private static final Lmm SLOPES = Lmm.of("Reaction ~ Days + (Days | Subject)");

    private static Table sleepstudy() {
        return TestFiles.table("sleepstudy.csv");
    }

    private static Table map(Table table, String column, DoubleUnaryOperator f) {
        double[] values = ((NumericColumn) table.column(column)).toArray();
        return table.with(
                column, NumericColumn.of(java.util.Arrays.stream(values).map(f).toArray()));
    }

    private static void assertSame(LmmFit actual, LmmFit expected) {
        assertThat(actual.objective()).isCloseTo(expected.objective(), within(1e-8));
        assertThat(actual.sigma()).isCloseTo(expected.sigma(), within(1e-6 * expected.sigma()));
        expected.coefficients().forEach(c -> {
            assertThat(actual.coefficient(c.term()).estimate()).isCloseTo(c.estimate(), within(1e-6 * c.stdError()));
            assertThat(actual.coefficient(c.term()).stdError()).isCloseTo(c.stdError(), within(1e-6 * c.stdError()));
        });
        Map<String, Double> theta =
                actual.theta().stream().collect(Collectors.toMap(Theta::name, Theta::value, (a, b) -> a));
        expected.theta().forEach(t -> assertThat(theta.get(t.name())).isCloseTo(t.value(), within(1e-6)));
    }

    /** lme4 loses 21.4 units of log-likelihood at a shift of 2000 and reports a singular fit. */
    @ParameterizedTest
    @ValueSource(doubles = {10, 30, 100, 2000, -2000, 1e6})
    void shiftOfPredictorChangesNothing(double shift) {
        for (Criterion criterion : Criterion.values()) {
            LmmFit base = SLOPES.criterion(criterion).fit(sleepstudy());
            LmmFit fit = SLOPES.criterion(criterion).fit(map(sleepstudy(), "Days", x -> x + shift));
            assertThat(fit.objective()).isCloseTo(base.objective(), within(1e-6));
            assertThat(fit.sigma()).isCloseTo(base.sigma(), within(1e-5));
            assertThat(fit.coefficient("Days").estimate())
                    .isCloseTo(base.coefficient("Days").estimate(), within(1e-8));
            assertThat(fit.coefficient("Days").stdError())
                    .isCloseTo(base.coefficient("Days").stdError(), within(1e-6));
            assertThat(fit.convergence().status()).isEqualTo("converged");
        }
    }

    /** The REML criterion contains log|X'V⁻¹X|, which grows by 2 log s. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-6, 1e-3, 1e3, 1e6, -1})
    void scaleOfPredictorIsCarriedThrough(double scale) {
        for (Criterion criterion : Criterion.values()) {
            LmmFit base = SLOPES.criterion(criterion).fit(sleepstudy());
            LmmFit fit = SLOPES.criterion(criterion).fit(map(sleepstudy(), "Days", x -> x * scale));
            double shift = criterion == Criterion.REML ? 2 * Math.log(Math.abs(scale)) : 0;
            assertThat(fit.objective()).isCloseTo(base.objective() + shift, within(1e-6));
            assertThat(fit.coefficient("Days").estimate() * scale)
                    .isCloseTo(base.coefficient("Days").estimate(), within(1e-8));
            assertThat(fit.covarianceEstimates().get(0).standardDeviations().get(1) * Math.abs(scale))
                    .isCloseTo(
                            base.covarianceEstimates()
                                    .get(0)
                                    .standardDeviations()
                                    .get(1),
                            within(1e-5));
        }
    }

    /** d grows by 2ν log s, ν = 180 for ML and 178 for REML. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-8, 1e-3, 1e8, -2, 1e150, 1e-150})
    void scaleOfResponseIsCarriedThrough(double scale) {
        for (Criterion criterion : Criterion.values()) {
            LmmFit base = SLOPES.criterion(criterion).fit(sleepstudy());
            LmmFit fit = SLOPES.criterion(criterion).fit(map(sleepstudy(), "Reaction", y -> y * scale));
            double degrees = criterion == Criterion.REML ? 178 : 180;
            assertThat(fit.objective())
                    .isCloseTo(base.objective() + 2 * degrees * Math.log(Math.abs(scale)), within(1e-6));
            assertThat(fit.sigma() / Math.abs(scale)).isCloseTo(base.sigma(), within(1e-5));
            assertThat(fit.theta().get(0).value()).isCloseTo(base.theta().get(0).value(), within(1e-6));
        }
    }

    /** At 1e9 the data themselves are rounded at 1e-7, at 1e12 at 1e-4: the tolerance is what that does. */
    @ParameterizedTest
    @CsvSource({"1e3, 1e-7", "1e9, 1e-6", "-1e9, 1e-6", "1e12, 1e-3"})
    void shiftOfResponseChangesOnlyTheIntercept(double shift, double tolerance) {
        LmmFit base = SLOPES.fit(sleepstudy());
        LmmFit fit = SLOPES.fit(map(sleepstudy(), "Reaction", y -> y + shift));
        assertThat(fit.objective()).isCloseTo(base.objective(), within(tolerance));
        assertThat(fit.theta().get(0).value()).isCloseTo(base.theta().get(0).value(), within(tolerance));
        assertThat(fit.coefficient("(Intercept)").estimate() - shift)
                .isCloseTo(base.coefficient("(Intercept)").estimate(), within(Math.max(1e-8, 1e-15 * Math.abs(shift))));
    }

    @ParameterizedTest
    @CsvSource({
        "Reaction ~ Days + (Days | Subject), sleepstudy.csv",
        "diameter ~ 1 + (1 | plate) + (1 | sample), penicillin.csv",
        "strength ~ 1 + (1 | batch/cask), pastes.csv",
        "score ~ Machine + (Machine | Worker), machines.csv"
    })
    void rowOrderChangesNothing(String formula, String data) {
        Table table = TestFiles.table(data);
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, table.rowCount()).boxed().toList());
        Collections.shuffle(order, new Random(7));
        Table shuffled = table.rows(order.stream().mapToInt(Integer::intValue).toArray());
        assertSame(Lmm.of(formula).fit(shuffled), Lmm.of(formula).fit(table));
    }

    @Test
    void newLabelsOfLevelsPermuteTheModesAndChangeNothingElse() {
        Table table = sleepstudy();
        double[] subjects = ((NumericColumn) table.column("Subject")).toArray();
        List<String> labels = new ArrayList<>();
        for (double subject : subjects) {
            labels.add("p" + (1000 - (int) subject));
        }
        LmmFit base = SLOPES.fit(table);
        LmmFit fit = SLOPES.fit(table.with("Subject", Factor.of(labels)));
        assertSame(fit, base);
        for (int j = 0; j < 18; j++) {
            assertThat(fit.randomEffects("Subject").mode(17 - j, 1))
                    .isCloseTo(base.randomEffects("Subject").mode(j, 1), within(1e-5));
        }
    }

    @Test
    void numericGroupingEqualsFactorGrouping() {
        assertSame(SLOPES.fit(sleepstudy().asFactor("Subject")), SLOPES.fit(sleepstudy()));
        assertSame(SLOPES.factors("Subject").fit(sleepstudy()), SLOPES.fit(sleepstudy()));
    }

    @Test
    void orderOfTermsChangesNothing() {
        Table table = TestFiles.table("penicillin.csv");
        assertSame(
                Lmm.of("diameter ~ 1 + (1 | sample) + (1 | plate)").fit(table),
                Lmm.of("diameter ~ 1 + (1 | plate) + (1 | sample)").fit(table));
        assertSame(
                Lmm.of("Reaction ~ (0 + Days | Subject) + Days + (1 | Subject)").fit(sleepstudy()),
                Lmm.of("Reaction ~ Days + (Days || Subject)").fit(sleepstudy()));
        Table pastes = TestFiles.table("pastes.csv");
        LmmFit explicit =
                Lmm.of("strength ~ 1 + (1 | batch) + (1 | batch:cask)").fit(pastes);
        assertThat(explicit.objective())
                .isCloseTo(Lmm.of("strength ~ 1 + (1 | batch/cask)").fit(pastes).objective(), within(1e-9));
    }

    /** Var(ε) = σ²/c: σ̂ grows by √c, θ̂ shrinks by it, the likelihood stays. */
    @Test
    void constantWeightsOnlyRescaleTheResidual() {
        Table table = sleepstudy();
        double[] five = new double[table.rowCount()];
        java.util.Arrays.fill(five, 5);
        LmmFit base = SLOPES.fit(table);
        LmmFit fit = SLOPES.weights("w").fit(table.with("w", NumericColumn.of(five)));
        assertThat(fit.objective()).isCloseTo(base.objective(), within(1e-8));
        assertThat(fit.sigma()).isCloseTo(base.sigma() * Math.sqrt(5), within(1e-5));
        assertThat(fit.theta().get(0).value() * Math.sqrt(5))
                .isCloseTo(base.theta().get(0).value(), within(1e-6));
        assertThat(fit.coefficient("Days").stdError())
                .isCloseTo(base.coefficient("Days").stdError(), within(1e-7));
    }

    /** At given θ, two copies of every row and weight two give the same β̂, b̂ and penalised residual. */
    @Test
    void duplicatedRowsEqualWeightsOfTwoAtTheSameTheta() {
        Table table = sleepstudy();
        int n = table.rowCount();
        Table twice = table.rows(IntStream.range(0, 2 * n).map(i -> i % n).toArray());
        double[] two = new double[n];
        java.util.Arrays.fill(two, 2);
        Map<String, Object> theta =
                Map.of("Subject.(Intercept)", 0.8, "Subject.Days.(Intercept)", 0.1, "Subject.Days", 0.3);
        Estimates copies = AtTheta.estimates(SLOPES, twice, theta);
        Estimates weighted = AtTheta.estimates(SLOPES.weights("w"), table.with("w", NumericColumn.of(two)), theta);
        assertThat(copies.beta()).containsExactly(weighted.beta(), within(1e-9));
        assertThat(Math.pow(copies.sigma(), 2) * (2 * n - 2))
                .isCloseTo(Math.pow(weighted.sigma(), 2) * (n - 2), within(1e-6));
        assertThat(copies.terms().get(0).modes())
                .containsExactly(weighted.terms().get(0).modes(), within(1e-8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tr-TR", "ar-EG-u-nu-arab", "de-DE", "hi-IN-u-nu-deva"})
    void localeAndTimeZoneChangeNothing(String tag) {
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        LmmFit base = SLOPES.fit(sleepstudy());
        try {
            Locale.setDefault(Locale.forLanguageTag(tag));
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
            LmmFit fit = SLOPES.fit(dev.echelon.table.Csv.read(TestFiles.file("sleepstudy.csv")));
            assertThat(fit.objective()).isEqualTo(base.objective());
            assertThat(fit.theta()).isEqualTo(base.theta());
            assertThat(fit.coefficients()).isEqualTo(base.coefficients());
            assertThat(fit.findings()).isEqualTo(base.findings());
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    @ParameterizedTest
    @EnumSource(Criterion.class)
    void withoutFixedEffectsBothCriteriaAgree(Criterion criterion) {
        // R: lmer(Reaction ~ 0 + (1 | Subject), sleepstudy): REML and ML are the same function when p = 0.
        LmmFit fit = Lmm.of("Reaction ~ 0 + (1 | Subject)").criterion(criterion).fit(sleepstudy());
        assertThat(fit.objective())
                .isCloseTo(
                        Lmm.of("Reaction ~ 0 + (1 | Subject)").fit(sleepstudy()).objective(), within(1e-10));
        assertThat(fit.coefficients()).isEmpty();
    }
}
