package dev.echelon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.error.EchelonException;
import dev.echelon.result.Simulations;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.Table;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

/** Moments are compared with those of the model within five standard errors of 4000 samples; seeds are fixed. */
class SimulationTest {
    private static final int SAMPLES = 4000;
    private static final Table DATA = PredictionTest.data("sleepstudy_weighted.csv");
    private static final LmmFit FIT = Lmm.of("Reaction ~ Days + (Days | Subject)")
            .factors("Subject")
            .weights("w")
            .offset("off")
            .fit(DATA);

    private static double mean(Simulations simulations, int row) {
        double sum = 0;
        for (int k = 0; k < simulations.replicates(); k++) {
            sum += simulations.response(k, row);
        }
        return sum / simulations.replicates();
    }

    private static double covariance(Simulations simulations, int a, int b) {
        double ma = mean(simulations, a);
        double mb = mean(simulations, b);
        double sum = 0;
        for (int k = 0; k < simulations.replicates(); k++) {
            sum += (simulations.response(k, a) - ma) * (simulations.response(k, b) - mb);
        }
        return sum / (simulations.replicates() - 1);
    }

    /** Cov(y_i, y_j) = z_i'Σz_j for rows of one subject, 0 for others; Var adds σ²/w. */
    @Test
    void newEffectsHaveTheMomentsOfTheModel() {
        Simulations simulations = FIT.simulate(SAMPLES, 42);
        double[] means = FIT.predict(DATA, Prediction.population()).estimates();
        var estimate = FIT.covarianceEstimates().get(0);
        double s0 = estimate.standardDeviations().get(0);
        double s1 = estimate.standardDeviations().get(1);
        double c = estimate.correlation().get(0).get(1) * s0 * s1;
        double weight = ((NumericColumn) DATA.column("w")).value(9);
        double variance = s0 * s0 + 18 * c + 81 * s1 * s1 + FIT.sigma() * FIT.sigma() / weight;
        assertThat(mean(simulations, 9)).isCloseTo(means[9], within(5 * Math.sqrt(variance / SAMPLES)));
        assertThat(covariance(simulations, 9, 9)).isCloseTo(variance, within(5 * variance * Math.sqrt(2.0 / SAMPLES)));
        double within = s0 * s0 + 11 * c + 18 * s1 * s1; // days 2 and 9
        assertThat(covariance(simulations, 2, 9)).isCloseTo(within, within(5 * variance / Math.sqrt(SAMPLES)));
        assertThat(covariance(simulations, 9, 19)).isCloseTo(0, within(5 * variance / Math.sqrt(SAMPLES)));
    }

    @Test
    void keptModesLeaveOnlyTheErrorWithItsWeight() {
        Simulations simulations = FIT.simulate(SAMPLES, 42, true);
        double weight = ((NumericColumn) DATA.column("w")).value(9);
        double variance = FIT.sigma() * FIT.sigma() / weight;
        assertThat(mean(simulations, 9)).isCloseTo(FIT.fitted()[9], within(5 * Math.sqrt(variance / SAMPLES)));
        assertThat(covariance(simulations, 9, 9)).isCloseTo(variance, within(5 * variance * Math.sqrt(2.0 / SAMPLES)));
        assertThat(covariance(simulations, 8, 9)).isCloseTo(0, within(5 * variance / Math.sqrt(SAMPLES)));
    }

    @Test
    void samplesDependOnTheSeedAndNotOnThreadsOrTheNumberOfSamples() throws Exception {
        Simulations many = FIT.simulate(20, 7);
        Simulations few = new ForkJoinPool(1).submit(() -> FIT.simulate(3, 7)).get();
        Simulations other = FIT.simulate(3, 8);
        Simulations again = FIT.simulate(DATA, 3, 7, false);
        for (int row = 0; row < many.rows(); row++) {
            assertThat(few.response(2, row)).isEqualTo(many.response(2, row)).isNotEqualTo(other.response(2, row));
            assertThat(again.response(2, row)).isEqualTo(many.response(2, row));
        }
        assertThat(many.response(0, 0)).isNotEqualTo(many.response(1, 0));
    }

    @Test
    void rowsWithMissingPredictorsHaveNoResponse() {
        NumericColumn column = (NumericColumn) DATA.column("Days");
        double[] days = new double[column.size()];
        java.util.Arrays.setAll(days, column::value);
        days[4] = Double.NaN;
        Simulations simulations = FIT.simulate(DATA.with("Days", NumericColumn.of(days)), 2, 1, false);
        assertThat(simulations.response(0, 4)).isNaN();
        assertThat(simulations.response(0, 5)).isFinite();
    }

    @Test
    void unknownGroupsAndMissingWeightsAreErrors() {
        Table renamed = PredictionTest.data("sleepstudy_weighted.csv")
                .with("Subject", NumericColumn.of(new double[DATA.rowCount()]));
        assertThatThrownBy(() -> FIT.simulate(renamed, 1, 1, false))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("'0'");
        assertThatThrownBy(() -> FIT.simulate(DATA.drop("w"), 1, 1, false))
                .isInstanceOf(EchelonException.class)
                .hasMessageContaining("'w'");
    }
}
