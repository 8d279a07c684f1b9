package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.EncodedRows;
import dev.echelon.internal.design.Encoding;
import dev.echelon.internal.design.Purpose;
import dev.echelon.internal.predict.Predictor;
import dev.echelon.result.FittedBatch;
import dev.echelon.result.Predictions;
import dev.echelon.table.RowSource;
import dev.echelon.table.Table;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/** Row-level results batch by batch, for data that need not fit in memory. */
final class StreamedRows {
    /** Sums of squares of the same rows differ by rounding only. */
    private static final double SAME = 1e-9;

    private final FitState state;
    private final Encoding encoding;
    private long read;
    private long used;
    private double squares;

    private StreamedRows(FitState state) {
        this.state = state;
        this.encoding = state.encoding();
    }

    static void fitted(FitState state, RowSource data, Consumer<FittedBatch> consumer) {
        if (state.residual().isPresent()) {
            throw ResidualState.refusal("fitted values batch by batch");
        }
        state.requireIndependentLevels("fitted values batch by batch");
        StreamedRows rows = new StreamedRows(state);
        data.forEachBatch(batch -> consumer.accept(rows.fitted(batch)));
        rows.requireSameData();
    }

    private FittedBatch fitted(Table batch) {
        EncodedRows encoded = encoding.encode(batch, Purpose.FIT, read);
        FittedRows rows = new FittedRows(encoded, state, Optional.empty());
        double[] fitted = rows.fitted();
        double[] residuals = rows.residuals();
        double[] response = fitted.clone();
        for (int i = 0; i < response.length; i++) {
            response[i] += residuals[i];
        }
        long[] places = new long[fitted.length];
        Arrays.setAll(places, i -> read + encoded.used()[i]);
        read += batch.rowCount();
        used += places.length;
        addSquares(encoded.design());
        return new FittedBatch(places, response, fitted, residuals, rows.scaledResiduals());
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

    /** Whether predictions of a batch do not depend on other rows, and need nothing that is computed for all of them. */
    static boolean canPredict(FitState state, RowSource data, Prediction prediction) {
        return !(data instanceof Table)
                && state.residual().isEmpty()
                && !prediction.request().errors();
    }

    static void predict(FitState state, RowSource data, Prediction prediction, PredictionConsumer consumer) {
        if (!canPredict(state, data, prediction)) {
            consumer.accept(0, Predicting.of(state, data, data, prediction));
            return;
        }
        StreamedRows rows = new StreamedRows(state);
        var model = state.modelOfFixedEffects();
        data.forEachBatch(batch -> {
            consumer.accept(rows.read, Predictor.predict(model, batch, prediction.request()));
            rows.read += batch.rowCount();
        });
    }

    /** Takes predictions batch by batch. */
    interface PredictionConsumer {
        void accept(long firstRow, Predictions predictions);
    }
}
