package dev.echelon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.result.Simulations;
import dev.echelon.table.Table;
import org.junit.jupiter.api.Test;

/** Responses from assumed parameters have the moments of the model. */
class AssumedSimulationTest {
    private static final Lmm MODEL =
            Lmm.of("y ~ Days + (Days | Subject)").factors("Subject").weights("w");

    private static Table rows() {
        return Table.builder()
                .numbers("Days", 0, 2, 1, 0, 2, 1, 0, 2, 1)
                .numbers("Subject", 1, 1, 1, 2, 2, 2, 3, 3, 3)
                .numbers("w", 1, 4, 1, 1, 4, 1, 1, 4, 1)
                .build();
    }

    /** Var(y) = τ₀² + 2·x·ρτ₀τ₁ + x²τ₁² + σ²/w: 9 + 4 at day 0, 9 + 2·2·0.5·3 + 4 + 1 at day 2. */
    @Test
    void meansVariancesAndCovariancesAreThoseOfTheParameters() {
        ModelParameters truth =
                ModelParameters.of(2).fixed(10, 5).deviations(3, 1).correlations(0.5);
        int samples = 20_000;
        Simulations drawn = MODEL.simulate(truth, rows(), samples, 1);
        double[] sums = new double[5];
        for (int k = 0; k < samples; k++) {
            double first = drawn.response(k, 3) - 10;
            double second = drawn.response(k, 4) - 20;
            sums[0] += first / samples;
            sums[1] += second / samples;
            sums[2] += first * first / samples;
            sums[3] += second * second / samples;
            sums[4] += first * second / samples;
        }
        assertThat(sums[0]).isCloseTo(0, within(5 * Math.sqrt(13.0 / samples)));
        assertThat(sums[1]).isCloseTo(0, within(5 * Math.sqrt(20.0 / samples)));
        assertThat(sums[2]).isCloseTo(13, within(5 * 13 * Math.sqrt(2.0 / samples)));
        assertThat(sums[3]).isCloseTo(20, within(5 * 20 * Math.sqrt(2.0 / samples)));
        assertThat(sums[4]).isCloseTo(9 + 2 * 0.5 * 3, within(5 * 20 * Math.sqrt(2.0 / samples)));
    }

    /** θ is Σ's factor relative to σ: (1.5, 0.25, √0.1875) for the same Σ and σ = 2. */
    @Test
    void thetaAndDeviationsSayTheSame() {
        ModelParameters one =
                ModelParameters.of(2).fixed(10, 5).deviations(3, 1).correlations(0.5);
        ModelParameters other =
                ModelParameters.of(2).fixed("Days", 5).fixed("(Intercept)", 10).theta(1.5, 0.25, Math.sqrt(0.1875));
        Simulations a = MODEL.simulate(one, rows(), 2, 7);
        Simulations b = MODEL.simulate(other, rows(), 2, 7);
        for (int i = 0; i < 9; i++) {
            assertThat(a.response(1, i)).isCloseTo(b.response(1, i), within(1e-9));
        }
    }

    @Test
    void wrongParametersAreNamed() {
        ModelParameters one = ModelParameters.of(2).fixed(10, 5);
        assertThatThrownBy(() -> MODEL.simulate(one.deviations(3), rows(), 1, 1))
                .hasMessageContaining("1 standard deviations for the 2 of (Intercept)|Subject, Days|Subject");
        assertThatThrownBy(() -> MODEL.simulate(one.deviations(3, -1), rows(), 1, 1))
                .hasMessageContaining("-1.0 for Days|Subject");
        assertThatThrownBy(() -> MODEL.simulate(one.theta(1, 2), rows(), 1, 1))
                .hasMessageContaining("2 theta for the 3");
        assertThatThrownBy(() ->
                        MODEL.simulate(ModelParameters.of(2).fixed("Days", 5).deviations(3, 1), rows(), 1, 1))
                .hasMessageContaining("no value is given for the fixed effect '(Intercept)'");
        assertThatThrownBy(() -> ModelParameters.of(0)).hasMessageContaining("positive");
        assertThatThrownBy(() -> one.theta(1, 2, 3).deviations(1, 2)).hasMessageContaining("twice");
    }
}
