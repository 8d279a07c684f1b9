package dev.echelon.spark;

import dev.echelon.Prediction;
import dev.echelon.error.EchelonException;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The parameters of {@link HasPrediction}, made for one estimator or model. */
public final class PredictionParams implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Param<String> column;
    private final Param<String> level;
    private final Param<String> newLevels;

    /** With defaults. */
    PredictionParams(Params owner) {
        this.column = new Param<>(owner, "predictionCol", "column of predictions");
        this.level = new Param<>(
                owner,
                "level",
                "what is predicted: the mean of the row's group (conditional) or over all groups (population)",
                ParamValidators.inArray(List.of("conditional", "population")));
        this.newLevels = new Param<>(
                owner,
                "newLevels",
                "what groups unknown to the fit are: an error, or predicted by the mean of the population",
                ParamValidators.inArray(List.of("error", "population")));
        owner.setDefault(column, "prediction");
        owner.setDefault(level, "conditional");
        owner.setDefault(newLevels, "error");
    }

    Param<String> column() {
        return column;
    }

    Param<String> level() {
        return level;
    }

    Param<String> newLevels() {
        return newLevels;
    }

    /** How rows are predicted, from the values of the parameters. */
    static Prediction prediction(String level, String newLevels) {
        Prediction prediction = level.equals("population") ? Prediction.population() : Prediction.conditional();
        return newLevels.equals("population") ? prediction.newLevels(Prediction.NewLevels.POPULATION) : prediction;
    }

    /**
     * A schema with the column of predictions.
     *
     * @throws EchelonException if there is one of that name already
     */
    static StructType appended(HasPrediction<?> owner, StructType schema) {
        String name = owner.getOrDefault(owner.predictionCol());
        if (List.of(schema.fieldNames()).contains(name)) {
            throw new EchelonException(
                    "the dataset has a column '" + name + "' already; choose another name for predictions");
        }
        return schema.add(name, DataTypes.DoubleType, true);
    }
}
