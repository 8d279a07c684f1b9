package dev.echelon.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echelon.result.Coefficient;
import dev.echelon.result.Convergence;
import dev.echelon.result.CovarianceEstimate;
import dev.echelon.result.Finding;
import dev.echelon.result.Interval;
import dev.echelon.result.RowReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Layout and numbers compared with what R 4.2 and lme4 1.1-31 print for the same fits. */
class TextReportTest {

    private static final String SLEEPSTUDY = """
            Linear mixed model fit by REML
            Formula: Reaction ~ 1 + Days + (1 + Days | Subject)
               Data: sleepstudy.csv

            REML criterion at convergence: 1743.6
                 AIC    BIC logLik parameters
              1755.6 1774.8 -871.8          6

            Scaled residuals:
                 Min      1Q Median     3Q    Max
             -3.9536 -0.4634 0.0231 0.4634 5.1793

            Random effects:
             Groups   Name        Variance Std.Dev. Corr
             Subject  (Intercept)   612.09   24.740
                      Days           35.07    5.922 0.07
             Residual               654.94   25.592
            Number of obs: 180, groups: Subject, 18

            Fixed effects (degrees of freedom: Satterthwaite):
                        Estimate Std. Error    df t value  Pr(>|t|) 95% lower 95% upper
            (Intercept)  251.405      6.825 17.00  36.838    <1e-16   237.007   265.804
            Days          10.467      1.546 17.00   6.771 3.264e-06     7.206    13.729

            Correlation of fixed effects:
                 (Intr)
            Days -0.138

            """;

    @Test
    void summaryLooksAsLme4UsersExpect() {
        String text = TextReport.summary(Fits.sleepstudy(), "sleepstudy.csv", 80);
        assertThat(text).startsWith(SLEEPSTUDY);
        assertThat(text.substring(SLEEPSTUDY.length())).startsWith("Converged (trust-region, ");
    }

    /** lme4: quantile(resid(m, "pearson", scaled = TRUE)) is −4.01270 −0.47961 0.01831 0.49054 5.60787. */
    @Test
    void scaledResidualsOfAWeightedFitCarryTheWeights() {
        String text = TextReport.summary(Fits.weighted(), 80);
        assertThat(text).contains(" -4.0127 -0.4796 0.0183 0.4905 5.6079\n");
    }

    @Test
    void localeDoesNotChangeTheText() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(TextReport.summary(Fits.sleepstudy(), "sleepstudy.csv", 80))
                    .startsWith(SLEEPSTUDY);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void noLineIsWiderThanThePage() {
        String text = TextReport.summary(Fits.sleepstudy(), "sleepstudy.csv", 64);
        assertThat(text.lines()).allMatch(line -> line.length() <= 64);
    }

    /** Machines with (0 + Machine | Worker) by REML: standard deviations and correlations from lme4. */
    @Test
    void correlationsOfAThreeDimensionalTermFormATriangle() {
        CovarianceEstimate worker = new CovarianceEstimate(
                "Worker",
                "Worker",
                "us",
                List.of("MachineA", "MachineB", "MachineC"),
                List.of(4.0792, 8.6252, 4.3898),
                List.of(List.of(1.0, 0.80, 0.62), List.of(0.80, 1.0, 0.77), List.of(0.62, 0.77, 1.0)));
        assertThat(new VarianceText(List.of(worker), 0.9616, true).render()).isEqualTo("""
                         Groups   Name     Variance Std.Dev. Corr
                         Worker   MachineA  16.6399   4.0792
                                  MachineB  74.3941   8.6252 0.80
                                  MachineC  19.2703   4.3898 0.62 0.77
                         Residual            0.9247   0.9616
                        """);
    }

    @Test
    void singularVarianceIsAPlainZeroAndItsCorrelationAbsent() {
        CovarianceEstimate term = new CovarianceEstimate(
                "g",
                "g",
                "us",
                List.of("(Intercept)", "x"),
                List.of(0.0, 1.5),
                List.of(List.of(1.0, Double.NaN), List.of(Double.NaN, 1.0)));
        String text = new VarianceText(List.of(term), 2.0, true).render();
        assertThat(text).contains("(Intercept)    0.000    0.000").contains("1.500    -");
        assertThat(text).doesNotContain("NaN").doesNotContain("e-");
    }

    @Test
    void negligibleVarianceDoesNotAddDecimalsToTheOthers() {
        CovarianceEstimate term =
                new CovarianceEstimate("g", "g", "us", List.of("(Intercept)"), List.of(3.2e-9), List.of(List.of(1.0)));
        assertThat(new VarianceText(List.of(term), 25.6, true).render())
                .contains("0.00")
                .doesNotContain("0.0000");
    }

    @Test
    void droppedCoefficientShowsDashesAndLeavesTheCorrelations() {
        Coefficient dropped = new Coefficient(
                "x2",
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                new Interval(Double.NaN, Double.NaN, 0.95));
        List<Coefficient> all = List.of(
                Fits.coefficient("(Intercept)", 251.405, 6.825), dropped, Fits.coefficient("Days", 10.467, 1.546));
        double nan = Double.NaN;
        double[][] vcov = {{46.57, nan, -1.45}, {nan, nan, nan}, {-1.45, nan, 2.39}};
        CoefficientText text = new CoefficientText(all);
        assertThat(text.table(100))
                .contains("x2                 -          -       -         -         -")
                .doesNotContain("NaN");
        assertThat(text.correlations(vcov, 80)).isEqualTo("     (Intr)\nDays -0.137\n");
    }

    @Test
    void tinySlopeNextToABigInterceptKeepsItsDigits() {
        List<Coefficient> all =
                List.of(Fits.coefficient("(Intercept)", 12345.678, 98.7), Fits.coefficient("income", 3.25e-9, 1.25e-9));
        String text = new CoefficientText(all).table(100);
        assertThat(text).contains("3.250e-09").contains("1.250e-09").contains("2.600");
        assertThat(text.lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void degreesOfFreedomBringTheTTestColumns() {
        Coefficient days = new Coefficient(
                "Days", 10.4672859595955, 1.54578885423785, 17, 6.7714849482185, 3.26378e-06, new Interval(7, 13, 0.9));
        assertThat(new CoefficientText(List.of(days)).table(100)).isEqualTo("""
                             Estimate Std. Error    df t value  Pr(>|t|) 90% lower 90% upper
                        Days   10.467      1.546 17.00   6.771 3.264e-06     7.000    13.000
                        """);
    }

    @Test
    void manyCorrelationsAreSplitIntoBlocksThatFit() {
        int p = 20;
        List<Coefficient> all = new ArrayList<>();
        double[][] vcov = new double[p][p];
        for (int i = 0; i < p; i++) {
            all.add(Fits.coefficient("covariate" + i, 1, 0.5));
            Arrays.fill(vcov[i], 0.125);
            vcov[i][i] = 0.25;
        }
        String text = new CoefficientText(all).correlations(vcov, 80);
        assertThat(text.lines()).allMatch(line -> line.length() <= 80);
        assertThat(text.split("0\\.500", -1)).hasSize(p * (p - 1) / 2 + 1);
        all.add(Fits.coefficient("more", 1, 0.5));
        assertThat(new CoefficientText(all).correlations(new double[21][21], 80))
                .isEmpty();
    }

    /** R: abbreviate(c("(Intercept)", "MachineB", "MachineC"), minlength = 6). */
    @Test
    void headsAreAbbreviatedAsInR() {
        assertThat(Abbreviation.of(List.of("(Intercept)", "MachineB", "MachineC"), 6))
                .containsExactly("(Intr)", "MachnB", "MachnC");
        assertThat(Abbreviation.of(List.of("temperature185", "temperature195"), 6))
                .doesNotHaveDuplicates();
    }

    @Test
    void failureToConvergeIsSaidFirst() {
        Convergence failed = new Convergence("failed", "bobyqa", 10, 500, 0.5, Double.NaN, Double.NaN, Double.NaN);
        assertThat(Notes.convergence(failed, 80)).startsWith("NOT converged").doesNotContain("NaN");
        Convergence boundary = new Convergence("converged-boundary", "trust-region", 4, 5, 1e-9, 1e-12, 0, 3.2);
        assertThat(Notes.convergence(boundary, 80)).startsWith("Converged on the boundary");
    }

    @Test
    void droppedRowsAreCountedByReason() {
        assertThat(Notes.rows(new RowReport(183, 180, Map.of("missing in 'Days'", 3L)), 80))
                .isEqualTo("Rows: 183 read, 180 used; dropped: 3 missing in 'Days'\n");
        assertThat(Notes.rows(new RowReport(180, 180, Map.of()), 80)).isEmpty();
    }

    @Test
    void findingsCarryTheirRemedies() {
        Finding finding = new Finding("singular-fit", Finding.Severity.WARNING, "Var is zero.", "Drop the term.");
        assertThat(Notes.findings(List.of(finding), 80))
                .isEqualTo("warning [singular-fit]: Var is zero.\n  -> Drop the term.\n");
    }
}
