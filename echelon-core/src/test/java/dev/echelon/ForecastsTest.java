package dev.echelon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echelon.result.ComputationForecast;
import dev.echelon.table.Csv;
import dev.echelon.table.Table;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What explain says of the ways to compute. */
class ForecastsTest {
    private static final Table PENICILLIN = Csv.read(Repository.root().resolve("data/penicillin.csv"));
    private static final String CROSSED = "diameter ~ 1 + (1 | plate) + (1 | sample)";

    @Test
    void crossedFactorsHaveAnExactAndAnIterativeWay() {
        List<ComputationForecast> forecasts =
                Lmm.of(CROSSED).explain(PENICILLIN).forecasts();
        assertThat(forecasts).extracting(ComputationForecast::way).containsExactly("blocked", "iterative");
        assertThat(forecasts).extracting(ComputationForecast::chosen).containsExactly(true, false);
        assertThat(forecasts).allSatisfy(forecast -> {
            assertThat(forecast.fits()).isTrue();
            assertThat(forecast.measured()).isFalse();
            assertThat(forecast.cpuSecondsPerValue()).isPositive();
            assertThat(forecast.cpuSecondsPerEvaluation()).isGreaterThan(forecast.cpuSecondsPerValue());
            assertThat(forecast.cpuSeconds())
                    .isGreaterThan(forecast.evaluations() * forecast.cpuSecondsPerValue())
                    .isGreaterThanOrEqualTo(forecast.seconds());
            assertThat(forecast.totalBytes()).isGreaterThan(forecast.bytesPerValue());
        });
    }

    @Test
    void theWayThatTheModelAsksForIsChosen() {
        assertThat(Lmm.of(CROSSED)
                        .computation(Computation.ITERATIVE)
                        .explain(PENICILLIN)
                        .forecasts())
                .extracting(ComputationForecast::chosen)
                .containsExactly(false, true);
    }

    @Test
    void modelsWithoutCrossedFactorsHaveTheExactWayOnly() {
        Table sleep = Csv.read(Repository.root().resolve("data/sleepstudy.csv"));
        assertThat(Lmm.of("Reaction ~ Days + (Days | Subject)").explain(sleep).forecasts())
                .extracting(ComputationForecast::way)
                .containsExactly("blocked");
    }

    @Test
    void structuredResidualsHaveNone() {
        Table sleep = Csv.read(Repository.root().resolve("data/sleepstudy.csv"));
        assertThat(Lmm.of("Reaction ~ Days + repeated(ar1(Days | Subject))")
                        .explain(sleep)
                        .forecasts())
                .isEmpty();
    }
}
