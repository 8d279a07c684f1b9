package dev.echelon.spark;

import dev.echelon.DataSummary;
import dev.echelon.LmmFit;
import dev.echelon.PartitionedFit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fits models to the rows of datasets. The columns of a dataset are taken as a file of text with the same values would
 * be: numbers are numbers, all else is a factor; null and NaN are missing.
 */
public final class EchelonSpark {
    private static final Logger LOG = LoggerFactory.getLogger(EchelonSpark.class);

    private EchelonSpark() {}

    /**
     * Fits a model by REML. Rows are summed up where they are, in two jobs; the fit is made on the driver. The same
     * partitions give the same bits, whatever tasks are lost and run again.
     *
     * @throws dev.echelon.error.EchelonException if the model does not fit the data, or its sums exceed a quarter of the
     *     driver's memory (or {@code spark.echelon.driverBytes}); one sentence says why
     */
    public static LmmFit fit(String formula, Dataset<?> dataset) {
        return fit(ModelOptions.of(formula), dataset);
    }

    static LmmFit fit(ModelOptions options, Dataset<?> dataset) {
        return options.model().fit(Summarising.of(options, dataset));
    }

    /**
     * The sums of the rows of a dataset, which can be saved, merged with others and fitted without the rows.
     *
     * @throws dev.echelon.error.EchelonException if the model does not fit the data, or the sums are too large
     */
    public static DataSummary summarise(String formula, Dataset<?> dataset) {
        return Summarising.of(ModelOptions.of(formula), dataset);
    }

    /**
     * Fits a model with one grouping factor by REML without bringing its groups together: their sums stay with the
     * executors, in memory or on disk, and each evaluation of the likelihood is a job that brings home a few hundred to a
     * few thousand numbers. For so many groups that the driver cannot hold them; {@link #fit} is faster otherwise.
     *
     * @param parts how many partitions the groups are dealt out to
     * @throws dev.echelon.error.EchelonException if the model has not one grouping factor, or does not fit the data
     */
    public static SpreadFit fitPartitioned(String formula, Dataset<?> dataset, int parts) {
        return fitPartitioned(ModelOptions.of(formula), dataset, parts);
    }

    static SpreadFit fitPartitioned(ModelOptions options, Dataset<?> dataset, int parts) {
        return Summarising.said(() -> {
            Summarising summing = new Summarising(options, dataset);
            return spread(options, dataset, summing.levels(parts), "");
        });
    }

    private static SpreadFit spread(ModelOptions options, Dataset<?> dataset, PartitionedLevels levels, String note) {
        try {
            PartitionedFit fit = PartitionedFit.of(options.model(), levels.rows(), levels);
            return new SpreadFit(dataset.sparkSession(), levels, fit, note);
        } catch (RuntimeException e) {
            levels.close();
            throw e;
        }
    }

    /** Fits a model where its groups can be. */
    static FittedGroups fit(ModelOptions options, Aggregation aggregation, Dataset<?> dataset) {
        boolean choice = aggregation == Aggregation.AUTO && options.hasOneFactor();
        if (aggregation != Aggregation.PARTITIONED && !choice) {
            return FitHolder.of(fit(options, dataset));
        }
        return Summarising.said(() -> {
            Summarising summing = new Summarising(options, dataset);
            PartitionedLevels levels = summing.levels();
            String note = choice ? summing.whereabouts(levels) : "";
            if (choice && summing.fits(levels)) {
                LOG.info(note);
                try (levels) {
                    return FitHolder.of(options.model().fit(levels.together()));
                }
            }
            if (choice) {
                LOG.warn(note);
            }
            return new SpreadGroups(spread(options, dataset, levels, note));
        });
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
        Column[] order = Arrays.stream(rows.columns())
                .map(name -> rows.col("`" + name.replace("`", "``") + "`"))
                .toArray(Column[]::new);
        return rows.repartition(order[0])
                .sortWithinPartitions(order)
                .mapPartitions(new FitGroups(options, columns), Encoders.row(GroupRow.schema(key)));
    }
}
