package dev.echelon.result;

import java.util.List;

/**
 * Fitted values of some rows of the data that a model was fitted to, and on request their influence. Arrays have one entry
 * per row and belong to the receiver. Definitions: docs/math/diagnostics.md.
 *
 * @param rows where the rows are in the data, from 0; rows that were not used are not there
 * @param response the response
 * @param fitted conditional fitted values Xβ̂ + Zb̂ + offset
 * @param residuals response − fitted
 * @param scaled √w · residual / σ̂
 * @param influence leverages and what follows from them; {@link Influence#NONE} if they were not asked for, or cannot be had
 * @param notes what a reader must know: why there is no influence though it was asked for; the same in all batches
 */
public record FittedBatch(
        long[] rows,
        double[] response,
        double[] fitted,
        double[] residuals,
        double[] scaled,
        Influence influence,
        List<String> notes) {

    /**
     * Influence of rows on the fit, θ kept.
     *
     * @param leverage ∂fitted/∂y, as lme4's {@code hatvalues}
     * @param standardised scaled residuals over √(1 − leverage); NaN if the leverage is one
     * @param cooks Cook's distances of the fitted values with random effects, as lme4's {@code cooks.distance}; NaN likewise
     */
    public record Influence(double[] leverage, double[] standardised, double[] cooks) {
        /** Of no row. */
        public static final Influence NONE = new Influence(new double[0], new double[0], new double[0]);
    }
}
