package dev.echelon.spark;

import java.util.Iterator;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;

/** Predicts the rows of a partition from a fit that every executor has. */
record PredictRows(Broadcast<FitHolder> fit, PredictedColumns columns) implements MapPartitionsFunction<Row, Row> {

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        return columns.predicted(rows, fit.value().fit()::predict);
    }
}
