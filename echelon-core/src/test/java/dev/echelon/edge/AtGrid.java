package dev.echelon.edge;

import dev.echelon.AtTheta;
import dev.echelon.Lmm;
import dev.echelon.table.Table;
import java.util.Map;

/** The criterion of a model with one random intercept by 'g', at a given θ. */
final class AtGrid {
    private AtGrid() {}

    static double objective(String formula, Table table, double theta) {
        return AtTheta.estimates(Lmm.of(formula), table, Map.of("g.(Intercept)", theta))
                .objective();
    }
}
