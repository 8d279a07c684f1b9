package dev.echelon.spark;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/**
 * The parameters that say how rows are predicted, which an estimator hands over to its model.
 *
 * @param <T> the estimator or the model, which setters give back
 */
public interface HasPrediction<T extends HasPrediction<T>> extends Params {

    /** The parameters of this instance. */
    PredictionParams prediction();

    /** Column of predictions, {@code prediction}. */
    default Param<String> predictionCol() {
        return prediction().column();
    }

    /** What is predicted: the mean of the row's group, {@code conditional}, or that over all, {@code population}. */
    default Param<String> level() {
        return prediction().level();
    }

    /** What groups unknown to the fit are: an {@code error}, or predicted by the mean of the {@code population}. */
    default Param<String> newLevels() {
        return prediction().newLevels();
    }

    /** Sets {@link #predictionCol()}. */
    default T setPredictionCol(String value) {
        return with(predictionCol(), value);
    }

    /** Sets {@link #level()}. */
    default T setLevel(String value) {
        return with(level(), value);
    }

    /** Sets {@link #newLevels()}. */
    default T setNewLevels(String value) {
        return with(newLevels(), value);
    }

    @SuppressWarnings("unchecked") // T is the type of this
    private T with(Param<String> param, String value) {
        set(param, value);
        return (T) this;
    }
}
