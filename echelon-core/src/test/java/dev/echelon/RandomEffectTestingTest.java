package dev.echelon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.error.EchelonException;
import dev.echelon.result.RandomEffectTest;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.Table;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.FDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of random effects against lmerTest 3.1-3 (ranova), RLRsim 3.1-8, and laws that are known in closed form. */
class RandomEffectTestingTest {
    private static final String SLOPES = "Reaction ~ Days + (Days | Subject)";

    private static List<RandomEffectTest> tests(String formula, String data, RandomTest request) {
        return Lmm.of(formula)
                .fit(FitExamples.table(data))
                .testRandom(request.simulations(0))
                .tests();
    }

    /** lmerTest::ranova of lme4 1.1-31 by bobyqa with rhoend = 1e-12. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
        Reaction ~ Days + (Days | Subject)          ; sleepstudy.csv ; Days | Subject   ; 2 ; -893.2325427 ; 42.83681344
        Reaction ~ Days + (1 | Subject)             ; sleepstudy.csv ; 1 | Subject      ; 1 ; -946.8318317 ; 107.1985781
        Reaction ~ Days + (Days || Subject)         ; sleepstudy.csv ; 1 | Subject      ; 1 ; -883.2625137 ; 22.85573390
        Reaction ~ Days + (Days || Subject)         ; sleepstudy.csv ; Days | Subject   ; 1 ; -893.2325427 ; 42.79579181
        diameter ~ 1 + (1 | plate) + (1 | sample)   ; penicillin.csv ; 1 | plate        ; 1 ; -217.9589308 ; 105.0572727
        diameter ~ 1 + (1 | plate) + (1 | sample)   ; penicillin.csv ; 1 | sample       ; 1 ; -306.6280120 ; 282.3954350
        strength ~ 1 + (1 | batch) + (1 | sample)   ; pastes.csv     ; 1 | batch        ; 1 ; -123.8242009 ; 0.65765593
        strength ~ 1 + (1 | batch) + (1 | sample)   ; pastes.csv     ; 1 | sample       ; 1 ; -150.7977054 ; 54.60466488
        score ~ Machine + (0 + Machine | Worker)    ; machines.csv   ; Machine | Worker ; 5 ; -143.4391010 ; 78.56698366
        score ~ Machine + (Machine | Worker)        ; machines.csv   ; Machine | Worker ; 5 ; -143.4391010 ; 78.56698366
        """)
    void naiveTestsAreThoseOfLmerTest(String formula, String data, String term, int df, double logLik, double ratio) {
        RandomEffectTest test = tests(formula, data, RandomTest.all()).stream()
                .filter(each -> each.term().equals(term))
                .findFirst()
                .orElseThrow();
        assertThat(test.parameters()).isEqualTo(df);
        assertThat(test.logLik()).isCloseTo(logLik, within(1e-6)); // seven decimals are printed
        assertThat(test.statistic()).isCloseTo(ratio, within(1e-6));
        assertThat(test.chiSquareP()).isEqualTo(ChiSquaredDistribution.of(df).survivalProbability(test.statistic()));
        assertThat(tests(formula, data, RandomTest.of(term)).get(0).statistic())
                .isCloseTo(test.statistic(), within(1e-9));
    }

    @Test
    void oneMoreCorrelatedEffectHasTheMixtureOfStramAndLee() {
        RandomEffectTest test =
                tests(SLOPES, "sleepstudy.csv", RandomTest.all()).get(0);
        assertThat(test.mixture().orElseThrow().weights()).containsExactly(0.0, 0.5, 0.5);
        // R: (pchisq(42.8368134, 1, lower = FALSE) + pchisq(42.8368134, 2, lower = FALSE)) / 2
        assertThat(test.mixture().orElseThrow().pValue()).isCloseTo(2.7925299e-10, within(1e-15));
    }

    /**
     * A balanced one-way layout: the ratio grows with MSB/MSW, so its exact law is that of F. R:
     * {@code pf(11271.5/2451.25, 5, 24, lower = FALSE)} = 0.004398; RLRsim gives 0.004483 by a million draws.
     */
    @Test
    void theExactLawOfABalancedLayoutIsThatOfF() {
        LmmFit fit = Lmm.of("Yield ~ 1 + (1 | Batch)").fit(FitExamples.table("dyestuff.csv"));
        RandomEffectTest test =
                fit.testRandom(RandomTest.all().simulations(200_000)).tests().get(0);
        double expected = FDistribution.of(5, 24).survivalProbability(11271.5 / 2451.25);
        double error = Math.sqrt(expected * (1 - expected) / 200_000);
        assertThat(test.statistic()).isCloseTo(6.368955314, within(1e-7));
        assertThat(test.exact().orElseThrow().pValue()).isCloseTo(expected, within(4 * error));
        assertThat(test.exact().orElseThrow().isApproximate()).isFalse();
        RandomEffectTest drawn =
                fit.testRandom(RandomTest.all().bootstrap(2000)).tests().get(0);
        assertThat(drawn.bootstrap().orElseThrow().pValue())
                .isCloseTo(expected, within(4 * Math.sqrt(expected / 2000)));
    }

    /** RLRsim::exactRLRT and exactLRT, a million draws each: 6.213248792, p = 0.005168; 5.396393935, p = 0.004893. */
    @Test
    void theExactLawOfAnUnbalancedLayoutIsThatOfRlrsim() {
        Table data = FitExamples.table("dyestuff.csv");
        int[] rows = java.util.stream.IntStream.range(0, 30)
                .filter(i -> !List.of(0, 1, 2, 6, 7, 19, 28).contains(i))
                .toArray();
        for (Criterion criterion : Criterion.values()) {
            boolean reml = criterion == Criterion.REML;
            RandomEffectTest test = Lmm.of("Yield ~ 1 + (1 | Batch)")
                    .criterion(criterion)
                    .fit(data.rows(rows))
                    .testRandom(RandomTest.all().simulations(200_000))
                    .tests()
                    .get(0);
            assertThat(test.statistic()).isCloseTo(reml ? 6.213248792 : 5.396393935, within(1e-7));
            double expected = reml ? 0.005168 : 0.004893;
            // three standard errors of both simulations
            assertThat(test.exact().orElseThrow().pValue()).isCloseTo(expected, within(5.5e-4));
        }
    }

    /** RLRsim::exactRLRT(m, mA, m0), a million draws: 0.178988. */
    @Test
    void besideOtherVariancesTheLawIsTheApproximationOfRlrsim() {
        RandomEffectTest test = Lmm.of("strength ~ 1 + (1 | batch) + (1 | sample)")
                .fit(FitExamples.table("pastes.csv"))
                .testRandom(RandomTest.of("batch").simulations(100_000))
                .tests()
                .get(0);
        assertThat(test.exact().orElseThrow().isApproximate()).isTrue();
        assertThat(test.exact().orElseThrow().pValue()).isCloseTo(0.178988, within(4e-3));
        assertThat(test.notes()).anyMatch(note -> note.contains("an approximation"));
    }

    @Test
    void severalVariancesHaveTheWeightsOfTheirInformation() {
        RandomEffectTest both = tests("Reaction ~ Days + (Days || Subject)", "sleepstudy.csv", RandomTest.of("Subject"))
                .get(0);
        List<Double> weights = both.mixture().orElseThrow().weights();
        assertThat(weights.stream().mapToDouble(Double::doubleValue).sum()).isCloseTo(1, within(1e-12));
        assertThat(weights.get(1)).isEqualTo(0.5);
        // R: the expected information tr(PV_iPV_k) at V = I, P = I - X(X'X)^-1X', inverted; acos(-0.679960771)/(2 pi)
        assertThat(weights.get(0)).isCloseTo(0.36900160462742, within(1e-6));
        RandomEffectTest crossed = tests(
                        "strength ~ 1 + (1 | batch) + (1 | sample)", "pastes.csv", RandomTest.of("1 | sample"))
                .get(0);
        assertThat(crossed.mixture().orElseThrow().weights()).containsExactly(0.5, 0.5);
    }

    @Test
    void removingAWholeMatrixHasTheLawOfItsCone() {
        RandomEffectTest whole =
                tests(SLOPES, "sleepstudy.csv", RandomTest.of("Subject")).get(0);
        assertThat(whole.term()).isEqualTo("1 + Days | Subject");
        double outer = (1 - Math.cos(Math.PI / 4)) / 2; // of a circular cone with half-angle π/4 in three dimensions
        assertThat(whole.mixture().orElseThrow().weights().stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray())
                .containsExactly(
                        new double[] {outer, Math.sin(Math.PI / 4) / 2, Math.cos(Math.PI / 4) / 2, outer},
                        within(1e-15));
        RandomEffectTest three = tests(
                        "score ~ Machine + (0 + Machine | Worker)", "machines.csv", RandomTest.of("Worker"))
                .get(0);
        assertThat(three.parameters()).isEqualTo(6);
        assertThat(three.mixture().orElseThrow().isBound()).isTrue();
        assertThat(three.mixture().orElseThrow().pValue()).isLessThanOrEqualTo(three.chiSquareP());
    }

    @Test
    void originAndUnitsOfAPredictorDoNotMatterToItsOwnTest() {
        Table data = FitExamples.table("sleepstudy.csv");
        double[] days = new double[data.rowCount()];
        for (int i = 0; i < days.length; i++) {
            days[i] = 2000 + 1e-3 * ((NumericColumn) data.column("Days")).value(i);
        }
        LmmFit moved = Lmm.of(SLOPES).fit(data.with("Days", NumericColumn.of(days)));
        RandomEffectTest test = moved.testRandom(RandomTest.all()).tests().get(0);
        assertThat(test.statistic()).isCloseTo(42.83681344, within(1e-5));
        RandomEffectTest constant =
                moved.testRandom(RandomTest.of("1 | Subject")).tests().get(0);
        assertThat(constant.notes()).anyMatch(note -> note.contains("depends on their origin"));
    }

    @Test
    void theSameSeedGivesTheSameBitsOnAnyNumberOfThreads() throws Exception {
        LmmFit fit = Lmm.of("strength ~ 1 + (1 | batch) + (1 | sample)").fit(FitExamples.table("pastes.csv"));
        RandomTest request =
                RandomTest.of("batch").simulations(500).bootstrap(50).seed(3);
        RandomEffectTest here = fit.testRandom(request).tests().get(0);
        ForkJoinPool one = new ForkJoinPool(1);
        RandomEffectTest there =
                one.submit(() -> fit.testRandom(request).tests().get(0)).get();
        one.shutdown();
        assertThat(there).isEqualTo(here);
        assertThat(fit.testRandom(request.seed(4)).tests().get(0).bootstrap()).isNotEqualTo(here.bootstrap());
    }

    @Test
    void aVarianceEstimatedAsZeroHasTheProbabilityOne() {
        RandomEffectTest test = tests("Yield ~ 1 + (1 | Batch)", "dyestuff2.csv", RandomTest.all())
                .get(0);
        assertThat(test.statistic()).isZero();
        assertThat(test.chiSquareP()).isEqualTo(1);
        assertThat(test.mixture().orElseThrow().pValue()).isEqualTo(1);
    }

    @Test
    void savedFitsAreEnough(@TempDir Path folder) {
        LmmFit fit = Lmm.of(SLOPES).fit(FitExamples.table("sleepstudy.csv"));
        fit.save(folder.resolve("fit"));
        RandomTest request = RandomTest.all().bootstrap(5);
        assertThat(LmmFit.load(folder.resolve("fit")).testRandom(request)).isEqualTo(fit.testRandom(request));
    }

    @Test
    void structuresWithoutAKnownLawSaySo() {
        RandomEffectTest test = tests("Reaction ~ Days + cs(Days | Subject)", "sleepstudy.csv", RandomTest.all())
                .get(0);
        assertThat(test.mixture()).isEmpty();
        assertThat(test.notes()).anyMatch(note -> note.contains("no mixture is known"));
        assertThatThrownBy(() -> tests(
                        "Reaction ~ Days + cs(Days | Subject)", "sleepstudy.csv", RandomTest.of("Days | Subject")))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("share the structure cs");
    }

    @Test
    void unknownEffectsAndModelsWithoutEffectsAreRefused() {
        assertThatThrownBy(() -> tests(SLOPES, "sleepstudy.csv", RandomTest.of("Day | Subject")))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("no random effect 'Day | Subject'")
                .hasMessageContaining("there are 1 | Subject, Days | Subject");
        assertThatThrownBy(() -> tests("Reaction ~ Days", "sleepstudy.csv", RandomTest.all()))
                .hasMessageContaining("has no random effects");
        assertThatThrownBy(() -> RandomTest.all().bootstrap(-1)).hasMessageContaining("is -1; choose 0 to");
    }
}
