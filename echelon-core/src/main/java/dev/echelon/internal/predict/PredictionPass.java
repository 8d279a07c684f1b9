package dev.echelon.internal.predict;

import dev.echelon.internal.design.Design;
import dev.echelon.result.Predictions;
import dev.echelon.table.Table;
import org.jspecify.annotations.Nullable;

/**
 * Predicts rows of new data from a fit, batch by batch: the numbers do not depend on where batches end, and all share one
 * factorisation, made for the first standard error. One instance per thread.
 */
public final class PredictionPass {
    final FittedModel model;
    final Request request;
    final EffectMask included;
    final PredictionNotes notes;
    private @Nullable PredictionError error;
    private long read;

    /** @throws dev.echelon.error.EchelonException if a term is unknown */
    public PredictionPass(FittedModel model, Request request) {
        this.model = model;
        this.request = request;
        this.included = EffectMask.of(model, request.terms());
        this.notes = new PredictionNotes(model.encoding().learned().ranges());
    }

    /**
     * Predicts the rows of one table.
     *
     * @throws dev.echelon.error.EchelonException if a term is unknown, or a group is and that is an error
     */
    public static Predictions predict(FittedModel model, Table rows, Request request) {
        return new PredictionPass(model, request).next(rows);
    }

    /**
     * Predicts the rows that come next. The notes concern all rows so far.
     *
     * @throws dev.echelon.error.EchelonException if a group is unknown and that is an error
     */
    public Predictions next(Table rows) {
        Predictions predictions = new Predictor(this, rows, read).predictions();
        read += rows.rowCount();
        return predictions;
    }

    /** How many rows have been predicted. */
    public long read() {
        return read;
    }

    /** The errors of the rows of a design. */
    PredictionError errorOf(Design design) {
        PredictionError known = error;
        PredictionError of = known == null
                ? new PredictionError(model, design, request.conditional() ? included : included.none())
                : known.on(design);
        error = of;
        return of;
    }
}
