package dev.echelon.spark;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Rows that are to be predicted.
 *
 * @param rows the user's columns, then those that predictors are made of
 * @param columns which they are
 * @param schema of the user's columns with that of predictions
 */
record PredictionTask(Dataset<Row> rows, PredictedColumns columns, StructType schema) {
    SparkSession session() {
        return rows.sparkSession();
    }
}
