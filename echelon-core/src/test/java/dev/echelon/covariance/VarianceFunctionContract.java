package dev.echelon.covariance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the engine relies on, for every variance function. */
interface VarianceFunctionContract {

    VarianceFunction function();

    /** A random point inside the domain. */
    double[] point(int strata, Random random);

    /** g at a covariate, by its definition. */
    double expected(double v, double[] delta);

    default int strata() {
        return 1;
    }

    /** Covariates, or strata. */
    default double[] covariates() {
        return new double[] {0.3, 1, 2.5, -1.7};
    }

    @Test
    default void multiplierFollowsItsDefinition() {
        Random random = new Random(4);
        double[] delta = point(strata(), random);
        for (double v : covariates()) {
            assertThat(function().accepts(v)).isTrue();
            assertThat(Math.exp(log(v, delta)[0])).isCloseTo(expected(v, delta), within(1e-14 * expected(v, delta)));
        }
    }

    @Test
    default void derivativesEqualDifferences() {
        double step = Math.cbrt(Math.ulp(1.0));
        Random random = new Random(5);
        for (int repeat = 0; repeat < 10; repeat++) {
            double[] delta = point(strata(), random);
            int s = delta.length;
            assertThat(function().parameterCount(strata())).isEqualTo(s);
            for (double v : covariates()) {
                double[] at = log(v, delta);
                for (int l = 0; l < s; l++) {
                    double[] up = log(v, moved(delta, l, step));
                    double[] down = log(v, moved(delta, l, -step));
                    for (int k = -1; k < s; k++) {
                        int to = k < 0 ? 1 + l : 1 + s + k + l * s;
                        assertThat(at[to]).isCloseTo((up[1 + k] - down[1 + k]) / (2 * step), within(1e-8));
                    }
                }
            }
        }
    }

    @Test
    default void startIsInTheDomainAndParametersAreNamed() {
        double[] delta = new double[function().parameterCount(strata())];
        function().start(strata(), delta, 0);
        for (double v : covariates()) {
            assertThat(log(v, delta)).doesNotContain(Double.NaN);
        }
        List<String> names = IntStream.range(0, strata()).mapToObj(i -> "s" + i).toList();
        assertThat(function().parameterNames(names)).hasSize(delta.length).doesNotHaveDuplicates();
        assertThat(VarianceFunctions.named(function().name())).isSameAs(function());
    }

    private double[] log(double v, double[] delta) {
        int s = delta.length;
        double[] log = new double[1 + s + s * s];
        Arrays.fill(log, Double.NaN);
        assertThat(function().log(strata(), v, delta, 0, log)).isTrue();
        return log;
    }

    private static double[] moved(double[] delta, int k, double by) {
        double[] moved = delta.clone();
        moved[k] += by;
        return moved;
    }
}
