package dev.echelon.spark;

import dev.echelon.LmmFit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;

/**
 * Fits models to the rows of datasets. The columns of a dataset are taken as a file of text with the same values would
 * be: numbers are numbers, all else is a factor; null and NaN are missing.
 */
public final class EchelonSpark {
    private EchelonSpark() {}

    /**
     * Fits a model by REML.
     *
     * @throws dev.echelon.error.EchelonException if the model does not fit the data; one sentence says why
     */
    public static LmmFit fit(String formula, Dataset<?> dataset) {
        return fit(ModelOptions.of(formula), dataset);
    }

    static LmmFit fit(ModelOptions options, Dataset<?> dataset) {
        ModelSchema.require(options, dataset.schema());
        DatasetColumns all = DatasetColumns.of(dataset.schema());
        DatasetColumns columns = all.only(options.columns(all.names()));
        java.util.List<org.apache.spark.sql.catalyst.InternalRow> rows = columns.select(dataset)
                .queryExecution()
                .toRdd()
                .toJavaRDD()
                .map(org.apache.spark.sql.catalyst.InternalRow::copy)
                .collect();
        return options.model().fit(columns.table(rows.iterator()));
    }

    /**
     * Fits the same model by REML to each group of rows, on the executors: for many models of few rows each. A row per group
     * has the key, criteria, σ̂, coefficients with tests, standard deviations and correlations of random effects; where the
     * model does not fit a group, nulls and a message that says why.
     *
     * @param column whose values tell the groups apart
     * @throws dev.echelon.error.EchelonException if the formula is none, or a column is missing
     */
    public static Dataset<Row> fitBy(String column, String formula, Dataset<?> dataset) {
        return fitBy(column, ModelOptions.of(formula), dataset);
    }

    static Dataset<Row> fitBy(String column, ModelOptions options, Dataset<?> dataset) {
        ModelSchema.require(options, dataset.schema());
        DatasetColumns all = DatasetColumns.of(dataset.schema());
        DatasetColumns keys = all.only(List.of(column));
        if (keys.columns().isEmpty()) {
            throw ModelSchema.unknown(column, all.names());
        }
        StructField key = dataset.schema().apply(column);
        DatasetColumns columns = all.only(options.groupColumns(all.names(), column));
        List<Column> selected = new ArrayList<>();
        selected.add(keys.columns().get(0).reference().alias("echelon key"));
        for (DatasetColumn read : columns.columns()) {
            selected.add(read.select().alias("echelon column " + read.name()));
        }
        Dataset<Row> rows = dataset.select(selected.toArray(Column[]::new));
        // Sorted by all columns, the rows of a group come in the same order however they were shuffled.
        Column[] order =
                Arrays.stream(rows.columns()).map(name -> rows.col("`" + name.replace("`", "``") + "`")).toArray(Column[]::new);
        return rows.repartition(order[0])
                .sortWithinPartitions(order)
                .mapPartitions(new FitGroups(options, columns), Encoders.row(GroupRow.schema(key)));
    }
}
