package dev.echelon.internal.marginal;

import dev.echelon.covariance.Markov;
import dev.echelon.internal.design.ResidualRows;
import dev.echelon.internal.linalg.DenseKernels;
import dev.echelon.internal.linalg.Kernels;
import java.util.List;

/**
 * Which kernel suits a model, and the partition of its rows that the kernel needs.
 *
 * @param kernel computes the likelihood
 * @param dense for what is left of random terms across blocks
 */
record KernelPlan(Kernel kernel, Partition partition, Columns columns, DenseKernels dense) {
    /** Rows of a subject from which recursions beat dense algebra. */
    private static final int LONG = 40;

    /** The same when random terms must then stay outside, and most columns they may have. */
    private static final int LONG_WITH_TERMS = 200;

    private static final int MOST_COLUMNS = 1000;

    /** Parameters of a structure from which the chain rule through Σ costs less than each by itself. */
    private static final int MANY = 5;

    private static final int MOST_SLOTS = 24;

    /** Most columns of the products of rows of U of a subject, so that they take a few megabytes. */
    private static final int MOST_PRODUCTS = 1500;

    /** Evaluations that a fit is expected to need; only used to decide whether native kernels repay loading. */
    private static final double EVALUATIONS = 8;

    static KernelPlan choose(ResidualRows rows, ConditionedRows data, List<EffectColumns> terms, int parameters) {
        Partition alone = Partition.of(rows, terms, true);
        if (rows.structure() instanceof Markov markov && alone.largest > (terms.isEmpty() ? LONG : LONG_WITH_TERMS)) {
            Columns columns = new Columns(data, terms, alone.outer);
            if (columns.z <= MOST_COLUMNS) {
                Kernel kernel = new MarkovKernel(markov, rows.variances(), alone.classes, columns);
                return new KernelPlan(kernel, alone, columns, Kernels.java());
            }
        }
        Partition partition = Partition.of(rows, terms, false);
        Columns columns = new Columns(data, terms, partition.outer);
        int order = Math.max(partition.largest, columns.z);
        DenseKernels dense = Kernels.forWork(order, EVALUATIONS * Math.pow(order, 3) * (2 + parameters));
        return new KernelPlan(block(rows, partition, columns, terms, dense), partition, columns, dense);
    }

    private static Kernel block(
            ResidualRows rows, Partition partition, Columns columns, List<EffectColumns> terms, DenseKernels dense) {
        BlockKernel block = new BlockKernel(rows.structure(), rows.variances(), partition.classes, columns, dense);
        int m = rows.slotNames().size();
        int wide = m * columns.count;
        boolean suits = terms.isEmpty()
                && rows.variances().isEmpty()
                && rows.slots().length > 0
                && rows.structure().parameterCount(m) >= MANY
                && m <= MOST_SLOTS
                && wide <= MOST_PRODUCTS;
        return suits ? new GridKernel(rows.structure(), m, rows.groupLevels().size(), block.work(), dense) : block;
    }
}
