package dev.echelon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.simulation.Bootstrap;
import dev.echelon.result.Interval;
import dev.echelon.result.Intervals;
import dev.echelon.result.Simulations;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.Table;
import java.util.Arrays;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

/** Sampling from cross-products against theory and against refits to simulated rows. */
class BootstrapTest {
    private static final LmmFit DYESTUFF = Lmm.of("Yield ~ 1 + (1 | Batch)")
            .factors("Batch")
            .criterion(Criterion.ML)
            .fit(PredictionTest.data("dyestuff.csv"));

    private static double deviation(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return Math.sqrt(Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum() / (values.length - 1));
    }

    /** The mean of a balanced one-way layout: normal with the standard error 17.6945 that lme4 gives for ML. */
    @Test
    void meanOfABalancedLayoutHasItsStandardError() {
        Bootstrap bootstrap = Bootstrap.parametric(DYESTUFF.state().model(), false, 4000, 11);
        assertThat(bootstrap.replicates()).isEqualTo(4000);
        double[] means = bootstrap.sorted(2);
        assertThat(deviation(means)).isCloseTo(17.6945, within(5 * 17.6945 / Math.sqrt(8000)));
        assertThat(Arrays.stream(means).average().orElseThrow())
                .isCloseTo(1527.5, within(5 * 17.6945 / Math.sqrt(4000)));
    }

    /** The same model refitted to simulated rows: quantiles agree within five Monte Carlo standard errors. */
    @Test
    void crossProductsGiveWhatSimulatedRowsGive() {
        Table data = PredictionTest.data("sleepstudy_weighted.csv");
        Lmm model = Lmm.of("Reaction ~ Days + (Days | Subject)")
                .factors("Subject")
                .weights("w")
                .offset("off");
        LmmFit fit = model.fit(data);
        int samples = 600;
        Simulations rows = fit.simulate(samples, 3);
        double[][] byRows = new double[4][samples];
        for (int k = 0; k < samples; k++) {
            double[] response = new double[data.rowCount()];
            for (int i = 0; i < response.length; i++) {
                response[i] = rows.response(k, i);
            }
            LmmFit refit = model.fit(data.with("Reaction", NumericColumn.of(response)));
            var deviations = refit.covarianceEstimates().get(0).standardDeviations();
            byRows[0][k] = deviations.get(0);
            byRows[1][k] = deviations.get(1);
            byRows[2][k] = refit.sigma();
            byRows[3][k] = refit.coefficient("Days").estimate();
        }
        Bootstrap bootstrap = Bootstrap.parametric(fit.state().model(), true, 4000, 5);
        int[] parameter = {0, 2, 3, 5};
        for (int v = 0; v < 4; v++) {
            double[] all = bootstrap.sorted(parameter[v]);
            double sd = deviation(all);
            double error = sd / Math.sqrt(samples);
            double mean = Arrays.stream(all).average().orElseThrow();
            assertThat(Arrays.stream(byRows[v]).average().orElseThrow()).isCloseTo(mean, within(4 * error));
            assertThat(deviation(byRows[v])).isCloseTo(sd, within(4 * error));
        }
    }

    @Test
    void intervalsDependOnTheSeedAndNotOnThreads() throws Exception {
        Intervals two = DYESTUFF.confint(Confint.bootstrap(200, 9));
        Intervals one = new ForkJoinPool(1)
                .submit(() -> DYESTUFF.confint(Confint.bootstrap(200, 9)))
                .get();
        assertThat(one).isEqualTo(two);
        assertThat(DYESTUFF.confint(Confint.bootstrap(200, 10))).isNotEqualTo(two);
        assertThat(two.replicates()
                        + two.failures().values().stream().mapToInt(n -> n).sum())
                .isEqualTo(200);
    }

    @Test
    void basicIntervalsMirrorPercentileIntervals() {
        Confint request = Confint.bootstrap(500, 2).coverage(0.9);
        Interval percentile = DYESTUFF.confint(request).of("sigma").interval();
        Interval basic = DYESTUFF.confint(request.method(Confint.Method.BOOTSTRAP_BASIC))
                .of("sigma")
                .interval();
        assertThat(basic.lower()).isCloseTo(2 * DYESTUFF.sigma() - percentile.upper(), within(1e-12));
        assertThat(basic.upper()).isCloseTo(2 * DYESTUFF.sigma() - percentile.lower(), within(1e-12));
        Interval normal = DYESTUFF.confint(request.method(Confint.Method.BOOTSTRAP_NORMAL))
                .of("(Intercept)")
                .interval();
        double half = 1.6448536269514722 * 17.6945;
        assertThat(normal.upper() - normal.lower()).isCloseTo(2 * half, within(0.16 * 2 * half));
    }

    @Test
    void tooFewReplicatesAreAnError() {
        assertThatThrownBy(() -> Confint.bootstrap(1, 1))
                .isInstanceOf(EchelonException.class)
                .hasMessage("a bootstrap needs 2 to 10000000 replicates, not 1");
    }
}
