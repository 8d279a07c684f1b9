package dev.echelon.spark;

import dev.echelon.LmmFit;
import dev.echelon.formula.Formula;
import java.util.Collection;
import java.util.List;

/** The columns that predictions of a fit can read. */
final class PredictionColumns {
    private PredictionColumns() {}

    static Collection<String> of(LmmFit fit, List<String> known) {
        return Formula.parse(fit.formula()).withColumns(known).columns();
    }
}
