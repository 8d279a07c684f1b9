package dev.echelon.internal.levels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.internal.crossproducts.CrossProducts;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is computed for many levels side by side, against the definition for each, and sums on several threads. */
class LevelSweepTest {

    @ParameterizedTest
    @CsvSource({"1, 1, 300", "1, 4, 128", "2, 5, 129", "2, 1, 7", "3, 4, 200", "5, 3, 5"})
    void numbersOfEveryLevelEqualTheirDefinition(int q, int r, int levels) {
        CrossProducts.Block block = RandomLevels.of(levels, q, r, 11).block(0);
        for (double[] lambda : new double[][] {RandomLevels.lambda(q, 3), firstColumn(q), new double[q * q]}) {
            LevelSweep sweep = new LevelSweep(block, r);
            for (int from = 0; from < levels; from += LevelSweep.WIDTH) {
                sweep.eliminate(from, Math.min(levels, from + LevelSweep.WIDTH), lambda);
                sweep.reduce();
                double logs = 0;
                for (int lane = 0; lane < sweep.size(); lane++) {
                    logs += compare(sweep, lane, block, matrix(q, q, lambda, 0), r);
                }
                assertThat(sweep.logDeterminants()).isCloseTo(logs, within(1e-10 * Math.max(1, logs)));
            }
        }
    }

    /** Compares one level; returns log|M|. */
    private static double compare(LevelSweep sweep, int lane, CrossProducts.Block block, RealMatrix lambda, int r) {
        int q = block.effects();
        int j = sweep.from() + lane;
        RealMatrix a = matrix(q, q, block.own(), j * q * q);
        RealMatrix rest = matrix(q, r, block.withFixed(), j * q * r);
        RealMatrix m = lambda.transpose().multiply(a).multiply(lambda).add(MatrixUtils.createRealIdentityMatrix(q));
        LUDecomposition lu = new LUDecomposition(m);
        RealMatrix w = lambda.multiply(lu.getSolver().getInverse()).multiply(lambda.transpose());
        RealMatrix keep = MatrixUtils.createRealIdentityMatrix(q).subtract(a.multiply(w));
        RealMatrix information = keep.multiply(a);
        RealMatrix reached = keep.multiply(rest);
        RealMatrix taken = rest.transpose().multiply(w).multiply(rest);
        double[][] variances = sweep.symmetric();
        double[][] modes = sweep.rows(q);
        double[] beta = new double[r - 1];
        java.util.Arrays.fill(beta, 0.25);
        sweep.variances(variances);
        sweep.modes(beta, modes);
        for (int c = 0; c < q; c++) {
            double rhs = 0;
            for (int b = 0; b < q; b++) {
                double e = rest.getEntry(b, r - 1);
                for (int k = 0; k < r - 1; k++) {
                    e -= 0.25 * rest.getEntry(b, k);
                }
                rhs += w.getEntry(c, b) * e;
                close(variances[c * q + b][lane], w.getEntry(b, c));
                close(sweep.information()[SweepSums.pair(q, b, c)][lane], information.getEntry(b, c));
            }
            close(modes[c][lane], rhs);
            for (int k = 0; k < r; k++) {
                close(sweep.reached()[k * q + c][lane], reached.getEntry(c, k));
            }
        }
        for (int k = 0; k < r; k++) {
            for (int i = 0; i < r; i++) {
                double sum = 0;
                for (int h = 0; h < q; h++) {
                    sum += sweep.taken()[k * q + h][lane] * sweep.taken()[i * q + h][lane];
                }
                close(sum, taken.getEntry(i, k));
            }
        }
        return Math.log(lu.getDeterminant());
    }

    @Test
    void sumsHaveTheSameBitsForAnyNumberOfThreads() {
        int q = 4;
        int r = 9;
        CrossProducts.Block block = RandomLevels.of(2000, q, r, 5).block(0);
        double[] lambda = RandomLevels.lambda(q, 8);
        int size = 1 + q * r;
        SweepSums.Reader reader = (sweep, sums) -> {
            sums[0] += sweep.logDeterminants();
            for (int i = 0; i < q * r; i++) {
                sums[1 + i] += Lanes.sum(sweep.size(), sweep.taken()[i]);
            }
        };
        double[] one = new SweepSums(block, r, 1).sum(lambda, size, () -> reader);
        for (int threads : new int[] {2, 3, 5, 100}) {
            assertThat(new SweepSums(block, r, threads).sum(lambda, size, () -> reader))
                    .isEqualTo(one);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 6", "3, 7", "5, 11", "8, 4"})
    void dotsOfSeveralRowsEqualPlainSums(int n, int count) {
        double[] x = RandomLevels.lambda(n, 1);
        double[][] y = new double[2 * count][];
        for (int i = 0; i < y.length; i++) {
            y[i] = RandomLevels.lambda(n, i);
        }
        double[] sums = new double[count + 1];
        Lanes.addDots(n, x, y, 1, 2, count, sums, 1);
        for (int i = 0; i < count; i++) {
            double expected = 0;
            for (int l = 0; l < n; l++) {
                expected += x[l] * y[1 + 2 * i][l];
            }
            close(sums[1 + i], expected);
        }
        assertThat(sums[0]).isZero();
    }

    private static void close(double actual, double expected) {
        assertThat(actual).isCloseTo(expected, within(1e-10 * Math.max(1, Math.abs(expected))));
    }

    private static double[] firstColumn(int q) {
        double[] lambda = new double[q * q];
        java.util.Arrays.fill(lambda, 0, q, 0.7);
        return lambda;
    }

    private static RealMatrix matrix(int rows, int columns, double[] values, int at) {
        RealMatrix matrix = new Array2DRowRealMatrix(rows, columns);
        for (int k = 0; k < columns; k++) {
            for (int i = 0; i < rows; i++) {
                matrix.setEntry(i, k, values[at + k * rows + i]);
            }
        }
        return matrix;
    }
}
