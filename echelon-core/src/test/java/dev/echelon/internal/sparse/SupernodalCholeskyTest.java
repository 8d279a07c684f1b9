package dev.echelon.internal.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.internal.linalg.Kernels;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The sparse factor, its solutions and its selected inverse against the same matrix formed densely. */
class SupernodalCholeskyTest {

    static Stream<Arguments> cases() {
        List<SparseCase> cases = List.of(
                new SparseCase(new int[] {40, 12}, new int[] {1, 1}, 3, 90, false, 1),
                new SparseCase(new int[] {40, 12, 5}, new int[] {1, 2, 1}, 2, 70, true, 2),
                new SparseCase(new int[] {60, 30}, new int[] {2, 2}, 1, 60, false, 3),
                new SparseCase(new int[] {50, 50, 50}, new int[] {1, 1, 3}, 4, 40, true, 4),
                new SparseCase(new int[] {150, 90}, new int[] {1, 1}, 3, 2500, false, 5),
                new SparseCase(new int[] {60, 40}, new int[] {2, 3}, 12, 700, false, 6));
        return cases.stream().flatMap(c -> Stream.of(3, 24, 384).flatMap(widest -> Stream.of(
                        Ordering.minimumDegree(c.pattern),
                        Ordering.byStage(c.pattern, c.stage(), 0),
                        Ordering.byStage(c.pattern, c.stage(), 2))
                .map(order -> Arguments.of(c, widest, order))));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void determinantsEqualThoseOfTheDenseMatrix(SparseCase c, int widest, int[] order) {
        SupernodalCholesky factor = factored(c, widest, order, 1);
        int n = c.columns + c.border;
        double[] l = Matrices.cholesky(n, c.scaled());
        double expected = 0;
        for (int k = 0; k < c.columns; k++) {
            expected += 2 * Math.log(l[k * n + k]);
        }
        assertThat(factor.logDeterminant()).isCloseTo(expected, within(1e-10 * Math.abs(expected)));
        for (int k = 0; k < c.border; k++) {
            for (int i = k; i < c.border; i++) {
                assertThat(factor.border()[k * c.border + i])
                        .isCloseTo(l[(c.columns + k) * n + c.columns + i], within(1e-9));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void solutionsEqualThoseOfTheDenseMatrix(SparseCase c, int widest, int[] order) {
        SupernodalCholesky factor = factored(c, widest, order, 1);
        int n = c.columns + c.border;
        int m = n - 1;
        double[] full = c.scaled();
        double[] inverse = Matrices.inverse(m, Matrices.leading(n, m, full));
        double[] scale = c.scale();
        double[] effects = new double[c.columns];
        double[] fixed = new double[c.border - 1];
        factor.solveBack(c.lambda, effects, fixed);
        double[] solution = new double[m];
        for (int k = 0; k < m; k++) {
            for (int i = 0; i < m; i++) {
                solution[i] += inverse[k * m + i] * full[m * n + k];
            }
        }
        for (int node = 0; node < c.pattern.nodes(); node++) {
            for (int a = 0; a < c.pattern.width()[node]; a++) {
                double expected = 0;
                for (int k = 0; k < m; k++) {
                    expected += scale[k * n + c.firstColumn(node) + a] * solution[k];
                }
                assertThat(effects[factor.symbolic.column(node) + a]).isCloseTo(expected, within(1e-9));
            }
        }
        for (int k = 0; k < fixed.length; k++) {
            assertThat(fixed[k]).isCloseTo(solution[c.columns + k], within(1e-9));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void formsEqualThoseOfTheDenseInverse(SparseCase c, int widest, int[] order) {
        SupernodalCholesky factor = factored(c, widest, order, 1);
        int n = c.columns + c.border;
        int m = n - 1;
        double[] covariance = covariance(c, m);
        double[] w = new double[m * 2];
        java.util.Random random = new java.util.Random(9);
        double[] rhs = random.doubles(w.length).toArray();
        for (int node = 0; node < c.pattern.nodes(); node++) {
            for (int a = 0; a < c.pattern.width()[node]; a++) {
                for (int k = 0; k < 2; k++) {
                    w[(factor.symbolic.column(node) + a) * 2 + k] = rhs[(c.firstColumn(node) + a) * 2 + k];
                }
            }
        }
        System.arraycopy(rhs, c.columns * 2, w, c.columns * 2, (m - c.columns) * 2);
        factor.solveForward(c.lambda, w, 2);
        double crossed = 0;
        double expected = 0;
        for (int i = 0; i < m; i++) {
            crossed += w[2 * i] * w[2 * i + 1];
            for (int k = 0; k < m; k++) {
                expected += rhs[2 * i] * covariance[k * m + i] * rhs[2 * k + 1];
            }
        }
        assertThat(crossed).isCloseTo(expected, within(1e-9 * Math.abs(expected)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void selectedInverseEqualsTheDenseOne(SparseCase c, int widest, int[] order) {
        for (boolean withBorder : new boolean[] {true, false}) {
            SupernodalCholesky factor = factored(c, widest, order, 1);
            SelectedInverse inverse = new SelectedInverse(factor, c.effects);
            inverse.compute(c.lambda, withBorder);
            int m = c.columns + (withBorder ? c.border - 1 : 0);
            double[] expected = covariance(c, m);
            double largest = 0;
            for (int u = 0; u < c.pattern.nodes(); u++) {
                largest = Math.max(largest, worst(c, inverse, u, u, m, expected));
                for (int e = c.pattern.start()[u]; e < c.pattern.start()[u + 1]; e++) {
                    int v = c.pattern.adjacent()[e];
                    if (factor.symbolic.column(v) > factor.symbolic.column(u)
                            && !inverse.isLeaf(factor.symbolic.panelOf[factor.symbolic.column(u)])) {
                        largest = Math.max(largest, worst(c, inverse, u, v, m, expected));
                    }
                }
                for (int k = c.columns; k < m; k++) {
                    double found = inverse.getFixed(factor.symbolic.column(u), k - c.columns);
                    largest = Math.max(largest, Math.abs(found - expected[k * m + c.firstColumn(u)]));
                }
            }
            assertThat(largest).isLessThan(1e-9);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void tracesWithoutDivisionEqualDenseOnes(SparseCase c, int widest, int[] order) {
        for (int singular = 0; singular < c.effects.length; singular++) {
            double[] saved = c.lambda[singular].clone();
            int q = c.effects[singular];
            for (int i = 0; i < q; i++) {
                c.lambda[singular][(q - 1) * q + i] = 0;
            }
            boolean[] keep = new boolean[c.effects.length];
            keep[singular] = true;
            SupernodalCholesky factor = c.assemble(order, widest, 1);
            assertThat(factor.factor(c.lambda, keep)).isTrue();
            SelectedInverse inverse = new SelectedInverse(factor, c.effects);
            inverse.compute(c.lambda, true);
            double[] expected = projected(c, singular);
            double[] traces = dense(c, singular);
            c.lambda[singular] = saved;
            for (int i = 0; i < q * q; i++) {
                assertThat(inverse.direct(singular)[i]).isCloseTo(expected[i], within(1e-7));
                assertThat(inverse.trace(singular)[i]).isCloseTo(traces[i], within(1e-8));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void numberOfThreadsChangesNoBit(SparseCase c, int widest, int[] order) {
        SupernodalCholesky one = factored(c, widest, order, 1);
        SupernodalCholesky three = factored(c, widest, order, 3);
        SelectedInverse first = new SelectedInverse(one, c.effects);
        SelectedInverse second = new SelectedInverse(three, c.effects);
        first.compute(c.lambda, true);
        second.compute(c.lambda, true);
        assertThat(Arrays.deepEquals(one.values, three.values)).isTrue();
        assertThat(Arrays.deepEquals(first.values, second.values)).isTrue();
    }

    /** More rows than a block of a tile and than a tile of a dense product have. */
    @Test
    void tilesOfLargeFactorsEqualPlainLoops() {
        SparseCase c = new SparseCase(new int[] {900, 1300}, new int[] {1, 1}, 3, 9000, true, 11);
        int[] order = Ordering.byStage(c.pattern, c.stage(), 1);
        SupernodalCholesky plain = c.assemble(order, 256, 1, Double.POSITIVE_INFINITY);
        SupernodalCholesky tiled = c.assemble(order, 256, 2, 0);
        double[] dense = symmetricPart(c, plain);
        int n = c.columns + c.border;
        assertThat(Kernels.java().potrf(n, dense, 0, n)).isZero();
        SelectedInverse first = inverse(c, plain);
        SelectedInverse second = inverse(c, tiled);
        double expected = 0;
        for (int k = 0; k < c.columns; k++) {
            expected += 2 * Math.log(dense[k * n + k]);
        }
        assertThat(plain.logDeterminant()).isCloseTo(expected, within(1e-9 * expected));
        assertThat(tiled.logDeterminant()).isCloseTo(expected, within(1e-9 * expected));
        for (int f = 0; f < 2; f++) {
            assertThat(second.trace(f)[0]).isCloseTo(first.trace(f)[0], within(1e-9 * first.trace(f)[0]));
        }
        for (int p = 0; p < plain.values.length; p++) {
            assertThat(distance(tiled.values[p], plain.values[p])).isLessThan(1e-11);
            assertThat(distance(second.values[p], first.values[p])).isLessThan(1e-11);
        }
        Kernels.java().potri(n - 1, dense, 0, n);
        double trace = 0;
        for (int k = 0; k < c.columns; k++) {
            trace += c.family[order(plain, k)] == 1 ? dense[k * n + k] : 0;
        }
        assertThat(first.trace(1)[0]).isCloseTo(trace, within(1e-9 * trace));
    }

    private static double distance(double[] a, double[] b) {
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            largest = Math.max(largest, Math.abs(a[i] - b[i]));
        }
        return largest;
    }

    private static int order(SupernodalCholesky factor, int column) {
        return factor.symbolic.order[column];
    }

    private static SelectedInverse inverse(SparseCase c, SupernodalCholesky factor) {
        assertThat(factor.factor(c.lambda, new boolean[2])).isTrue();
        SelectedInverse inverse = new SelectedInverse(factor, c.effects);
        inverse.compute(c.lambda, true);
        return inverse;
    }

    /** The scaled matrix of a case with one effect per level in the order of a factor, lower triangle. */
    private static double[] symmetricPart(SparseCase c, SupernodalCholesky factor) {
        int n = c.columns + c.border;
        double[] out = new double[n * n];
        int[] node = java.util.stream.IntStream.range(0, n)
                .map(k -> k < c.columns ? order(factor, k) : k)
                .toArray();
        for (int k = 0; k < n; k++) {
            for (int i = k; i < n; i++) {
                double left = k < c.columns ? c.lambda[c.family[node[k]]][0] : 1;
                double right = i < c.columns ? c.lambda[c.family[node[i]]][0] : 1;
                double x = left * right * c.gram[node[k] * n + node[i]];
                out[k * n + i] = i == k && k < c.columns ? x + 1 : x;
            }
        }
        return out;
    }

    private static SupernodalCholesky factored(SparseCase c, int widest, int[] order, int threads) {
        SupernodalCholesky factor = c.assemble(order, widest, threads);
        assertThat(factor.factor(c.lambda, new boolean[c.effects.length])).isTrue();
        return factor;
    }

    /** ΛCΛ' over the first m columns. */
    private static double[] covariance(SparseCase c, int m) {
        int n = c.columns + c.border;
        double[] inverse = Matrices.inverse(m, Matrices.leading(n, m, c.scaled()));
        double[] scale = Matrices.leading(n, m, c.scale());
        return Matrices.multiply(m, scale, Matrices.multiply(m, inverse, Matrices.transpose(m, scale)));
    }

    /** Σ_j of the diagonal blocks of A − A C̃ A. */
    private static double[] projected(SparseCase c, int family) {
        int m = c.columns + c.border - 1;
        double[] gram = Matrices.leading(c.columns + c.border, m, c.gram);
        double[] product = Matrices.multiply(m, gram, Matrices.multiply(m, covariance(c, m), gram));
        for (int i = 0; i < product.length; i++) {
            product[i] = gram[i] - product[i];
        }
        return blocks(c, family, m, product);
    }

    private static double[] dense(SparseCase c, int family) {
        int m = c.columns + c.border - 1;
        return blocks(c, family, m, Matrices.inverse(m, Matrices.leading(c.columns + c.border, m, c.scaled())));
    }

    private static double[] blocks(SparseCase c, int family, int m, double[] matrix) {
        int q = c.effects[family];
        double[] sum = new double[q * q];
        for (int node = 0; node < c.pattern.nodes(); node++) {
            for (int b = 0; c.family[node] == family && b < q; b++) {
                for (int a = 0; a < q; a++) {
                    sum[b * q + a] += matrix[(c.firstColumn(node) + b) * m + c.firstColumn(node) + a];
                }
            }
        }
        return sum;
    }

    private static double worst(SparseCase c, SelectedInverse inverse, int u, int v, int m, double[] expected) {
        Symbolic symbolic = inverse.factor.symbolic;
        double largest = 0;
        for (int a = 0; a < c.pattern.width()[u]; a++) {
            for (int b = 0; b < c.pattern.width()[v]; b++) {
                double found = inverse.get(symbolic.column(u) + a, symbolic.column(v) + b);
                double wanted = expected[(c.firstColumn(u) + a) * m + c.firstColumn(v) + b];
                largest = Math.max(largest, Math.abs(found - wanted));
            }
        }
        return largest;
    }
}
