package dev.echelon.spark;

import dev.echelon.LmmFit;
import dev.echelon.error.EchelonException;
import dev.echelon.result.Coefficient;
import dev.echelon.result.CovarianceEstimate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** A fit as a row: the key of its group, estimates, and a message in place of them if there is no fit. */
final class GroupRow {
    private GroupRow() {}

    static StructType schema(StructField key) {
        return new StructType()
                .add(key.name(), key.dataType(), true)
                .add("observations", DataTypes.LongType)
                .add("objective", DataTypes.DoubleType)
                .add("aic", DataTypes.DoubleType)
                .add("bic", DataTypes.DoubleType)
                .add("sigma", DataTypes.DoubleType)
                .add("singular", DataTypes.BooleanType)
                .add("status", DataTypes.StringType)
                .add(
                        "coefficients",
                        list(new StructType()
                                .add("term", DataTypes.StringType)
                                .add("estimate", DataTypes.DoubleType)
                                .add("stdError", DataTypes.DoubleType)
                                .add("df", DataTypes.DoubleType)
                                .add("statistic", DataTypes.DoubleType)
                                .add("pValue", DataTypes.DoubleType)))
                .add(
                        "deviations",
                        list(new StructType()
                                .add("term", DataTypes.StringType)
                                .add("effect", DataTypes.StringType)
                                .add("standardDeviation", DataTypes.DoubleType)))
                .add(
                        "correlations",
                        list(new StructType()
                                .add("term", DataTypes.StringType)
                                .add("first", DataTypes.StringType)
                                .add("second", DataTypes.StringType)
                                .add("correlation", DataTypes.DoubleType)))
                .add("message", DataTypes.StringType);
    }

    private static DataType list(StructType element) {
        return DataTypes.createArrayType(element, false);
    }

    static Row failed(@Nullable Object key, String message) {
        return RowFactory.create(key, null, null, null, null, null, null, null, null, null, null, message);
    }

    static Row of(@Nullable Object key, LmmFit fit) {
        return RowFactory.create(
                key,
                fit.observations(),
                fit.objective(),
                fit.aic(),
                fit.bic(),
                fit.sigma(),
                fit.singular(),
                fit.convergence().status(),
                coefficients(fit),
                deviations(fit),
                correlations(fit),
                null);
    }

    private static Row[] coefficients(LmmFit fit) {
        return tested(fit).stream()
                .map(one -> RowFactory.create(
                        one.term(),
                        number(one.estimate()),
                        number(one.stdError()),
                        number(one.df()),
                        number(one.statistic()),
                        number(one.pValue())))
                .toArray(Row[]::new);
    }

    /** With degrees of freedom where the model has them. */
    private static List<Coefficient> tested(LmmFit fit) {
        try {
            return fit.coefficients(fit.preferredDf());
        } catch (EchelonException e) {
            return fit.coefficients();
        }
    }

    private static Row[] deviations(LmmFit fit) {
        List<Row> rows = new ArrayList<>();
        for (CovarianceEstimate term : fit.covarianceEstimates()) {
            for (int k = 0; k < term.columns().size(); k++) {
                rows.add(RowFactory.create(
                        term.name(),
                        term.columns().get(k),
                        number(term.standardDeviations().get(k))));
            }
        }
        return rows.toArray(Row[]::new);
    }

    private static Row[] correlations(LmmFit fit) {
        List<Row> rows = new ArrayList<>();
        for (CovarianceEstimate term : fit.covarianceEstimates()) {
            for (int k = 1; k < term.columns().size(); k++) {
                for (int h = 0; h < k; h++) {
                    rows.add(RowFactory.create(
                            term.name(),
                            term.columns().get(h),
                            term.columns().get(k),
                            number(term.correlation().get(k).get(h))));
                }
            }
        }
        return rows.toArray(Row[]::new);
    }

    private static @Nullable Double number(double value) {
        return Double.isNaN(value) ? null : value;
    }
}
