package dev.echelon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.Confint.Method;
import dev.echelon.Confint.Resampling;
import dev.echelon.error.EchelonException;
import dev.echelon.internal.simulation.Bootstrap;
import dev.echelon.internal.simulation.Jackknife;
import dev.echelon.result.Interval;
import dev.echelon.result.Intervals;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.Table;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bootstraps that draw from the rows, against what is known of balanced layouts. */
class ResamplingTest {
    private static final Table DYESTUFF = PredictionTest.data("dyestuff.csv");
    private static final Lmm ONE_WAY =
            Lmm.of("Yield ~ 1 + (1 | Batch)").factors("Batch").criterion(Criterion.ML);
    private static final LmmFit BATCHES = ONE_WAY.fit(DYESTUFF);
    private static final int SAMPLES = 4000;

    private static double deviation(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return Math.sqrt(Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum() / (values.length - 1));
    }

    private static dev.echelon.internal.design.Design rows(LmmFit fit, Table data) {
        return TrainingRows.of(fit.state(), data);
    }

    /** The mean of the batch means: its bootstrap error is √Σ(ȳ_j − ȳ)²/J = 17.69455 (R: sd and mean of tapply). */
    @Test
    void resampledGroupsGiveAMeanItsKnownError() {
        Bootstrap cases = Bootstrap.cases(BATCHES.state().model(), false, rows(BATCHES, DYESTUFF), false, SAMPLES, 3);
        assertThat(deviation(cases.sorted(2))).isCloseTo(17.69455, within(5 * 17.69455 / Math.sqrt(2.0 * SAMPLES)));
        assertThat(cases.replicates()
                        + cases.failures().values().stream().mapToInt(n -> n).sum())
                .isEqualTo(SAMPLES);
    }

    /** Reflated effects and residuals have the estimated variances, so that the mean has the error of ML, 17.6945. */
    @Test
    void reflatedResidualsGiveAMeanTheErrorOfTheFit() {
        Bootstrap residual = Bootstrap.residual(BATCHES.state().model(), false, rows(BATCHES, DYESTUFF), SAMPLES, 4);
        assertThat(deviation(residual.sorted(2))).isCloseTo(17.69455, within(5 * 17.69455 / Math.sqrt(2.0 * SAMPLES)));
        assertThat(residual.singular()).isPositive();
    }

    /** Weighted, shifted and with slopes: the mean squared σ̂ of residual samples is about that of parametric ones. */
    @Test
    void residualSamplesOfAWeightedModelVaryAsTheFitSays() {
        Table data = PredictionTest.data("sleepstudy_weighted.csv");
        LmmFit fit = Lmm.of("Reaction ~ Days + (Days | Subject)")
                .factors("Subject")
                .weights("w")
                .offset("off")
                .fit(data);
        Bootstrap residual = Bootstrap.residual(fit.state().model(), true, rows(fit, data), SAMPLES, 5);
        Bootstrap parametric = Bootstrap.parametric(fit.state().model(), true, SAMPLES, 6);
        for (int k : new int[] {4, 5}) {
            double sd = deviation(parametric.sorted(k));
            assertThat(deviation(residual.sorted(k))).isCloseTo(sd, within(5 * sd / Math.sqrt(SAMPLES)));
            assertThat(Arrays.stream(residual.sorted(k)).average().orElseThrow())
                    .isCloseTo(fit.coefficients().get(k - 4).estimate(), within(5 * sd / Math.sqrt(SAMPLES)));
        }
        assertThat(Arrays.stream(residual.sorted(3)).map(s -> s * s).average().orElseThrow())
                .isCloseTo(fit.sigma() * fit.sigma(), within(0.02 * fit.sigma() * fit.sigma()));
    }

    /** R: l = (sum(m) − m)/5 of the six batch means m, d = mean(l) − l, Σd³/(6(Σd²)^1.5). */
    @Test
    void accelerationOfAMeanIsThatOfItsJackknife() {
        double[] a = Jackknife.accelerations(BATCHES.state().model(), false, rows(BATCHES, DYESTUFF));
        assertThat(a).hasSize(3);
        assertThat(a[2]).isCloseTo(0.0282079790407, within(1e-9));
    }

    /** Leaving out a group of a nested model must be the fit of the data without its rows. */
    @Test
    void nestedGroupsAreResampledWhole() {
        Table pastes = PredictionTest.data("pastes.csv");
        LmmFit fit = Lmm.of("strength ~ 1 + (1 | batch/cask)").fit(pastes);
        Intervals intervals = fit.confint(
                Confint.bootstrap(300, 2).resampling(Resampling.CASE).method(Method.BOOTSTRAP_BCA));
        assertThat(intervals.method()).isEqualTo("case_bootstrap_bca");
        Interval sigma = intervals.of("sigma").interval();
        assertThat(sigma.lower()).isLessThan(fit.sigma());
        assertThat(sigma.upper()).isGreaterThan(fit.sigma());
        assertThat(intervals.replicates()).isGreaterThan(250);
    }

    @Test
    void everyKindDependsOnTheSeedAndNotOnThreads() throws Exception {
        for (Resampling kind : Resampling.values()) {
            Confint request = Confint.bootstrap(60, 9).resampling(kind).method(Method.BOOTSTRAP_BCA);
            Intervals several = BATCHES.confint(request);
            Intervals one =
                    new ForkJoinPool(1).submit(() -> BATCHES.confint(request)).get();
            assertThat(one).as(kind.name()).isEqualTo(several);
        }
    }

    @Test
    void aSavedFitResamplesTheRowsItIsGivenAgain(@TempDir Path folder) {
        Path file = folder.resolve("dyestuff.fit");
        BATCHES.save(file);
        LmmFit saved = LmmFit.load(file);
        Confint request = Confint.bootstrap(50, 1).resampling(Resampling.CASE_ROWS);
        assertThat(saved.confint(request, DYESTUFF)).isEqualTo(BATCHES.confint(request));
        assertThatThrownBy(() -> saved.confint(request))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("holds none; give the data");
        assertThatThrownBy(() -> saved.confint(request, DYESTUFF.slice(0, 29)))
                .hasMessageContaining("29 rows")
                .hasMessageContaining("30");
        double[] other = new double[30];
        Arrays.setAll(other, i -> i * i);
        assertThatThrownBy(() -> saved.confint(request, DYESTUFF.with("Yield", NumericColumn.of(other))))
                .hasMessageContaining("differ");
    }

    @Test
    void crossedGroupsAreRefusedWithAWayOut() {
        LmmFit fit = Lmm.of("diameter ~ 1 + (1 | plate) + (1 | sample)").fit(PredictionTest.data("penicillin.csv"));
        assertThatThrownBy(() -> fit.confint(Confint.bootstrap(10, 1).resampling(Resampling.CASE)))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("'plate'")
                .hasMessageContaining("residual bootstrap");
        assertThat(fit.confint(Confint.bootstrap(20, 1).resampling(Resampling.RESIDUAL))
                        .intervals())
                .hasSize(4);
    }

    /** A sample of groups may miss all rows of a level of a fixed factor. */
    @Test
    void samplesThatCannotBeFittedAreCountedWithTheReason() {
        int n = 24;
        String[] group = new String[n];
        String[] arm = new String[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            group[i] = "g" + i / 4;
            arm[i] = i / 4 < 1 ? "a" : "b";
            y[i] = (i * 7 % 11) + 3 * (i / 4 % 3);
        }
        Table data = Table.builder()
                .numbers("y", y)
                .factor("g", group)
                .factor("arm", arm)
                .build();
        Intervals intervals = Lmm.of("y ~ arm + (1 | g)")
                .fit(data)
                .confint(Confint.bootstrap(200, 1).resampling(Resampling.CASE));
        assertThat(intervals.failures()).containsKey("a fixed effect cannot be estimated from the groups drawn");
        int failed = intervals.failures().values().stream().mapToInt(k -> k).sum();
        assertThat(failed).isBetween(40, 100); // (5/6)^6 of 200 is 67
        assertThat(intervals.replicates() + failed).isEqualTo(200);
    }

    @Test
    void variancesAreSquaresAndParametersCanBeChosen() {
        Intervals deviations = BATCHES.confint(Confint.profile());
        Intervals variances =
                BATCHES.confint(Confint.profile().onVarianceScale().only("random"));
        Interval sd = deviations.of("sd_(Intercept)|Batch").interval();
        assertThat(variances.of("var_(Intercept)|Batch").interval().upper())
                .isCloseTo(sd.upper() * sd.upper(), within(1e-9));
        assertThat(variances.intervals()).hasSize(2);
        assertThat(variances.of("sigma^2").estimate()).isCloseTo(BATCHES.sigma() * BATCHES.sigma(), within(1e-3));
        assertThat(BATCHES.confint(Confint.profile().only("fixed")).intervals()).hasSize(1);
        assertThatThrownBy(() -> BATCHES.confint(Confint.profile().only("Day")))
                .hasMessageContaining("no parameter 'Day'")
                .hasMessageContaining("sd_(Intercept)|Batch");
    }
}
