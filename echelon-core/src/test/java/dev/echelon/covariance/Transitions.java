package dev.echelon.covariance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;

/** The transitions of a Markov structure against its dense covariance. */
final class Transitions {

    private static final double STEP = Math.cbrt(Math.ulp(1.0));

    private Transitions() {}

    static void check(Markov structure, Positions at, double[] theta) {
        int n = at.size();
        double[] sigma = new double[n * n];
        assertThat(structure.covariance(at, theta, 0, sigma)).isTrue();
        double[] rebuilt = new double[n * n];
        for (int i = 0; i < n; i++) {
            Step step = step(structure, at, i, theta);
            for (int j = 0; j < i; j++) {
                rebuilt[i + j * n] = step.phi[0] * rebuilt[i - 1 + j * n];
                rebuilt[j + i * n] = rebuilt[i + j * n];
            }
            double before = i == 0 ? 0 : rebuilt[(i - 1) * (n + 1)];
            rebuilt[i * (n + 1)] = step.phi[0] * step.phi[0] * before + step.v[0];
            assertThat(step.v[0]).isPositive();
            derivatives(structure, at, i, theta, step);
        }
        assertThat(rebuilt).containsExactly(sigma, within(1e-12 * Math.max(1, Matrices.maxAbs(sigma))));
    }

    private static void derivatives(Markov structure, Positions at, int i, double[] theta, Step step) {
        int s = step.parameters.length;
        for (int b = 0; b < s; b++) {
            int l = step.parameters[b];
            double width = STEP * Math.max(0.1, Math.abs(theta[l]));
            Step up = step(structure, at, i, moved(theta, l, width));
            Step down = step(structure, at, i, moved(theta, l, -width));
            for (int a = -1; a < s; a++) {
                int from = 1 + a;
                int to = a < 0 ? 1 + b : 1 + s + a + b * s;
                close(step.phi[to], (up.phi[from] - down.phi[from]) / (2 * width));
                close(step.v[to], (up.v[from] - down.v[from]) / (2 * width));
            }
        }
    }

    private static void close(double analytic, double difference) {
        assertThat(analytic).isCloseTo(difference, within(2e-8 * Math.max(1, Math.abs(analytic))));
    }

    private static Step step(Markov structure, Positions at, int i, double[] theta) {
        int[] parameters = new int[theta.length];
        int s = structure.dependencies(at, i, parameters);
        double[] phi = new double[1 + s + s * s];
        double[] v = phi.clone();
        Arrays.fill(phi, Double.NaN);
        Arrays.fill(v, Double.NaN);
        assertThat(structure.transition(at, i, theta, 0, phi, v)).isTrue();
        return new Step(Arrays.copyOf(parameters, s), phi, v);
    }

    private static double[] moved(double[] theta, int k, double by) {
        double[] moved = theta.clone();
        moved[k] += by;
        return moved;
    }

    private record Step(int[] parameters, double[] phi, double[] v) {}
}
