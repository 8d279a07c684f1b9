package dev.echelon.internal.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BootstrapIntervalsTest {
    /** R: x = 10(i/1000)², estimate 3, a = 0.08; pnorm(z0 + (z0 + z)/(1 − a(z0 + z))), (N + 1)p-th smallest. */
    @Test
    void correctedQuantilesAreThoseOfTheFormula() {
        double[] sorted = new double[999];
        for (int i = 0; i < sorted.length; i++) {
            double u = (i + 1) / 1000.0;
            sorted[i] = 10 * u * u;
        }
        double[] bounds = BootstrapIntervals.accelerated(sorted, 3, 0.95, 0.08);
        assertThat(bounds[0]).isCloseTo(0.0473311454991, within(1e-9));
        assertThat(bounds[1]).isCloseTo(9.9106748562065, within(1e-9));
    }

    @Test
    void anEstimateBeyondAllSamplesStillGivesBounds() {
        double[] bounds = BootstrapIntervals.accelerated(new double[] {1, 2, 3, 4}, 9, 0.95, 0);
        assertThat(bounds[0]).isBetween(1.0, 4.0);
        assertThat(bounds[1]).isEqualTo(4);
    }
}
