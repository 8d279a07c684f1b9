package dev.echelon.spark;

import dev.echelon.Prediction;
import dev.echelon.result.Predictions;
import dev.echelon.table.Table;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * What executors need to know to predict rows, a batch at a time.
 *
 * @param read the columns that predictors are made of, after those of the user in a row
 * @param width how many columns the user's rows have
 * @param level what is predicted
 * @param newLevels what unknown groups are
 */
record PredictedColumns(DatasetColumns read, int width, String level, String newLevels) implements Serializable {
    private static final int BATCH = 4096;

    Prediction prediction() {
        return PredictionParams.prediction(level, newLevels);
    }

    /** The user's columns of the rows and their predictions. */
    Iterator<Row> predicted(Iterator<Row> rows, BiFunction<Table, Prediction, Predictions> predictor) {
        Prediction prediction = prediction();
        return inBatches(rows, batch -> appended(batch, predictor.apply(table(batch), prediction))
                .iterator());
    }

    /** What is made of each batch of rows, made when it is asked for. */
    static <T> Iterator<T> inBatches(Iterator<Row> rows, Function<List<Row>, Iterator<T>> work) {
        return new Iterator<>() {
            private Iterator<T> ready = Collections.emptyIterator();

            @Override
            public boolean hasNext() {
                return ready.hasNext() || rows.hasNext();
            }

            @Override
            public T next() {
                if (!ready.hasNext()) {
                    List<Row> batch = new ArrayList<>();
                    while (batch.size() < BATCH && rows.hasNext()) {
                        batch.add(rows.next());
                    }
                    ready = work.apply(batch);
                }
                return ready.next();
            }
        };
    }

    /** The predictors of rows. */
    Table table(List<Row> batch) {
        return new TableBatches<>(batch.iterator(), Cells.ofRows(), read.columns(), width, BATCH).next();
    }

    private List<Row> appended(List<Row> batch, Predictions predictions) {
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
        return out;
    }
}
