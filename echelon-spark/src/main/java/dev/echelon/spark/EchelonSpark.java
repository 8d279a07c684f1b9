package dev.echelon.spark;

import dev.echelon.LmmFit;
import org.apache.spark.sql.Dataset;

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
}
