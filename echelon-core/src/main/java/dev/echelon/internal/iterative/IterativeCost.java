package dev.echelon.internal.iterative;

import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.likelihood.ComputationCost;
import java.util.Arrays;

/**
 * What {@link IterativeFit} costs, from the sizes of the sparse products alone: nothing large is allocated. The number of
 * iterations of conjugate gradients is not known before; {@value #ITERATIONS} is what random crossed graphs take for a
 * residual of 10⁻⁸, however large they are.
 *
 * @param evaluation one evaluation with sixteen probes
 * @param seconds processor time of the whole fit
 */
public record IterativeCost(ComputationCost evaluation, double seconds) {
    /** Points that are evaluated: two with the first eight probes, three with sixteen. */
    public static final int EVALUATIONS = 5;

    private static final int ROUGH = 2;
    private static final int ITERATIONS = 8;
    private static final int W = Lanes.WIDTH;

    /** To transpose a number and to choose the head, in numbers of the preconditioner. */
    private static final double LAYOUT = 15;

    /** Vectors of eight lanes over all random effects that are alive at once. */
    private static final double VECTORS = 9.5;

    /**
     * Counts, and measures the speed of this machine if the fit takes long.
     *
     * @param parameters number of variance parameters
     */
    public static IterativeCost of(CrossProducts data, IterativeOptions options, int parameters) {
        Split split = Split.of(data);
        HeadWork head = HeadWork.of(data, split, options);
        int columns = (data.fixedColumns() + W) / W; // of X and y, eight at once
        int variates = (parameters + W - 1) / W;
        ProductRates rates = ProductRates.USUAL;
        double usual = new Count(data, split, head, rates).fit(columns, variates);
        boolean measured = usual > ComputationCost.WORTH_MEASURING;
        rates = measured ? ProductRates.measure(data, split) : rates;
        Count count = new Count(data, split, head, rates);
        double value = count.value(columns, 2);
        ComputationCost evaluation = new ComputationCost(
                count.flops(columns, 2),
                bytes(data, split, head, columns, variates),
                bytes(data, split, head, columns, variates),
                count.layout(),
                value,
                count.information(variates),
                0,
                measured);
        return new IterativeCost(evaluation, count.fit(columns, variates));
    }

    private static double bytes(CrossProducts data, Split split, HeadWork head, int columns, int variates) {
        double transposed = 0;
        for (int f = 0; f < data.factors(); f++) {
            for (int g = f + 1; g < data.factors(); g++) {
                CrossProducts.Coupling coupling = data.coupling(f, g);
                boolean ones = Arrays.stream(coupling.values()).allMatch(v -> v == 1);
                transposed += 4.0 * coupling.entries() + (ones ? 0 : 8.0 * coupling.values().length);
            }
        }
        double rows = (double) split.chainRows() + split.tailRows();
        double vectors = 8.0 * W * rows * (VECTORS + 4 * (columns - 1) + 3 * (variates - 1));
        double blocks = 0;
        for (int f = 0; f < data.factors(); f++) {
            blocks += 4 * 8.0 * data.block(f).own().length;
        }
        double dense = 4 * 8.0 * head.columns() * head.columns();
        return transposed + vectors + blocks + dense + 12 * head.entries();
    }

    /** Adds up products by their rates. */
    private static final class Count {
        private final ProductRates rates;
        private final HeadWork head;
        /** Multiplications per lane of a product from the tail to the chain, back, and within the tail. */
        private final double crossed;

        private final double within;
        private final double rows;
        private final double tail;

        Count(CrossProducts data, Split split, HeadWork head, ProductRates rates) {
            this.rates = rates;
            this.head = head;
            this.rows = (double) split.chainRows() + split.tailRows();
            this.tail = split.tailRows();
            double between = 0;
            double inside = 0;
            for (int t : split.tail()) {
                for (int c : split.chain()) {
                    between += data.coupling(Math.min(t, c), Math.max(t, c)).values().length;
                }
                for (int u : split.tail()) {
                    inside += u == t
                            ? 0
                            : data.coupling(Math.min(t, u), Math.max(t, u)).values().length;
                }
            }
            this.crossed = between;
            this.within = inside;
        }

        private double byChain() {
            return crossed * rates.byChain();
        }

        private double product() {
            return byChain() + (crossed + within) * rates.byTail();
        }

        /** Conjugate gradients from start to end, and what surrounds them. */
        private double solve() {
            return ITERATIONS * (product() + W * (12 * tail + 4 * rows) * rates.number());
        }

        double layout() {
            return ComputationCost.COMPILATION + crossed * LAYOUT * rates.entry();
        }

        double value(int columns, int blocks) {
            double preconditioner = crossed * rates.entry() + 2 * head.work() * rates.head();
            double probes = blocks * (solve() + 2 * byChain() + 20 * W * tail * rates.number());
            return preconditioner + columns * (solve() + 2 * product()) + probes;
        }

        double information(int variates) {
            return variates * (solve() + 2 * product());
        }

        /** All points, then the conditional variances by the probes once more. */
        double fit(int columns, int variates) {
            double points = ROUGH * value(columns, 1) + (EVALUATIONS - ROUGH) * value(columns, 2);
            double variances = head.work() * rates.head() + 2 * (solve() + 2 * byChain());
            return layout() + points + EVALUATIONS * information(variates) + variances;
        }

        double flops(int columns, int blocks) {
            double products = columns * (ITERATIONS + 2.0) + blocks * (ITERATIONS + 1.0);
            return 2 * W * products * (2 * crossed + within) + 4 * head.work();
        }
    }
}
