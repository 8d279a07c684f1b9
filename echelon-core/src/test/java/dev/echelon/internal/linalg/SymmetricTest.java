package dev.echelon.internal.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SymmetricTest {
    /** A few rounding errors per rotation, at most about ten sweeps of n rotations per element. */
    private static final double TOLERANCE = 1e-13;

    @Test
    void theFactorsReproduceTheMatrixAndTheVectorsAreOrthonormal() {
        for (int n : new int[] {0, 1, 2, 3, 7, 20, 60, 100}) {
            checkDecomposition(n, NaiveKernels.positiveDefinite(5, n, 1e6));
            checkDecomposition(n, indefinite(n));
        }
    }

    @Test
    void zeroAndMultipleEigenvaluesAreFound() {
        checkDecomposition(4, new double[16]);
        double[] ones = new double[25];
        Arrays.fill(ones, 1);
        double[] values = checkDecomposition(5, ones);
        assertThat(values).containsExactly(new double[] {0, 0, 0, 0, 5}, offset(TOLERANCE));
        double[] swap = {0, 1, 1, 0};
        assertThat(checkDecomposition(2, swap)).containsExactly(new double[] {-1, 1}, offset(TOLERANCE));
    }

    @Test
    void smallEigenvaluesOfGradedMatricesKeepTheirDigits() {
        // D·H·D with H = [[1, 0.5], [0.5, 1]], D = diag(1, 1e-8): by hand λ₁λ₂ = 0.75e-16 and λ₁ + λ₂ = 1 + 1e-16.
        double[] graded = {1, 0.5e-8, 0.5e-8, 1e-16};
        double[] values = new double[2];
        Symmetric.eigen(2, graded, values, new double[4]);
        assertThat(values[0]).isEqualTo(0.75e-16, offset(1e-30));
    }

    @Test
    void onlyTheLowerTriangleIsRead() {
        double[] lower = {2, 1, Double.NaN, 3};
        double[] values = new double[2];
        Symmetric.eigen(2, lower, values, new double[4]);
        // Roots of (2 − λ)(3 − λ) = 1.
        assertThat(values[0]).isEqualTo((5 - Math.sqrt(5)) / 2, offset(TOLERANCE));
        assertThat(values[1]).isEqualTo((5 + Math.sqrt(5)) / 2, offset(TOLERANCE));
    }

    private static double[] indefinite(int n) {
        double[] a = NaiveKernels.random(6, 0, n, n);
        double[] symmetric = new double[n * n];
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < n; i++) {
                symmetric[i + j * n] = a[i + j * n] + a[j + i * n];
            }
        }
        return symmetric;
    }

    private static double[] checkDecomposition(int n, double[] a) {
        double[] values = new double[n];
        double[] q = new double[n * n];
        double[] before = a.clone();
        Symmetric.eigen(n, a, values, q);
        assertThat(a).containsExactly(before);
        assertThat(values).isSorted();
        double[] identity = new double[n * n];
        double[] scaled = q.clone();
        for (int j = 0; j < n; j++) {
            identity[j + j * n] = 1;
            for (int i = 0; i < n; i++) {
                scaled[i + j * n] *= values[j];
            }
        }
        double[] product = new double[n * n];
        NaiveKernels.multiply(n, n, n, 1, q, 0, n, 1, q, 0, 1, n, product, 0, n, false);
        assertThat(largestDifference(product, identity)).isLessThan(TOLERANCE);
        product = new double[n * n];
        NaiveKernels.multiply(n, n, n, 1, scaled, 0, 1, n, q, 0, n, 1, product, 0, n, false);
        // The random matrices have eigenvalues up to about 40.
        assertThat(largestDifference(product, a)).isLessThan(TOLERANCE * 40);
        return values;
    }

    private static double largestDifference(double[] actual, double[] expected) {
        double max = 0;
        for (int i = 0; i < expected.length; i++) {
            // Math.max keeps not-a-number, which then fails the test.
            max = Math.max(max, Math.abs(actual[i] - expected[i]));
        }
        return max;
    }
}
