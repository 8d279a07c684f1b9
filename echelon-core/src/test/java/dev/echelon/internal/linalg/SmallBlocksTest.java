package dev.echelon.internal.linalg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SmallBlocksTest {
    private static final int[] ORDERS = {1, 2, 3, 4, 5, 9, 24};
    private static final int P = 5;

    /** Blocks of order up to 24 with condition 100 lose at most three digits. */
    private static final double TOLERANCE = 1e-12;

    @Test
    void choleskyGivesTheFactorAndNamesTheFailingPivot() {
        for (int q : ORDERS) {
            int ld = q + 2;
            double[] spd = NaiveKernels.positiveDefinite(3, q, 100);
            double[] a = embed(q, spd);
            double[] expected = a.clone();
            double[] l = NaiveKernels.cholesky(q, spd);
            for (int j = 0; j < q; j++) {
                System.arraycopy(l, j + j * q, expected, 3 + j + j * ld, q - j);
            }
            assertThat(SmallBlocks.cholesky(q, a, 3, ld)).isZero();
            assertThat(a).containsExactly(expected, offset(TOLERANCE));
            for (int bad = 0; bad < q; bad++) {
                for (double value : new double[] {0, -2, Double.NaN}) {
                    double[] failing = embed(q, identity(q));
                    failing[3 + bad * (ld + 1)] = value;
                    assertThat(SmallBlocks.cholesky(q, failing, 3, ld)).isEqualTo(bad + 1);
                }
            }
        }
    }

    @Test
    void solvesUndoProductsOnEachSide() {
        for (int q : ORDERS) {
            int ld = q + 2;
            double[] l = embed(q, NaiveKernels.cholesky(q, NaiveKernels.positiveDefinite(3, q, 100)));
            double[] lower = lowerOnly(q, l, ld);
            double[] x = NaiveKernels.random(4, 0, q, P);
            double[] b = new double[q * P];
            NaiveKernels.multiply(q, P, q, 1, lower, 0, 1, q, x, 0, 1, q, b, 0, q, false);
            SmallBlocks.solveLeft(q, P, l, 3, ld, b, 0, q);
            assertStartsLike(b, x);
            b = new double[q * P];
            NaiveKernels.multiply(q, P, q, 1, lower, 0, q, 1, x, 0, 1, q, b, 0, q, false);
            SmallBlocks.solveLeftTransposed(q, P, l, 3, ld, b, 0, q);
            assertStartsLike(b, x);
            b = new double[q * P];
            NaiveKernels.multiply(P, q, q, 1, x, 0, 1, P, lower, 0, q, 1, b, 0, P, false);
            SmallBlocks.solveRightTransposed(P, q, l, 3, ld, b, 0, P);
            assertStartsLike(b, x);
            b = new double[q * P];
            NaiveKernels.multiply(P, q, q, 1, x, 0, 1, P, lower, 0, 1, q, b, 0, P, false);
            SmallBlocks.solveRight(P, q, l, 3, ld, b, 0, P);
            assertStartsLike(b, x);
        }
    }

    @Test
    void invertTriangleGivesTheInverse() {
        for (int q : ORDERS) {
            int ld = q + 2;
            double[] a = embed(q, NaiveKernels.cholesky(q, NaiveKernels.positiveDefinite(3, q, 100)));
            double[] l = lowerOnly(q, a, ld);
            SmallBlocks.invertTriangle(q, a, 3, ld);
            double[] product = new double[q * q];
            NaiveKernels.multiply(q, q, q, 1, l, 0, 1, q, lowerOnly(q, a, ld), 0, 1, q, product, 0, q, false);
            assertThat(product).containsExactly(identity(q), offset(TOLERANCE));
        }
    }

    @Test
    void productsAgreeWithTripleLoops() {
        for (int q : ORDERS) {
            double[] a = NaiveKernels.random(1, 2, q, P);
            double[] at = NaiveKernels.random(2, 2, P, q);
            double[] b = NaiveKernels.random(3, 1, P, 4);
            double[] c = NaiveKernels.random(5, 1, q, Math.max(q, 4));
            double[] expected = c.clone();
            NaiveKernels.multiply(q, q, P, -2, a, 2, 1, q, a, 2, q, 1, expected, 1, q, true);
            NaiveKernels.multiply(q, q, P, 3, at, 2, P, 1, at, 2, 1, P, expected, 1, q, true);
            NaiveKernels.multiply(q, 4, P, 0.5, a, 2, 1, q, b, 1, 1, P, expected, 1, q, false);
            NaiveKernels.multiply(q, 4, P, 0.7, at, 2, P, 1, b, 1, 1, P, expected, 1, q, false);
            NaiveKernels.multiply(q, 4, P, 0.9, a, 2, 1, q, b, 1, 4, 1, expected, 1, q, false);
            SmallBlocks.addProduct(q, P, -2, a, 2, q, c, 1, q);
            SmallBlocks.addCrossProduct(q, P, 3, at, 2, P, c, 1, q);
            SmallBlocks.multiply(q, 4, P, 0.5, a, 2, q, b, 1, P, c, 1, q);
            SmallBlocks.multiplyTransposed(q, 4, P, 0.7, at, 2, P, b, 1, P, c, 1, q);
            SmallBlocks.multiplyByTransposed(q, 4, P, 0.9, a, 2, q, b, 1, 4, c, 1, q);
            assertThat(c).containsExactly(expected, offset(TOLERANCE));
        }
    }

    private static void assertStartsLike(double[] actual, double[] expected) {
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).isEqualTo(expected[i], offset(TOLERANCE * 10));
        }
    }

    private static double[] identity(int q) {
        double[] a = new double[q * q];
        for (int j = 0; j < q; j++) {
            a[j + j * q] = 1;
        }
        return a;
    }

    /** The lower triangle at offset 3 with leading dimension q + 2, not-a-number elsewhere. */
    private static double[] embed(int q, double[] square) {
        double[] a = new double[3 + (q + 2) * q];
        Arrays.fill(a, Double.NaN);
        for (int j = 0; j < q; j++) {
            System.arraycopy(square, j + j * q, a, 3 + j + j * (q + 2), q - j);
        }
        return a;
    }

    private static double[] lowerOnly(int q, double[] a, int ld) {
        double[] l = new double[q * q];
        for (int j = 0; j < q; j++) {
            System.arraycopy(a, 3 + j + j * ld, l, j + j * q, q - j);
        }
        return l;
    }
}
