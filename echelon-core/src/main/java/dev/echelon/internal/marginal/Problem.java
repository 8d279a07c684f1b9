package dev.echelon.internal.marginal;

import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.ResidualRows;
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

    static Problem of(Design design, ResidualRows rows, boolean reml) {
        ConditionedRows data = ConditionedRows.of(design);
        List<EffectColumns> terms = design.random().stream()
                .map(b -> EffectColumns.of(b, data.root))
                .toList();
        Parameters parameters = new Parameters(rows, Parameters.working(terms));
        KernelPlan plan = KernelPlan.choose(rows, data, terms, parameters.size());
        return new Problem(
                design,
                rows,
                data,
                terms,
                plan.partition(),
                plan.columns(),
                parameters,
                new Evaluation(plan.columns(), plan.kernel(), reml, plan.dense()));
    }
}
