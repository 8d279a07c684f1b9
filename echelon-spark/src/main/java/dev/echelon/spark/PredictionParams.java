package dev.echelon.spark;

import dev.echelon.Prediction;
import dev.echelon.error.EchelonException;
import java.util.List;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** What an estimator and its model have in common: how rows are predicted. */
final class PredictionParams {
    private PredictionParams() {}

    static Param<String> column(Params owner) {
        return new Param<>(owner, "predictionCol", "column of predictions");
    }

    static Param<String> level(Params owner) {
        return new Param<>(
                owner,
                "level",
                "what is predicted: the mean of the row's group (conditional) or over all groups (population)",
                ParamValidators.inArray(List.of("conditional", "population")));
    }

    static Param<String> newLevels(Params owner) {
        return new Param<>(
                owner,
                "newLevels",
                "what groups unknown to the fit are: an error, or predicted by the mean of the population",
                ParamValidators.inArray(List.of("error", "population")));
    }

    static void setDefaults(Params owner, Param<String> column, Param<String> level, Param<String> newLevels) {
        owner.setDefault(column, "prediction");
        owner.setDefault(level, "conditional");
        owner.setDefault(newLevels, "error");
    }

    static String required(Params owner, Param<String> param) {
        if (!owner.isDefined(param)) {
            throw new EchelonException(
                    "the model has no " + param.name() + "; set it, as in setFormula(\"y ~ x + (x | g)\")");
        }
        return owner.getOrDefault(param);
    }

    static Prediction prediction(String level, String newLevels) {
        Prediction prediction = level.equals("population") ? Prediction.population() : Prediction.conditional();
        return newLevels.equals("population") ? prediction.newLevels(Prediction.NewLevels.POPULATION) : prediction;
    }

    static StructType appended(StructType schema, String column) {
        if (List.of(schema.fieldNames()).contains(column)) {
            throw new EchelonException(
                    "the dataset has a column '" + column + "' already; choose another name for predictions");
        }
        return schema.add(column, DataTypes.DoubleType, true);
    }
}
