package dev.echelon.internal.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.echelon.internal.linalg.DenseKernels;
import dev.echelon.internal.linalg.Kernels;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is forecast of a factor against what is computed and allocated. */
class FactorWorkTest {
    private static final SparseCase GRAPH = new SparseCase(new int[] {900, 300}, new int[] {1, 1}, 2, 9000, false, 5);

    private final Symbolic symbolic =
            Symbolic.of(GRAPH.pattern, Ordering.minimumDegree(GRAPH.pattern, 1_000_000_000L), GRAPH.border, 48);

    @Test
    void operationsAreThoseThatDenseKernelsAreAskedFor() {
        Counter counter = new Counter();
        SupernodalCholesky factor = factor(counter.kernels());
        GRAPH.fill(factor, symbolic);
        assertThat(factor.factor(GRAPH.lambda, new boolean[2])).isTrue();
        assertThat(FactorWork.ofFactor(symbolic).flops()).isCloseTo(counter.flops, within(1e-3 * counter.flops));
        SelectedInverse inverse = new SelectedInverse(factor, new int[] {1, 1});
        counter.flops = 0;
        inverse.compute(GRAPH.lambda, true);
        assertThat(FactorWork.ofInverse(symbolic).flops()).isCloseTo(counter.flops, within(0.03 * counter.flops));
    }

    @Test
    void scatteredMultiplicationsAreThoseOfSingleColumns() {
        double expected = 0;
        for (int p = 0; p < symbolic.panels(); p++) {
            double below = symbolic.rows[p].length;
            expected += symbolic.width(p) == 1 ? below * (below + 1) / 2 + below * symbolic.border : 0;
        }
        double narrow = 0;
        WorkCount count = WorkCount.of(symbolic, false);
        FactorWork work = count.total();
        for (int p = 0; p < symbolic.panels(); p++) {
            narrow += count.narrow(p);
        }
        assertThat(work.tiled() + work.loose() - narrow).isCloseTo(expected, within(1e-9 * expected));
        assertThat(work.entries()).isEqualTo(symbolic.entries());
    }

    @Test
    void bytesAreThoseThatAreAllocated() {
        SupernodalCholesky factor = factor(Kernels.java());
        SelectedInverse inverse = new SelectedInverse(factor, new int[] {1, 1});
        double lists = 12.0 * factor.updates.source.length;
        double perPanel = 20.0 * symbolic.panels() + 4.0 * symbolic.columns();
        assertThat(symbolic.factorBytes() - lists - arrays(factor.values)).isBetween(0.0, perPanel);
        assertThat(symbolic.inverseBytes() - arrays(inverse.values)).isBetween(0.0, perPanel);
        assertThat(symbolic.bytes() - arrays(symbolic.rows)).isBetween(0.0, perPanel + 12.0 * symbolic.columns());
    }

    private static double arrays(double[][] all) {
        return Arrays.stream(all).mapToDouble(one -> 16 + 8.0 * one.length).sum();
    }

    private static double arrays(int[][] all) {
        return Arrays.stream(all).mapToDouble(one -> 16 + 4.0 * one.length).sum();
    }

    @Test
    void speedIsMeasuredOnUpdatesOfTheFactorItself() {
        Rates rates = Rates.measure(symbolic, GRAPH.pattern, GRAPH.family, Kernels.java());
        assertThat(rates.flop()).isBetween(1e-12, 1e-7);
        assertThat(rates.loose()).isBetween(1e-11, 1e-6);
        assertThat(rates.seconds(FactorWork.ofFactor(symbolic))).isBetween(1e-6, 10.0);
    }

    private SupernodalCholesky factor(DenseKernels kernels) {
        return new SupernodalCholesky(symbolic, GRAPH.pattern, GRAPH.family, kernels, 1);
    }

    /** Adds up the operations of kernels, solves as {@link WorkCount} weighs them. */
    private static final class Counter {
        private static final double SOLVE = 1.2;

        private double flops;

        DenseKernels kernels() {
            InvocationHandler handler = (proxy, method, arguments) -> {
                if (method.getName().equals("gemm")) {
                    flops += 2.0 * (int) arguments[0] * (int) arguments[1] * (int) arguments[2];
                } else if (method.getName().equals("potrf")) {
                    flops += SOLVE * Math.pow((int) arguments[0], 3) / 3;
                } else if (method.getName().equals("trsmRightLowerTransposed")) {
                    flops += SOLVE * (int) arguments[0] * Math.pow((int) arguments[1], 2);
                } else if (Set.of("trsmLeftLower", "trsmLeftLowerTransposed").contains(method.getName())) {
                    flops += SOLVE * (int) arguments[1] * Math.pow((int) arguments[0], 2);
                }
                return method.invoke(Kernels.java(), arguments);
            };
            return (DenseKernels) Proxy.newProxyInstance(
                    DenseKernels.class.getClassLoader(), new Class<?>[] {DenseKernels.class}, handler);
        }
    }
}
