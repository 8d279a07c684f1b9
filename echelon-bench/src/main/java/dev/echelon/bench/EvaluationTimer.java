package dev.echelon.bench;

import dev.echelon.LmmFit;
import dev.echelon.table.Table;

/**
 * Times one evaluation of the objective inside the engine: value only, which is the blocked Cholesky factorisation
 * alone.
 */
interface EvaluationTimer {
    /** For engines that offer no way in: every time is NaN. */
    EvaluationTimer NONE = (model, table, fit) -> Double.NaN;

    /** The one the race uses. */
    EvaluationTimer ENGINE = NONE;

    /**
     * Milliseconds of one value-only evaluation at the optimum, warm; NaN if it cannot be measured.
     *
     * @param fit the finished fit of {@code model} to {@code table}
     */
    double valueOnlyMillis(RaceModel model, Table table, LmmFit fit);
}
