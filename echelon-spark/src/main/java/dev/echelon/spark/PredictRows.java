package dev.echelon.spark;

import dev.echelon.LmmFit;
import dev.echelon.Prediction;
import dev.echelon.result.Predictions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Predicts the rows of a partition, a batch at a time. */
record PredictRows(Broadcast<FitHolder> fit, DatasetColumns columns, int width, String level, String newLevels)
        implements MapPartitionsFunction<Row, Row> {
    private static final int BATCH = 4096;

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        Prediction request = PredictionParams.prediction(level, newLevels);
        LmmFit model = fit.value().fit();
        return new Iterator<>() {
            private Iterator<Row> ready = Collections.emptyIterator();

            @Override
            public boolean hasNext() {
                return ready.hasNext() || rows.hasNext();
            }

            @Override
            public Row next() {
                if (!ready.hasNext()) {
                    ready = predicted(model, request, rows);
                }
                return ready.next();
            }
        };
    }

    private Iterator<Row> predicted(LmmFit model, Prediction request, Iterator<Row> rows) {
        List<Row> batch = new ArrayList<>();
        while (batch.size() < BATCH && rows.hasNext()) {
            batch.add(rows.next());
        }
        Predictions predictions = model.predict(
                new TableBatches<>(batch.iterator(), Cells.ofRows(), columns.columns(), width, BATCH).next(), request);
        List<Row> out = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            Object[] values = new Object[width + 1];
            for (int c = 0; c < width; c++) {
                values[c] = batch.get(i).get(c);
            }
            double estimate = predictions.estimate(i);
            values[width] = Double.isNaN(estimate) ? null : (Object) estimate;
            out.add(RowFactory.create(values));
        }
        return out.iterator();
    }
}
