package dev.echelon.internal.marginal;

import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.ResidualRows;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

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

    /** Rows of a subject from which independent rows are taken one by one. */
    private static final int LARGE = 40;

    static Problem of(Design design, ResidualRows given, boolean reml) {
        ResidualRows rows = rowByRow(given);
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

    /**
     * Independent rows of large subjects, each a subject of its own: linear in the rows where a subject would be cubic.
     * Slots are dropped if they do not matter.
     */
    private static ResidualRows rowByRow(ResidualRows rows) {
        if (!rows.structure().diagonal() || largest(rows) <= LARGE) {
            return rows;
        }
        int n = rows.subjects().length;
        boolean slots = rows.structure().parameterCount(rows.slotNames().size())
                != rows.structure().parameterCount(0);
        return new ResidualRows(
                rows.structure(),
                rows.subject(),
                IntStream.range(0, n).toArray(),
                Collections.nCopies(n, ""),
                rows.position(),
                slots ? rows.slots() : new int[0],
                slots ? rows.slotNames() : List.of(),
                new double[0][],
                rows.group(),
                rows.groups(),
                rows.groupLevels(),
                rows.variances());
    }

    private static int largest(ResidualRows rows) {
        int[] counts = new int[rows.subjectLevels().size()];
        int most = 0;
        for (int subject : rows.subjects()) {
            most = Math.max(most, ++counts[subject]);
        }
        return most;
    }
}
