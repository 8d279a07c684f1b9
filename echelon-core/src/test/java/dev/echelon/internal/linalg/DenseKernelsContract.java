package dev.echelon.internal.linalg;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What every provider of {@link DenseKernels} must do, against triple loops. Implementors give the provider. */
public interface DenseKernelsContract {
    /** Straddles every block size of the providers. */
    int[] SIZES = {0, 1, 2, 3, 5, 8, 17, 31, 64, 100, 137, 200, 257, 300};

    /** Inner dimensions and numbers of right-hand sides. */
    int[] WIDTHS = {0, 1, 3, 7, 50, 131};

    int OFFSET = 7;

    /** Backward stable operations on well-conditioned matrices of a few hundred rows lose fewer than four digits. */
    double TOLERANCE = 1e-12;

    /** The provider under test. */
    DenseKernels kernels();

    @Test
    default void gemmAddsTheProduct() {
        for (int m : SIZES) {
            for (int k : WIDTHS) {
                int n = (m + k) % 67;
                double[] a = NaiveKernels.random(1, OFFSET, m + 2, k);
                double[] b = NaiveKernels.random(2, 3, k + 1, n);
                double[] c = NaiveKernels.random(3, 5, m + 4, n);
                double[] expected = c.clone();
                NaiveKernels.multiply(m, n, k, -0.7, a, OFFSET, 1, m + 2, b, 3, 1, k + 1, expected, 5, m + 4, false);
                kernels().gemm(m, n, k, -0.7, a, OFFSET, m + 2, b, 3, k + 1, c, 5, m + 4);
                assertClose(c, expected, 1 + k, "gemm " + m + "×" + n + "×" + k);
            }
        }
    }

    @Test
    default void syrkAddsTheLowerTriangleOnly() {
        for (int n : SIZES) {
            for (int k : WIDTHS) {
                double[] c = NaiveKernels.random(3, 5, n + 4, n);
                double[] a = NaiveKernels.random(1, OFFSET, n + 2, k);
                double[] expected = c.clone();
                NaiveKernels.multiply(n, n, k, 1.3, a, OFFSET, 1, n + 2, a, OFFSET, n + 2, 1, expected, 5, n + 4, true);
                double[] actual = c.clone();
                kernels().syrk(n, k, 1.3, a, OFFSET, n + 2, actual, 5, n + 4);
                assertClose(actual, expected, 1 + k, "syrk " + n + ", " + k);

                double[] at = NaiveKernels.random(1, OFFSET, k + 2, n);
                expected = c.clone();
                NaiveKernels.multiply(
                        n, n, k, -1, at, OFFSET, k + 2, 1, at, OFFSET, 1, k + 2, expected, 5, n + 4, true);
                actual = c.clone();
                kernels().syrkTransposed(n, k, -1, at, OFFSET, k + 2, actual, 5, n + 4);
                assertClose(actual, expected, 1 + k, "syrkTransposed " + n + ", " + k);
            }
        }
    }

    @Test
    default void potrfGivesTheFactorAndLeavesTheRestAlone() {
        for (int n : SIZES) {
            double[] spd = NaiveKernels.positiveDefinite(11, n, 100);
            double[] l = NaiveKernels.cholesky(n, spd);
            double[] a = embedLower(n, spd);
            double[] expected = a.clone();
            copyLower(n, l, expected);
            assertThat(kernels().potrf(n, a, OFFSET, n + 3)).isZero();
            assertClose(a, expected, 100, "potrf " + n);
        }
    }

    @Test
    default void potrfOfIllConditionedMatricesReproducesThem() {
        for (int n : SIZES) {
            double[] spd = NaiveKernels.positiveDefinite(12, n, 1e12);
            double[] a = embedLower(n, spd);
            assertThat(kernels().potrf(n, a, OFFSET, n + 3)).isZero();
            double[] l = lowerOf(n, a);
            double[] back = new double[n * n];
            NaiveKernels.multiply(n, n, n, 1, l, 0, 1, n, l, 0, n, 1, back, 0, n, false);
            assertClose(back, spd, 1, "LL' " + n);
        }
    }

    @Test
    default void potrfNamesTheFirstPivotThatIsNotPositive() {
        for (int n : new int[] {1, 5, 17, 31, 64, 137, 300}) {
            for (int bad : new int[] {0, n / 3, n / 2, n - 1}) {
                for (double value : new double[] {-1, 0, Double.NaN}) {
                    double[] a = embedLower(n, identity(n));
                    a[OFFSET + bad * (n + 4)] = value;
                    assertThat(kernels().potrf(n, a, OFFSET, n + 3))
                            .as("order %d, pivot %d is %s", n, bad, value)
                            .isEqualTo(bad + 1);
                }
            }
        }
    }

    @Test
    default void potriGivesTheInverseAndLeavesTheUpperTriangleAlone() {
        for (int n : SIZES) {
            double[] spd = NaiveKernels.positiveDefinite(13, n, 50);
            double[] a = embedLower(n, NaiveKernels.cholesky(n, spd));
            double[] before = a.clone();
            kernels().potri(n, a, OFFSET, n + 3);
            double[] inverse = lowerOf(n, a);
            for (int j = 0; j < n; j++) {
                for (int i = 0; i < j; i++) {
                    inverse[i + j * n] = inverse[j + i * n];
                }
            }
            double[] product = new double[n * n];
            NaiveKernels.multiply(n, n, n, 1, inverse, 0, 1, n, spd, 0, 1, n, product, 0, n, false);
            assertClose(product, identity(n), 100, "inverse " + n);
            copyLower(n, lowerOf(n, a), before);
            assertThat(a).as("outside the lower triangle, order %d", n).containsExactly(before);
        }
    }

    @Test
    default void triangularSolvesUndoTheirProducts() {
        for (int n : SIZES) {
            double[] l = NaiveKernels.cholesky(n, NaiveKernels.positiveDefinite(14, n, 100));
            double[] stored = embedLower(n, l);
            for (int m : WIDTHS) {
                checkLeft(n, m, l, stored, false);
                checkLeft(n, m, l, stored, true);
                checkRight(n, m, l, stored);
            }
        }
    }

    @Test
    default void repeatedCallsGiveTheSameBits() {
        int n = 257;
        double[] first = embedLower(n, NaiveKernels.positiveDefinite(15, n, 1e4));
        double[] again = first.clone();
        for (double[] a : new double[][] {first, again}) {
            kernels().potrf(n, a, OFFSET, n + 3);
            kernels().potri(n, a, OFFSET, n + 3);
        }
        assertThat(again).containsExactly(first);
    }

    private void checkLeft(int n, int m, double[] l, double[] stored, boolean transposed) {
        double[] x = NaiveKernels.random(4, 2, n + 1, m);
        double[] b = x.clone();
        clear(n, m, b, 2, n + 1);
        NaiveKernels.multiply(
                n, m, n, 1, l, 0, transposed ? n : 1, transposed ? 1 : n, x, 2, 1, n + 1, b, 2, n + 1, false);
        if (transposed) {
            kernels().trsmLeftLowerTransposed(n, m, stored, OFFSET, n + 3, b, 2, n + 1);
        } else {
            kernels().trsmLeftLower(n, m, stored, OFFSET, n + 3, b, 2, n + 1);
        }
        assertClose(b, x, 1000, "left solve, transposed " + transposed + " " + n + "×" + m);
    }

    private void checkRight(int n, int m, double[] l, double[] stored) {
        double[] x = NaiveKernels.random(4, 2, m + 1, n);
        double[] b = x.clone();
        clear(m, n, b, 2, m + 1);
        NaiveKernels.multiply(m, n, n, 1, x, 2, 1, m + 1, l, 0, n, 1, b, 2, m + 1, false);
        kernels().trsmRightLowerTransposed(m, n, stored, OFFSET, n + 3, b, 2, m + 1);
        assertClose(b, x, 1000, "right solve " + m + "×" + n);
    }

    private static void clear(int rows, int columns, double[] a, int off, int ld) {
        for (int j = 0; j < columns; j++) {
            Arrays.fill(a, off + j * ld, off + j * ld + rows, 0);
        }
    }

    private static double[] identity(int n) {
        double[] a = new double[n * n];
        for (int i = 0; i < n; i++) {
            a[i + i * n] = 1;
        }
        return a;
    }

    /** The lower triangle at the offset and leading dimension of the tests; not-a-number everywhere else. */
    private static double[] embedLower(int n, double[] square) {
        double[] a = new double[OFFSET + (n + 3) * n + 3];
        Arrays.fill(a, Double.NaN);
        copyLower(n, square, a);
        return a;
    }

    private static void copyLower(int n, double[] square, double[] a) {
        for (int j = 0; j < n; j++) {
            System.arraycopy(square, j + j * n, a, OFFSET + j + j * (n + 3), n - j);
        }
    }

    private static double[] lowerOf(int n, double[] a) {
        double[] l = new double[n * n];
        for (int j = 0; j < n; j++) {
            System.arraycopy(a, OFFSET + j + j * (n + 3), l, j + j * n, n - j);
        }
        return l;
    }

    private static void assertClose(double[] actual, double[] expected, double scale, String what) {
        for (int i = 0; i < expected.length; i++) {
            boolean same = Double.isNaN(expected[i])
                    ? Double.isNaN(actual[i])
                    : Math.abs(actual[i] - expected[i]) <= TOLERANCE * scale;
            if (!same) {
                assertThat(actual[i]).as("%s, element %d", what, i).isEqualTo(expected[i]);
            }
        }
    }
}
