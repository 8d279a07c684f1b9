package dev.echelon.internal.likelihood;

import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.linalg.DenseKernels;
import dev.echelon.internal.linalg.Kernels;
import dev.echelon.internal.sparse.FactorWork;
import dev.echelon.internal.sparse.OrderCost;
import dev.echelon.internal.sparse.Rates;

/**
 * What {@link BlockedElimination} costs.
 *
 * @param order N, of the root
 * @param pairs Σ_j q w_j²: numbers that elimination of the chain changes in the root
 * @param rows Σ_j q w_j: numbers in the rows of the chain
 * @param few share of the tail's levels with at most two neighbours in the leaf
 */
record BlockedCost(double order, double pairs, double rows, double few) {
    /** Roots of lower order are quick whatever they hold. */
    private static final int SMALL = 800;

    /** Numbers of a root that stays in the cache of a processor while levels are scattered over it. */
    private static final double CACHED = 1e6;

    /** Seconds per operation that is scattered over a root in memory. */
    private static final double SCATTER = 3e-9;

    private static final double LARGEST_ORDER = 46_340; // squared it must stay an int

    static BlockedCost of(CrossProducts data, Layout layout) {
        double order = (double) layout.tailColumns() + layout.fixedColumns() + 1;
        if (layout.chain().length == 0 || layout.tail().length == 0) {
            return new BlockedCost(order, 0, 0, 0);
        }
        int leaf = layout.chain()[0];
        int q = data.block(leaf).effects();
        int levels = data.block(leaf).levels();
        double[] width = new double[levels];
        long rare = 0;
        long all = 0;
        for (int t = 0; t < layout.tail().length; t++) {
            CrossProducts.Coupling coupling = data.coupling(leaf, layout.tail()[t]);
            int[] met = new int[data.block(layout.tail()[t]).levels()];
            for (int j = 0; j < levels; j++) {
                width[j] += (double) layout.tailEffects()[t] * (coupling.start()[j + 1] - coupling.start()[j]);
            }
            for (int level : coupling.level()) {
                met[level]++;
            }
            for (int count : met) {
                rare += count <= 2 ? 1 : 0;
            }
            all += met.length;
        }
        double pairs = 0;
        double rows = 0;
        for (double w : width) {
            pairs += q * w * w;
            rows += q * (w + layout.fixedColumns() + 1);
        }
        return new BlockedCost(order, pairs, rows, (double) rare / all);
    }

    /** Whether an analysis of the pattern may repay itself: judged without one. */
    boolean deservesAnalysis() {
        double cube = order * order * order / 3;
        return order > SMALL && pairs < 1.5 * order * order || cube > 3e9 && few > 0.1 || cube > 1e12 || pairs > 2e8;
    }

    /** Whether the root can be one array. */
    boolean indexable() {
        return order <= LARGEST_ORDER && rows < Integer.MAX_VALUE;
    }

    Forecast forecast() {
        double dense = order * order * order / 3;
        double bytes = 8 * (4 * order * order + 3 * rows);
        boolean cached = order * order < CACHED;
        double seconds = cached ? OrderCost.seconds(dense, pairs) : OrderCost.seconds(dense, 0) + pairs * SCATTER;
        return new Forecast(dense + pairs, bytes, seconds);
    }

    /** What elimination over a dense root costs on this machine, measured if a fit takes long. */
    ComputationCost cost() {
        Forecast forecast = forecast();
        double dense = forecast.flops() - pairs;
        FactorWork value = new FactorWork(dense, 0, 0, pairs, 0, rows);
        FactorWork derivatives = new FactorWork(2 * dense, 0, 0, 2 * pairs, 0, rows);
        FactorWork both = value.plus(derivatives);
        boolean measured = Forecast.EVALUATIONS * Rates.USUAL.seconds(both) > ComputationCost.WORTH_MEASURING;
        DenseKernels kernels = Kernels.forWork((int) order, 3 * Forecast.EVALUATIONS * dense);
        Rates rates = measured ? Rates.ofKernels(kernels, Rates.USUAL) : Rates.USUAL;
        return new ComputationCost(
                forecast.flops(),
                forecast.bytes(),
                forecast.bytes(),
                measured ? ComputationCost.COMPILATION : 0,
                rates.seconds(value),
                rates.seconds(derivatives),
                rates.serialSeconds(both),
                measured);
    }
}
