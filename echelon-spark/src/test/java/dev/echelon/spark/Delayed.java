package dev.echelon.spark;

import java.util.Iterator;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** Makes each partition wait before its rows come, so that a job has a middle. */
record Delayed(int milliseconds) implements MapPartitionsFunction<Row, Row> {

    static Dataset<Row> by(int milliseconds, Dataset<Row> rows) {
        return rows.mapPartitions(new Delayed(milliseconds), Encoders.row(rows.schema()));
    }

    @Override
    public Iterator<Row> call(Iterator<Row> rows) throws InterruptedException {
        Thread.sleep(milliseconds);
        return rows;
    }
}
