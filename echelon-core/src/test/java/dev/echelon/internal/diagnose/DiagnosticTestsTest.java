package dev.echelon.internal.diagnose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.Check;
import dev.echelon.Lmm;
import dev.echelon.LmmFit;
import dev.echelon.golden.TestFiles;
import dev.echelon.result.CheckResult;
import dev.echelon.result.DiagnosticTest;
import dev.echelon.result.NormalityTest;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.Table;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Tests of assumptions against R 4.2: src/test/resources/diagnose/diagnostics.R. */
class DiagnosticTestsTest {
    private static double[] reaction(int n) {
        NumericColumn column = (NumericColumn) TestFiles.table("sleepstudy.csv").column("Reaction");
        double[] values = new double[n];
        Arrays.setAll(values, column::value);
        return values;
    }

    /** {@code shapiro.test}. */
    @Test
    void shapiroWilkEqualsRForEverySizeOfSample() {
        shapiro(180, 0.9707386497, 0.000779966041);
        shapiro(8, 0.9051295187, 0.321036803);
        shapiro(3, 0.8496260983, 0.23945064);
    }

    private static void shapiro(int n, double statistic, double p) {
        NormalityTest test = Normality.of("x", reaction(n));
        assertThat(test.test()).isEqualTo("Shapiro-Wilk");
        assertThat(test.statistic()).isCloseTo(statistic, within(1e-9));
        assertThat(test.pValue()).isCloseTo(p, within(1e-6 * p));
    }

    @Test
    void momentsEqualR() {
        NormalityTest test = Normality.of("x", reaction(180));
        assertThat(test.skewness()).isCloseTo(0.586254862158, within(1e-10));
        assertThat(test.excessKurtosis()).isCloseTo(0.0633910037785, within(1e-10));
    }

    /** A² computed in R by its definition for 7185 values. */
    @Test
    void andersonDarlingTakesOverAboveFiveThousandValues() {
        NumericColumn column = (NumericColumn) TestFiles.table("hsb82.csv.gz").column("mAch");
        double[] values = new double[column.size()];
        Arrays.setAll(values, column::value);
        NormalityTest test = Normality.of("mAch", values);
        assertThat(test.test()).isEqualTo("Anderson-Darling");
        assertThat(test.statistic()).isCloseTo(43.2721763667, within(1e-8));
        assertThat(test.pValue()).isEqualTo(3.7e-24);
    }

    @Test
    void constantValuesHaveNoTest() {
        assertThat(Normality.of("x", new double[] {2, 2, 2, 2}).pValue()).isNaN();
        assertThat(Normality.of("x", new double[] {1, 2}).pValue()).isNaN();
    }

    /** {@code ks.test(y, "punif", exact = FALSE)}. */
    @Test
    void kolmogorovEqualsR() {
        double[] u = Arrays.stream(reaction(180)).map(y -> (y - 150) / 350).toArray();
        double d = Kolmogorov.distance(u);
        assertThat(d).isCloseTo(0.2761716825, within(1e-9));
        assertThat(Kolmogorov.probability(d, 180)).isCloseTo(2.3789859e-12, within(1e-16)); // R rounds 1 - p
    }

    /** Koenker's, Levene's and the rest of lme4's fit of sleepstudy; θ agrees to about 1e-6. */
    @Test
    void testsOfSleepstudyEqualR() {
        LmmFit fit = Lmm.of("Reaction ~ Days + (Days | Subject)").fit(TestFiles.table("sleepstudy.csv"));
        CheckResult check = fit.diagnostics().check(Check.defaults());
        DiagnosticTest byFitted = check.tests().get(0);
        assertThat(byFitted.statistic()).isCloseTo(4.5109557679, within(1e-5));
        DiagnosticTest levene = check.tests().get(1);
        assertThat(levene.statistic()).isCloseTo(1.9532, within(5e-5));
        assertThat(levene.df()).isEqualTo(17);
        assertThat(levene.denominatorDf()).isEqualTo(162);
        assertThat(levene.pValue()).isCloseTo(0.017015, within(1e-6));
        assertThat(check.normality().get(0).statistic()).isCloseTo(0.9005117312, within(1e-6));
        assertThat(check.normality().get(1).pValue()).isCloseTo(0.427744805, within(1e-5));
        assertThat(check.normality().get(2).pValue()).isCloseTo(0.898176414, within(1e-5));
        assertThat(check.components().get(0).standardDeviations().get(0)).isCloseTo(0.966858991063, within(1e-5));
        assertThat(check.components().get(0).standardDeviations().get(1)).isCloseTo(0.230879458533, within(1e-5));
        assertThat(check.condition()).isCloseTo(3.42533965817, within(1e-10));
        assertThat(check.conditionCentred()).isCloseTo(1, within(1e-10));
        assertThat(check.neighbours()).isCloseTo(0.0991257240927, within(1e-5));
        assertThat(check.effectiveParameters()).isCloseTo(29.02206808, within(1e-3));
    }

    /** H of {@code lm(mAch ~ ses)} in the 160 schools. */
    @Test
    void levelOneVarianceEqualsR() {
        LmmFit fit = Lmm.of("mAch ~ ses + (ses | school)").fit(TestFiles.table("hsb82.csv.gz"));
        CheckResult check =
                fit.diagnostics().check(Check.defaults().replicates(20).influence("school"));
        DiagnosticTest test = check.tests().get(2);
        assertThat(test.id()).isEqualTo("level-1-variance");
        assertThat(test.statistic()).isCloseTo(246.116652332, within(1e-6));
        assertThat(test.df()).isEqualTo(159);
        assertThat(test.pValue()).isCloseTo(1.13244990695e-05, within(1e-11));
    }

    @Test
    void simulatedRanksOfTheModelAreUniformAndTheirTestsExact() {
        int n = 500;
        double[] p = new double[3];
        for (int repeat = 0; repeat < 60; repeat++) {
            SimulatedRanks ranks = ranks(n, 49, repeat, 1);
            int k = 0;
            for (DiagnosticTest test : ranks.tests("row", ranks.residuals(i -> 0.5))) {
                p[k++] += test.pValue() <= 0.2 ? 1 : 0;
            }
        }
        // 60 tests at level 0.2: 12 rejections expected, sd 3.1; counts of outliers are tied and reject less often
        assertThat(p[0]).isBetween(2.0, 25.0);
        assertThat(p[1]).isLessThan(25.0);
        assertThat(p[2]).isBetween(2.0, 25.0);
    }

    @Test
    void simulatedRanksSeeTooMuchSpread() {
        SimulatedRanks ranks = ranks(500, 99, 1, 2);
        for (DiagnosticTest test : ranks.tests("row", ranks.residuals(i -> 0.5))) {
            assertThat(test.pValue()).as(test.id()).isLessThan(0.03);
        }
    }

    private static SimulatedRanks ranks(int n, int replicates, long seed, double spread) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] simulated = new double[replicates][n];
        double[] observed = new double[n];
        for (int i = 0; i < n; i++) {
            observed[i] = spread * (random.nextDouble() - 0.5);
            for (double[] data : simulated) {
                data[i] = random.nextDouble() - 0.5;
            }
        }
        return new SimulatedRanks(observed, simulated, new double[n], new double[0]);
    }

    @Test
    void checkFindsWhatWasPlanted() {
        Table table = TestFiles.table("sleepstudy.csv");
        double[] y = reaction(180);
        for (int i = 0; i < y.length; i++) {
            y[i] = Math.exp(y[i] / 60);
        }
        y[7] *= 20;
        Table spoilt = table.with("Reaction", NumericColumn.of(y));
        CheckResult check = Lmm.of("Reaction ~ Days + (1 | Subject)")
                .fit(spoilt)
                .diagnostics()
                .check(Check.defaults());
        assertThat(check.findings().stream().map(finding -> finding.id()))
                .contains("outlying-rows", "residuals-not-normal", "influential-group", "variance-by-fitted");
    }

    @Test
    void checkRepeatsItself() {
        LmmFit fit = Lmm.of("Reaction ~ Days + (Days | Subject)").fit(TestFiles.table("sleepstudy.csv"));
        assertThat(fit.diagnostics().check(Check.defaults().seed(4)))
                .isEqualTo(fit.diagnostics().check(Check.defaults().seed(4)));
    }
}
