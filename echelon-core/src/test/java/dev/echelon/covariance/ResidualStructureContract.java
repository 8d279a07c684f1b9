package dev.echelon.covariance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the engine relies on, for every residual structure: implement {@link #structure()} and {@link #point}. */
interface ResidualStructureContract {

    double ROUNDING = 1e-12; // relative to the largest entry
    double DIFFERENCES = 2e-8; // central differences with step ∛ε, parameters of order 1
    double STEP = Math.cbrt(Math.ulp(1.0));

    ResidualStructure structure();

    /** A random point well inside the domain for so many slots, such that Σ is positive definite. */
    double[] point(int slots, Random random);

    /** The sizes of grids to test. */
    default List<Integer> grids() {
        return List.of(1, 2, 3, 5);
    }

    /** Where to test the structure on a grid of this size: the whole grid and subsets of it. */
    default List<Positions> positions(int slots) {
        return structure().needs() == ResidualStructure.Needs.COORDINATES
                ? Examples.coordinates(slots)
                : Examples.subsets(slots);
    }

    @Test
    default void covarianceIsSymmetricAndPositiveDefinite() {
        forAll((at, theta) -> {
            double[] sigma = sigma(at, theta);
            assertSymmetric(at.size(), sigma);
            assertThat(Examples.isPositiveDefinite(at.size(), sigma)).isTrue();
        });
    }

    @Test
    default void derivativesEqualDifferencesOfTheCovariance() {
        forAll((at, theta) -> {
            for (int k = 0; k < theta.length; k++) {
                double[] analytic = new double[at.size() * at.size()];
                Arrays.fill(analytic, Double.NaN);
                structure().derivative(at, theta, 0, k, analytic);
                assertSymmetric(at.size(), analytic);
                double step = STEP * Math.max(0.1, Math.abs(theta[k]));
                double[] up = sigma(at, moved(theta, k, step));
                double[] down = sigma(at, moved(theta, k, -step));
                assertDifference(analytic, up, down, 2 * step);
            }
        });
    }

    @Test
    default void secondDerivativesEqualDifferencesOfTheFirst() {
        forAll((at, theta) -> {
            for (int k = 0; k < theta.length; k++) {
                for (int l = 0; l < theta.length; l++) {
                    double[] analytic = new double[at.size() * at.size()];
                    if (structure().secondDerivative(at, theta, 0, k, l, analytic)) {
                        assertThat(structure().linear()).isFalse();
                        assertSymmetric(at.size(), analytic);
                    }
                    double step = STEP * Math.max(0.1, Math.abs(theta[l]));
                    double[] up = new double[at.size() * at.size()];
                    double[] down = up.clone();
                    structure().derivative(at, moved(theta, l, step), 0, k, up);
                    structure().derivative(at, moved(theta, l, -step), 0, k, down);
                    assertDifference(analytic, up, down, 2 * step);
                }
            }
        });
    }

    @Test
    default void responseTimesAFactorTimesParametersByTheirOrder() {
        double factor = 1.7;
        forAll((at, theta) -> {
            double[] scaled = theta.clone();
            for (int k = 0; k < theta.length; k++) {
                scaled[k] *= Math.pow(factor, structure().order(at.slots(), k));
            }
            double[] expected = Arrays.stream(sigma(at, theta))
                    .map(value -> factor * factor * value)
                    .toArray();
            assertClose(sigma(at, scaled), expected);
        });
    }

    @Test
    default void everyParameterHasADistinctName() {
        for (int slots : grids()) {
            List<String> names =
                    IntStream.range(0, slots).mapToObj(i -> "v" + (i + 1)).toList();
            assertThat(structure().parameterNames(names))
                    .hasSize(structure().parameterCount(slots))
                    .doesNotHaveDuplicates()
                    .allMatch(name -> !name.isEmpty());
        }
        assertThat(List.of(structure().name(), structure().label(), structure().formula()))
                .doesNotContain("");
    }

    @Test
    default void startIsInTheDomainWithAPositiveDefiniteCovariance() {
        Random random = new Random(3);
        for (int slots : grids()) {
            for (int repeat = 0; repeat < 10; repeat++) {
                ResidualMoments moments = Examples.moments(slots, repeat, random);
                double[] theta = new double[structure().parameterCount(slots)];
                Arrays.fill(theta, Double.NaN);
                structure().start(moments, theta, 0);
                assertUsable(slots, theta);
                structure().furtherStarts(moments).forEach(other -> assertUsable(slots, other));
            }
        }
    }

    @Test
    default void covarianceOfSomePositionsIsASubmatrix() {
        forAll((at, theta) -> {
            int n = at.size();
            int[] rows = IntStream.range(0, n).filter(i -> i % 2 == 0).toArray();
            Positions part = Examples.part(at, rows);
            double[] whole = sigma(at, theta);
            double[] expected = new double[rows.length * rows.length];
            for (int j = 0; j < rows.length; j++) {
                for (int i = 0; i < rows.length; i++) {
                    expected[i + j * rows.length] = whole[rows[i] + rows[j] * n];
                }
            }
            assertClose(sigma(part, theta), expected);
        });
    }

    @Test
    default void offsetMovesOnlyThePlaceOfTheParameters() {
        forAll((at, theta) -> {
            double[] shifted = new double[theta.length + 3];
            System.arraycopy(theta, 0, shifted, 3, theta.length);
            double[] sigma = new double[at.size() * at.size()];
            assertThat(structure().covariance(at, shifted, 3, sigma)).isTrue();
            assertThat(sigma).containsExactly(sigma(at, theta));
        });
    }

    @Test
    default void transitionsOfAMarkovStructureReproduceItsCovariance() {
        if (structure() instanceof Markov markov) {
            forAll((at, theta) -> Transitions.check(markov, Examples.ascending(at), theta));
        }
    }

    private void assertUsable(int slots, double[] theta) {
        for (Positions at : positions(slots)) {
            double[] sigma = new double[at.size() * at.size()];
            assertThat(structure().covariance(at, theta, 0, sigma)).isTrue();
            assertThat(Examples.isPositiveDefinite(at.size(), sigma)).isTrue();
        }
    }

    private double[] sigma(Positions at, double[] theta) {
        double[] sigma = new double[at.size() * at.size()];
        assertThat(structure().covariance(at, theta, 0, sigma)).isTrue();
        return sigma;
    }

    private void forAll(Check check) {
        Random random = new Random(7);
        for (int slots : grids()) {
            for (int repeat = 0; repeat < 5; repeat++) {
                double[] theta = point(slots, random);
                assertThat(theta).hasSize(structure().parameterCount(slots));
                positions(slots).forEach(at -> check.on(at, theta));
            }
        }
    }

    private static double[] moved(double[] theta, int k, double by) {
        double[] moved = theta.clone();
        moved[k] += by;
        return moved;
    }

    private static void assertSymmetric(int n, double[] a) {
        boolean symmetric = true;
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < n; i++) {
                symmetric &= Double.isFinite(a[i + j * n]) && a[i + j * n] == a[j + i * n];
            }
        }
        assertThat(symmetric).isTrue();
    }

    private static void assertClose(double[] actual, double[] expected) {
        assertThat(actual).containsExactly(expected, within(ROUNDING * Math.max(1, Matrices.maxAbs(expected))));
    }

    private static void assertDifference(double[] analytic, double[] up, double[] down, double width) {
        double[] differences = new double[up.length];
        for (int i = 0; i < up.length; i++) {
            differences[i] = (up[i] - down[i]) / width;
        }
        double tolerance = DIFFERENCES * Math.max(1, Matrices.maxAbs(analytic));
        assertThat(analytic).containsExactly(differences, within(tolerance));
    }

    /** A check at some positions and parameters. */
    interface Check {
        void on(Positions at, double[] theta);
    }

    /** Numbers in an interval. */
    static double[] uniform(Random random, int count, double from, double to) {
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(from + (to - from) * random.nextDouble());
        }
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Parameters side by side. */
    static double[] join(double[]... parts) {
        return Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray();
    }
}
