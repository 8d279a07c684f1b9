package dev.echelon.internal.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.internal.optim.Functions.Counted;
import dev.echelon.internal.optim.Optimum.Status;
import org.junit.jupiter.api.Test;

class BobyqaTest {

    private static final double VALUE = 1e-10;

    @Test
    void agreesWithTheTrustRegion() {
        double[][] starts = {{-1.2, 1}, {0.5, 0.3}, {3, -2, 1}};
        for (int i = 0; i < starts.length; i++) {
            Optimum byValues = Bobyqa.minimise(problem(i), starts[i], Options.DEFAULTS.withMaxEvaluations(5000));
            Optimum byDerivatives = TrustRegion.minimise(problem(i), starts[i], Options.DEFAULTS);
            assertThat(byValues.status()).isEqualTo(Status.CONVERGED);
            assertThat(byValues.value()).isEqualTo(byDerivatives.value(), within(VALUE));
            assertThat(byValues.point()).containsExactly(byDerivatives.point(), within(1e-5));
            assertThat(byValues.gradientNorm()).isLessThan(1e-3);
        }
    }

    @Test
    void oneVariableIsBracketedFromAfar() {
        for (double start : new double[] {0.01, 3, 900}) {
            Counted f = logarithmic();
            Optimum optimum = Bobyqa.minimise(f, new double[] {start}, Options.DEFAULTS);
            assertThat(optimum.status()).isEqualTo(Status.CONVERGED);
            assertThat(optimum.value()).isEqualTo(1, within(VALUE));
            assertThat(f.last()).isEqualTo(optimum.point());
        }
    }

    @Test
    void domainEdgeIsAvoided() {
        // x − log x + (y − x)²
        Counted f = new Counted(
                2,
                x -> x[0] > 0 ? x[0] - Math.log(x[0]) + Functions.square(x[1] - x[0]) : Double.POSITIVE_INFINITY,
                (x, g, h) -> {
                    double d = 2 * (x[1] - x[0]);
                    Functions.fill(g, 1 - 1 / x[0] - d, d);
                    Functions.fill(h, 1 / (x[0] * x[0]) + 2, -2, -2, 2);
                });
        Optimum optimum = Bobyqa.minimise(f, new double[] {0.05, 0.5}, Options.DEFAULTS);
        assertThat(optimum.value()).isEqualTo(1, within(1e-8));
    }

    @Test
    void limitOfEvaluationsIsReported() {
        Options few = Options.DEFAULTS.withMaxEvaluations(12);
        Optimum optimum = Bobyqa.minimise(Functions.rosenbrock(), new double[] {-1.2, 1}, few);
        assertThat(optimum.status()).isEqualTo(Status.MAX_EVALUATIONS);
    }

    @Test
    void infiniteStartIsReported() {
        Optimum optimum = Bobyqa.minimise(logarithmic(), new double[] {-1}, Options.DEFAULTS);
        assertThat(optimum.status()).isEqualTo(Status.START_INFEASIBLE);
    }

    private static Counted problem(int i) {
        return switch (i) {
            case 0 -> Functions.rosenbrock();
            case 1 -> Functions.doubleWell();
            default -> Functions.quadratic(0.5, 1, -0.25);
        };
    }

    private static Counted logarithmic() {
        return new Counted(1, x -> x[0] > 0 ? x[0] - Math.log(x[0]) : Double.POSITIVE_INFINITY, (x, g, h) -> {
            g[0] = 1 - 1 / x[0];
            h[0] = 1 / (x[0] * x[0]);
        });
    }
}
