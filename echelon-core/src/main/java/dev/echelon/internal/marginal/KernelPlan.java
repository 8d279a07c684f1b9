package dev.echelon.internal.marginal;

import dev.echelon.internal.design.ResidualRows;
import dev.echelon.internal.linalg.DenseKernels;

/** Which kernel suits a model. */
final class KernelPlan {
    private KernelPlan() {}

    static Kernel choose(ResidualRows rows, Partition partition, Columns columns, DenseKernels dense) {
        return new BlockKernel(rows.structure(), rows.variances(), partition.classes, columns, dense);
    }
}
