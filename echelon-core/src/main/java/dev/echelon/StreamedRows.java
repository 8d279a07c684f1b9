package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.EncodedRows;
import dev.echelon.internal.design.Encoding;
import dev.echelon.internal.design.Purpose;
import dev.echelon.internal.diagnose.BatchInfluence;
import dev.echelon.internal.predict.PredictionPass;
import dev.echelon.result.FittedBatch;
import dev.echelon.result.Predictions;
import dev.echelon.table.RowSource;
import dev.echelon.table.Table;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Row-level results batch by batch, for data that need not fit in memory. */
final class StreamedRows {
    /** Sums of squares of the same rows differ by rounding only. */
    private static final double SAME = 1e-9;

    private final FitState state;
    private final Encoding encoding;
    private final boolean diagnosed;
    private Optional<BatchInfluence> influence = Optional.empty();
    private List<String> notes = List.of();
    private boolean begun;
    private long read;
    private long used;
    private double squares;

    private StreamedRows(FitState state, boolean diagnosed) {
        this.state = state;
        this.encoding = state.encoding();
        this.diagnosed = diagnosed;
    }

    /** @param diagnosed whether leverages and what follows from them are wanted */
    static void fitted(FitState state, RowSource data, boolean diagnosed, Consumer<FittedBatch> consumer) {
        if (state.residual().isPresent()) {
            throw ResidualState.refusal("fitted values batch by batch");
        }
        state.requireIndependentLevels("fitted values batch by batch");
        StreamedRows rows = new StreamedRows(state, diagnosed);
        data.forEachBatch(batch -> consumer.accept(rows.fitted(batch)));
        rows.requireSameData();
    }

    private FittedBatch fitted(Table batch) {
        EncodedRows encoded = encoding.encode(batch, Purpose.FIT, read);
        if (!begun && diagnosed) {
            prepareInfluence(encoded.design());
        }
        begun = true;
        FittedRows rows = new FittedRows(encoded, state, Optional.empty());
        double[] fitted = rows.fitted();
        double[] residuals = rows.residuals(fitted);
        double[] scaled = rows.scaledResiduals(residuals);
        double[] response = fitted.clone();
        for (int i = 0; i < response.length; i++) {
            response[i] += residuals[i];
        }
        long[] places = new long[fitted.length];
        Arrays.setAll(places, i -> read + encoded.used()[i]);
        read += batch.rowCount();
        used += places.length;
        addSquares(encoded.design());
        return new FittedBatch(places, response, fitted, residuals, scaled, influence(encoded.design(), scaled), notes);
    }

    private void prepareInfluence(Design design) {
        String without = "leverages, standardised residuals and Cook's distances are left out: ";
        if (state.monteCarlo().isPresent()) {
            notes = List.of(without + "the fit was computed iteratively, without the factor that they need");
            return;
        }
        try {
            influence = Optional.of(new BatchInfluence(state.model("leverages"), design));
        } catch (EchelonException tooLarge) {
            notes = List.of(without + tooLarge.getMessage());
        }
    }

    private FittedBatch.Influence influence(Design design, double[] scaled) {
        if (influence.isEmpty()) {
            return FittedBatch.Influence.NONE;
        }
        int n = scaled.length;
        FittedBatch.Influence of = new FittedBatch.Influence(new double[n], new double[n], new double[n]);
        influence.get().compute(design, scaled, of.leverage(), of.standardised(), of.cooks());
        return of;
    }

    private void addSquares(Design design) {
        double[] weights = design.weights();
        for (int i = 0; i < design.response().length; i++) {
            double y = (design.response()[i] - state.conditioning().responseShift())
                    / state.conditioning().responseScale();
            squares += (weights.length == 0 ? 1 : weights[i]) * y * y;
        }
    }

    private void requireSameData() {
        CrossProducts data = state.data();
        if (used != data.rows()) {
            throw new EchelonException("the data have " + used + " rows that the model can use, but it was fitted to "
                    + data.rows() + "; give the data of the fit");
        }
        int r = data.fixedColumns() + 1;
        double before = data.fixed()[r * r - 1];
        if (!(Math.abs(squares - before) <= SAME * Math.max(squares, before))) {
            throw new EchelonException("the data are not those that the model was fitted to: the response differs; give"
                    + " the data of the fit");
        }
    }

    static void predict(FitState state, RowSource data, Prediction prediction, PredictionConsumer consumer) {
        if (data instanceof Table || state.residual().isPresent()) {
            consumer.accept(0, Predicting.of(state, data, data, prediction));
            return;
        }
        PredictionPass pass = Predicting.pass(state, prediction);
        data.forEachBatch(batch -> consumer.accept(pass.read(), pass.next(batch)));
    }

    /** Takes predictions batch by batch. */
    interface PredictionConsumer {
        void accept(long firstRow, Predictions predictions);
    }
}
