package dev.echelon.internal.diagnose;

import dev.echelon.internal.design.Design;
import dev.echelon.internal.predict.FittedModel;
import dev.echelon.internal.predict.PredictionError;
import java.util.Arrays;

/**
 * Leverages, standardised residuals and Cook's distances of rows that come in batches, from one factorisation. What it
 * holds does not depend on the number of rows. One instance per thread.
 *
 * <p><b>Cost</b> of a row: that of {@link dev.echelon.internal.likelihood.JointCovariance}.
 */
public final class BatchInfluence {
    private final PredictionError error;
    private final int p;

    /**
     * Factors the fit anew at its estimates.
     *
     * @param rows any rows of it
     * @throws dev.echelon.error.EchelonException if memory does not suffice
     */
    public BatchInfluence(FittedModel model, Design rows) {
        boolean[] all = new boolean[model.terms().size()];
        Arrays.fill(all, true);
        this.error = new PredictionError(model, rows, all);
        this.p = model.kept().length;
    }

    /**
     * Writes one number per row into each of the three arrays.
     *
     * @param scaled √ω·e/σ̂ of each row
     */
    public void compute(Design rows, double[] scaled, double[] leverage, double[] standardised, double[] cooks) {
        PredictionError batch = error.on(rows);
        double[] weights = rows.weights();
        for (int i = 0; i < scaled.length; i++) {
            RowInfluence row = RowInfluence.of(batch.known(i), weights.length == 0 ? 1 : weights[i], scaled[i], p);
            leverage[i] = row.leverage();
            standardised[i] = row.standardised();
            cooks[i] = row.cooks();
        }
    }
}
