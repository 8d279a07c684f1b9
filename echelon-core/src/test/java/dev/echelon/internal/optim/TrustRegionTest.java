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

    @Test
    void negativeCurvatureWithSlopeElsewhereIsTheHardCase() {
        // −x² + x⁴/2 + (y−3)²: from (0, 0) the slope has no component along the negative curvature
        Counted f =
                new Counted(2, x -> -x[0] * x[0] + Math.pow(x[0], 4) / 2 + Functions.square(x[1] - 3), (x, g, h) -> {
                    Functions.fill(g, -2 * x[0] + 2 * Math.pow(x[0], 3), 2 * (x[1] - 3));
                    Functions.fill(h, -2 + 6 * x[0] * x[0], 0, 0, 2);
                });
        Optimum optimum = minimise(f, 0, 0);
        assertThat(optimum.status()).isEqualTo(Status.CONVERGED);
        assertThat(optimum.value()).isEqualTo(-0.5, within(1e-10));
        assertThat(optimum.smallestEigenvalue()).isPositive();
    }

    @Test
    void indefiniteStartConverges() {
        // Himmelblau's function has four minima of value 0; the Hessian at (−0.3, −0.9) is negative definite
        Counted f = new Counted(
                2,
                x -> Functions.square(x[0] * x[0] + x[1] - 11) + Functions.square(x[0] + x[1] * x[1] - 7),
                (x, g, h) -> {
                    double a = x[0] * x[0] + x[1] - 11;
                    double b = x[0] + x[1] * x[1] - 7;
                    Functions.fill(g, 4 * x[0] * a + 2 * b, 2 * a + 4 * x[1] * b);
                    double cross = 4 * (x[0] + x[1]);
                    Functions.fill(h, 4 * a + 8 * x[0] * x[0] + 2, cross, cross, 2 + 4 * b + 8 * x[1] * x[1]);
                });
        Optimum optimum = minimise(f, -0.3, -0.9);
        assertThat(optimum.status()).isEqualTo(Status.CONVERGED);
        assertThat(optimum.value()).isLessThan(1e-9);
        assertThat(optimum.evaluations()).isLessThanOrEqualTo(12);
    }

    @Test
    void flatValleyIsAMinimum() {
        Counted f = new Counted(2, x -> Functions.square(x[0] + x[1] - 1), (x, g, h) -> {
            double r = 2 * (x[0] + x[1] - 1);
            Functions.fill(g, r, r);
            Functions.fill(h, 2, 2, 2, 2);
        });
        Optimum optimum = minimise(f, 3, 0.7);
        assertThat(optimum.status()).isEqualTo(Status.CONVERGED);
        assertThat(optimum.evaluations()).isLessThanOrEqualTo(4);
        assertThat(optimum.point()[0] - optimum.point()[1]).isEqualTo(2.3, within(1e-6));
    }

    @Test
    void infiniteValuesShrinkTheRadius() {
        // x − log x has its minimum 1 at 1, and is not defined for x ≤ 0, where Newton's step from 3 leads
        Counted f = new Counted(1, x -> x[0] > 0 ? x[0] - Math.log(x[0]) : Double.POSITIVE_INFINITY, (x, g, h) -> {
            g[0] = 1 - 1 / x[0];
            h[0] = 1 / (x[0] * x[0]);
        });
        Optimum optimum = minimise(f, 3);
        assertThat(optimum.status()).isEqualTo(Status.CONVERGED);
        assertThat(optimum.trace()).anyMatch(step -> step.value() == Double.POSITIVE_INFINITY);
        assertThat(optimum.point()[0]).isEqualTo(1, within(POINT));
    }

    @Test
    void infimumAtTheEdgeOfTheDomainEndsWithoutAnError() {
        Counted f = new Counted(1, x -> x[0] > 1 ? x[0] : Double.POSITIVE_INFINITY, (x, g, h) -> {
            g[0] = 1;
            h[0] = 0;
        });
        Optimum optimum = minimise(f, 5);
        assertThat(optimum.status()).isEqualTo(Status.STALLED);
        assertThat(optimum.value()).isEqualTo(1, within(1e-9));
        assertThat(f.last()).isEqualTo(optimum.point());
    }

    @Test
    void infiniteStartIsReported() {
        Optimum optimum = minimise(new Counted(1, x -> Double.POSITIVE_INFINITY, (x, g, h) -> {}), 2);
        assertThat(optimum.status()).isEqualTo(Status.START_INFEASIBLE);
        assertThat(optimum.point()).containsExactly(2);
    }

    @Test
    void unboundedFunctionEndsAtTheLimitOfEvaluations() {
        Counted f = new Counted(1, x -> -x[0], (x, g, h) -> g[0] = -1);
        Optimum optimum = TrustRegion.minimise(f, new double[] {0}, Options.DEFAULTS.withMaxEvaluations(20));
        assertThat(optimum.status()).isEqualTo(Status.MAX_EVALUATIONS);
        assertThat(optimum.evaluations()).isEqualTo(20);
    }

    @Test
    void quarticWithSingularHessianAtTheMinimumConverges() {
        Counted f = new Counted(1, x -> Math.pow(x[0], 4), (x, g, h) -> {
            g[0] = 4 * Math.pow(x[0], 3);
            h[0] = 12 * x[0] * x[0];
        });
        Optimum optimum = minimise(f, 2);
        assertThat(optimum.status()).isEqualTo(Status.CONVERGED);
        assertThat(optimum.value()).isLessThan(1e-9);
    }

    @Test
    void distantStartOfAVarianceRatioNeedsFewEvaluations() {
        for (double start : new double[] {0.4, 1, 2.5}) {
            assertThat(minimise(balanced(), start).evaluations()).isLessThanOrEqualTo(8);
            assertThat(Math.abs(minimise(balanced(), start).point()[0])).isEqualTo(Math.sqrt(0.9), within(POINT));
        }
    }

    @Test
    void approximateHessianConvergesWithinTheTolerance() {
        // a model that is a third too large contracts by a fourth in each step
        Counted exact = Functions.quadratic(2, -1);
        Counted f = new Counted(2, exact::value, (x, g, h) -> {
            exact.value(x);
            exact.derivatives(g, h);
            for (int k = 0; k < h.length; k++) {
                h[k] *= 4.0 / 3;
            }
        });
        for (boolean derivatives : new boolean[] {true, false}) {
            Options options = Options.DEFAULTS.withDerivativesAtOptimum(derivatives);
            Optimum optimum = TrustRegion.minimise(f, new double[] {0, 0}, options);
            assertThat(optimum.status()).isEqualTo(Status.CONVERGED);
            assertThat(optimum.value()).isLessThan(1e-9);
        }
    }

    @Test
    void lastStepMayBeTakenOnTheValueAlone() {
        Counted f = balanced();
        Options options = Options.DEFAULTS.withDerivativesAtOptimum(false);
        Optimum optimum = TrustRegion.minimise(f, new double[] {Math.sqrt(0.9) + 1e-5}, options);
        assertThat(f.values).isEqualTo(2);
        assertThat(f.differentiated).isEqualTo(1);
        assertThat(optimum.point()[0]).isEqualTo(Math.sqrt(0.9), within(1e-8));
    }

    @Test
    void noiseOfALargeValueDoesNotPreventConvergence() {
        Counted exact = Functions.quadratic(1, 1);
        Counted f = new Counted(2, x -> 237721.76 + exact.value(x) + 1e-9 * Math.sin(1e9 * x[0]), (x, g, h) -> {
            exact.value(x);
            exact.derivatives(g, h);
            g[0] += 1e-9 * Math.cos(1e9 * x[1]);
        });
        assertThat(minimise(f, 0, 0).status()).isEqualTo(Status.CONVERGED);
    }

    @Test
    void resultDoesNotShareArrays() {
        double[] start = {3, 3};
        Optimum optimum = minimise(Functions.quadratic(1, 2), start);
        optimum.point()[0] = 99;
        optimum.gradient()[0] = 99;
        optimum.hessian()[0] = 99;
        assertThat(start).containsExactly(3, 3);
        assertThat(optimum.point()[0]).isEqualTo(1, within(1e-12));
        assertThat(optimum.gradientNorm()).isLessThan(1e-12);
        assertThat(optimum.hessian()[0]).isEqualTo(1);
    }

    @Test
    void noVariablesNeedOneEvaluation() {
        Optimum optimum = minimise(new Counted(0, x -> 4, (x, g, h) -> {}));
        assertThat(optimum.status()).isEqualTo(Status.CONVERGED);
        assertThat(optimum.evaluations()).isEqualTo(1);
    }

    /** −2 log-likelihood of one balanced random intercept, 20 groups of 10: minimum at θ² = 0.9. */
    private static Counted balanced() {
        // with v = 1 + 10θ²: 20 log v + 20·10/v, stationary at v = 10
        return new Counted(1, x -> 20 * Math.log(1 + 10 * x[0] * x[0]) + 200 / (1 + 10 * x[0] * x[0]), (x, g, h) -> {
            double v = 1 + 10 * x[0] * x[0];
            double first = 20 / v - 200 / (v * v);
            g[0] = first * 20 * x[0];
            h[0] = first * 20 + (400 / (v * v * v) - 20 / (v * v)) * 400 * x[0] * x[0];
        });
    }

    private static Optimum minimise(Objective f, double... start) {
        return TrustRegion.minimise(f, start, Options.DEFAULTS);
    }
}
