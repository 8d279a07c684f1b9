package dev.echelon.internal.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.internal.optim.Functions.Counted;
import dev.echelon.internal.optim.Optimum.Status;
import org.junit.jupiter.api.Test;

class TrustRegionTest {

    private static final double POINT = 1e-6; // a decrement of 1e-13 leaves √1e-13 in the point

    @Test
    void quadraticNeedsTwoEvaluations() {
        Counted f = Functions.quadratic(0.5, -0.2, 0.3);
        Optimum optimum = minimise(f, 0, 0, 0);
        assertThat(optimum.status()).isEqualTo(Status.CONVERGED);
        assertThat(optimum.evaluations()).isEqualTo(2);
        assertThat(f.values).isEqualTo(2);
        assertThat(optimum.point()).containsExactly(new double[] {0.5, -0.2, 0.3}, within(1e-14));
        assertThat(optimum.smallestEigenvalue()).isEqualTo(1);
        assertThat(optimum.trace()).hasSize(2);
    }

    @Test
    void startAtTheMinimumNeedsOneEvaluation() {
        assertThat(minimise(Functions.quadratic(1, 2), 1, 2).evaluations()).isEqualTo(1);
    }

    @Test
    void rosenbrockConverges() {
        Optimum optimum = minimise(Functions.rosenbrock(), -1.2, 1);
        assertThat(optimum.status()).isEqualTo(Status.CONVERGED);
        assertThat(optimum.point()).containsExactly(new double[] {1, 1}, within(POINT));
        assertThat(optimum.evaluations()).isLessThanOrEqualTo(40);
    }

    @Test
    void saddlePointIsLeftAlongNegativeCurvature() {
        for (double x : new double[] {0, 3}) {
            Optimum optimum = minimise(Functions.doubleWell(), x, 0);
            assertThat(optimum.status()).isEqualTo(Status.CONVERGED);
            assertThat(optimum.value()).isLessThan(1e-12);
            assertThat(Math.abs(optimum.point()[1])).isEqualTo(1, within(POINT));
        }
    }

    private static Optimum minimise(Objective f, double... start) {
        return TrustRegion.minimise(f, start, Options.DEFAULTS);
    }
}
