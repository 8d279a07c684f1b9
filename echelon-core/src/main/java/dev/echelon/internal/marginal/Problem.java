package dev.echelon.internal.marginal;

import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.ResidualRows;
import dev.echelon.internal.linalg.DenseKernels;
import dev.echelon.internal.linalg.Kernels;
import java.util.List;

/** A model and its rows, ready to be optimised. */
record Problem(
        Design design,
        ResidualRows rows,
        ConditionedRows data,
        List<EffectColumns> terms,
        Partition partition,
        Columns columns,
        Parameters parameters,
        Evaluation evaluation) {

    /** Evaluations that a fit is expected to need; only used to decide whether native kernels repay loading. */
    private static final double EVALUATIONS = 8;

    static Problem of(Design design, ResidualRows rows, boolean reml) {
        ConditionedRows data = ConditionedRows.of(design);
        List<EffectColumns> terms =
                design.random().stream().map(b -> EffectColumns.of(b, data.root)).toList();
        Parameters parameters = new Parameters(rows, Parameters.working(terms));
        Partition partition = Partition.of(rows, terms, false);
        Columns columns = new Columns(data, terms, partition.outer);
        int order = Math.max(partition.largest, columns.z);
        DenseKernels dense = Kernels.forWork(
                order, EVALUATIONS * Math.pow(order, 3) * (2 + parameters.size()));
        Kernel kernel = KernelPlan.choose(rows, partition, columns, dense);
        return new Problem(
                design,
                rows,
                data,
                terms,
                partition,
                columns,
                parameters,
                new Evaluation(columns, kernel, reml, dense));
    }
}
