package dev.echelon.spark;

import dev.echelon.formula.Formula;
import java.util.Collection;
import java.util.List;

/** The columns that predictions of a model can read. */
final class PredictionColumns {
    private PredictionColumns() {}

    static Collection<String> of(String formula, List<String> known) {
        return Formula.parse(formula).withColumns(known).columns();
    }
}
