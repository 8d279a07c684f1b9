package dev.echelon.covariance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the engine relies on, for every structure. */
interface CovarianceContract {

    double ROUNDING = 1e-12; // relative to the largest entry: some hundred operations on numbers of one size
    double DIFFERENCES = 1e-7; // central differences with step ∛ε lose a third of the digits
    double STEP = Math.cbrt(Math.ulp(1.0)); // absolute: correlations are periodic functions of their parameter
    double SINGULAR = 1e-7; // dropping a pivot of relative size ε moves entries beside it by √ε

    Covariance covariance();

    /** The numbers of columns to test. */
    default List<Integer> sizes() {
        return List.of(1, 2, 3, 4, 5);
    }

    @Test
    default void factorTimesItsTransposeIsTheCovariance() {
        forAllParameters((q, theta) -> {
            double[] sigma = sigma(q, theta);
            double[] lambda = new double[q * q];
            assertThat(covariance().factor(q, theta, 0, lambda)).isTrue();
            for (int j = 0; j < q; j++) {
                for (int i = 0; i < j; i++) {
                    assertThat(lambda[i + j * q]).isZero();
                }
            }
            assertClose(Matrices.timesTranspose(q, lambda), sigma, ROUNDING);
        });
    }

    @Test
    default void covarianceIsFiniteSymmetricAndPositiveSemidefinite() {
        forAllParameters((q, theta) -> {
            double[] sigma = sigma(q, theta);
            assertSymmetric(q, sigma);
            Random random = new Random(5);
            for (int repeat = 0; repeat < 20; repeat++) {
                double[] x = random.doubles(q, -1, 1).toArray();
                double form = 0;
                for (int k = 0; k < q * q; k++) {
                    form += x[k % q] * x[k / q] * sigma[k];
                }
                assertThat(form).isGreaterThanOrEqualTo(-ROUNDING * Matrices.maxAbs(sigma));
            }
        });
    }

    @Test
    default void derivativesEqualDifferencesOfTheCovariance() {
        forAllParameters((q, theta) -> {
            for (int k = 0; k < theta.length; k++) {
                double[] analytic = new double[q * q];
                covariance().derivative(q, theta, 0, k, analytic);
                assertSymmetric(q, analytic);
                double[] up = sigma(q, moved(theta, k, STEP));
                double[] down = sigma(q, moved(theta, k, -STEP));
                double width = moved(theta, k, STEP)[k] - moved(theta, k, -STEP)[k];
                assertDifference(analytic, up, down, width, Matrices.maxAbs(sigma(q, theta)));
            }
        });
    }

    @Test
    default void secondDerivativesEqualDifferencesOfTheFirst() {
        forAllParameters((q, theta) -> {
            for (int k = 0; k < theta.length; k++) {
                for (int l = 0; l < theta.length; l++) {
                    double[] analytic = new double[q * q];
                    covariance().secondDerivative(q, theta, 0, k, l, analytic);
                    assertSymmetric(q, analytic);
                    double[] up = new double[q * q];
                    double[] down = new double[q * q];
                    covariance().derivative(q, moved(theta, l, STEP), 0, k, up);
                    covariance().derivative(q, moved(theta, l, -STEP), 0, k, down);
                    double width = moved(theta, l, STEP)[l] - moved(theta, l, -STEP)[l];
                    double size = Math.max(Matrices.maxAbs(up), Matrices.maxAbs(sigma(q, theta)));
                    assertDifference(analytic, up, down, width, size);
                }
            }
        });
    }

    @Test
    default void parametersOfACovarianceReproduceIt() {
        forAllParameters((q, theta) -> {
            double[] sigma = sigma(q, theta);
            assertClose(sigma(q, parameters(q, sigma)), sigma, SINGULAR);
        });
    }

    @Test
    default void startIsAMultipleOfTheIdentity() {
        for (int q : sizes()) {
            double[] theta = new double[covariance().parameterCount(q)];
            covariance().start(q, 0.7, theta, 0);
            double[] expected = new double[q * q];
            for (int i = 0; i < q; i++) {
                expected[i + i * q] = 0.7 * 0.7;
            }
            assertClose(sigma(q, theta), expected, ROUNDING);
        }
    }

    @Test
    default void familyIsClosedUnderTheTransformationsItClaims() {
        forAllParameters((q, theta) -> {
            double[] transformed = Matrices.congruence(q, transformation(q), sigma(q, theta));
            assertClose(sigma(q, parameters(q, transformed)), transformed, SINGULAR);
        });
    }

    @Test
    default void offsetMovesOnlyThePlaceOfTheParameters() {
        forAllParameters((q, theta) -> {
            double[] shifted = new double[theta.length + 3];
            System.arraycopy(theta, 0, shifted, 3, theta.length);
            double[] sigma = new double[q * q];
            covariance().covariance(q, shifted, 3, sigma);
            assertThat(sigma).containsExactly(sigma(q, theta));
            double[] lambda = new double[q * q];
            double[] same = new double[q * q];
            covariance().factor(q, shifted, 3, lambda);
            covariance().factor(q, theta, 0, same);
            assertThat(lambda).containsExactly(same);
            double[] back = new double[theta.length + 3];
            covariance().parameters(q, sigma, back, 3);
            assertThat(back).startsWith(0, 0, 0).endsWith(parameters(q, sigma));
        });
    }

    @Test
    default void everyParameterHasADistinctNameAndANaturalValue() {
        for (int q : sizes()) {
            List<String> columns = IntStream.range(0, q).mapToObj(i -> "x" + i).toList();
            int count = covariance().parameterCount(q);
            assertThat(covariance().parameterNames(columns)).hasSize(count).allMatch(name -> !name.isEmpty());
            double[] natural = new double[count];
            Arrays.fill(natural, Double.NaN);
            covariance().natural(q, new Random(2).doubles(count, -2, 2).toArray(), 0, natural);
            assertThat(natural).doesNotContain(Double.NaN);
        }
    }

    private double[] transformation(int q) {
        Random random = new Random(q);
        double[] t = new double[q * q];
        for (int k = 0; k < q * q; k++) {
            boolean diagonal = k % q == k / q;
            t[k] = switch (covariance().invariance()) {
                case LINEAR -> random.nextGaussian() + (diagonal ? 2 : 0);
                case DIAGONAL -> diagonal ? 0.5 + random.nextDouble() : 0;
                case SCALAR -> diagonal ? -1.7 : 0;
            };
        }
        return t;
    }

    private double[] sigma(int q, double[] theta) {
        double[] sigma = new double[q * q];
        covariance().covariance(q, theta, 0, sigma);
        return sigma;
    }

    private double[] parameters(int q, double[] sigma) {
        double[] theta = new double[covariance().parameterCount(q)];
        covariance().parameters(q, sigma, theta, 0);
        assertThat(theta).doesNotContain(Double.NaN);
        return theta;
    }

    private void forAllParameters(Check check) {
        for (int q : sizes()) {
            for (double[] theta : examples(covariance().parameterCount(q))) {
                check.on(q, theta);
            }
        }
    }

    /** Ordinary, zero, partly zero, tiny and large parameters. */
    private static List<double[]> examples(int count) {
        List<double[]> examples = new ArrayList<>();
        Random random = new Random(20);
        for (int i = 0; i < 20; i++) {
            examples.add(random.doubles(count, -1.5, 1.5).toArray());
        }
        examples.add(new double[count]);
        for (double special : new double[] {0, 1e-8, 1e4, -1e4, Math.PI / 2}) {
            double[] all = new double[count];
            Arrays.fill(all, special);
            examples.add(all);
            for (int k = 0; k < count; k++) {
                examples.add(moved(random.doubles(count, 0.5, 1).toArray(), k, special - 0.75));
                double[] exact = random.doubles(count, -1, 1).toArray();
                exact[k] = special;
                examples.add(exact);
            }
        }
        return examples;
    }

    private static double[] moved(double[] theta, int k, double by) {
        double[] moved = theta.clone();
        moved[k] += by;
        return moved;
    }

    private static void assertSymmetric(int q, double[] a) {
        boolean symmetric = true;
        for (int j = 0; j < q; j++) {
            for (int i = 0; i < q; i++) {
                symmetric &= Double.isFinite(a[i + j * q]) && a[i + j * q] == a[j + i * q];
            }
        }
        assertThat(symmetric).isTrue();
    }

    private static void assertClose(double[] actual, double[] expected, double tolerance) {
        assertThat(actual).containsExactly(expected, within(tolerance * Matrices.maxAbs(expected)));
    }

    private static void assertDifference(double[] analytic, double[] up, double[] down, double width, double size) {
        // the differences' own rounding error is that of their operands over the width
        double error = DIFFERENCES * Math.max(1, Matrices.maxAbs(analytic)) + 1e-14 * size / width;
        double worst = 0;
        for (int i = 0; i < analytic.length; i++) {
            worst = Math.max(worst, Math.abs((up[i] - down[i]) / width - analytic[i]));
        }
        assertThat(worst).isLessThanOrEqualTo(error);
    }

    /** A check for one number of columns and one parameter vector. */
    interface Check {
        void on(int q, double[] theta);
    }
}
