package dev.echelon.spark;

import dev.echelon.LmmFit;
import java.util.List;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * A linear mixed model as an estimator of Spark ML: {@code new LinearMixedModel().setFormula("y ~ x + (x |
 * g)").fit(rows)}.
 */
public final class LinearMixedModel extends Estimator<FittedLinearMixedModel> implements DefaultParamsWritable {
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final Param<String> formula;
    private final Param<String> criterion;
    private final Param<String> weightsCol;
    private final Param<String> offsetCol;
    private final StringArrayParam factorCols;
    private final Param<String> predictionCol;
    private final Param<String> level;
    private final Param<String> newLevels;

    /** With a name of its own. */
    public LinearMixedModel() {
        this(Identifiable$.MODULE$.randomUID("lmm"));
    }

    /** With a given name, as Spark ML wants it. */
    public LinearMixedModel(String uid) {
        this.uid = uid;
        this.formula = new Param<>(this, "formula", "the model, as in y ~ x + (x | g)");
        this.criterion = new Param<>(
                this, "criterion", "what is optimised: reml or ml", ParamValidators.inArray(List.of("reml", "ml")));
        this.weightsCol = new Param<>(this, "weightsCol", "column of precision weights; empty for none");
        this.offsetCol = new Param<>(this, "offsetCol", "column added to the linear predictor; empty for none");
        this.factorCols =
                new StringArrayParam(this, "factorCols", "columns that are factors although they hold numbers");
        this.predictionCol = PredictionParams.column(this);
        this.level = PredictionParams.level(this);
        this.newLevels = PredictionParams.newLevels(this);
        setDefault(criterion, "reml");
        setDefault(weightsCol, "");
        setDefault(offsetCol, "");
        setDefault(factorCols, new String[0]);
        PredictionParams.setDefaults(this, predictionCol, level, newLevels);
    }

    @Override
    public String uid() {
        return uid;
    }

    /** The model. */
    public Param<String> formula() {
        return formula;
    }

    /** What is optimised: {@code reml} (the default) or {@code ml}. */
    public Param<String> criterion() {
        return criterion;
    }

    /** Column of precision weights; empty for none. */
    public Param<String> weightsCol() {
        return weightsCol;
    }

    /** Column added to the linear predictor; empty for none. */
    public Param<String> offsetCol() {
        return offsetCol;
    }

    /** Columns that are factors although they hold numbers. */
    public StringArrayParam factorCols() {
        return factorCols;
    }

    /** Column of predictions, {@code prediction}. */
    public Param<String> predictionCol() {
        return predictionCol;
    }

    /** What is predicted: the mean of the row's group, {@code conditional}, or that over all, {@code population}. */
    public Param<String> level() {
        return level;
    }

    /** What groups unknown to the fit are: an {@code error}, or predicted by the mean of the {@code population}. */
    public Param<String> newLevels() {
        return newLevels;
    }

    /** Sets {@link #formula()}. */
    public LinearMixedModel setFormula(String value) {
        set(formula, value);
        return this;
    }

    /** Sets {@link #criterion()}. */
    public LinearMixedModel setCriterion(String value) {
        set(criterion, value);
        return this;
    }

    /** Sets {@link #weightsCol()}. */
    public LinearMixedModel setWeightsCol(String value) {
        set(weightsCol, value);
        return this;
    }

    /** Sets {@link #offsetCol()}. */
    public LinearMixedModel setOffsetCol(String value) {
        set(offsetCol, value);
        return this;
    }

    /** Sets {@link #factorCols()}. */
    public LinearMixedModel setFactorCols(String... values) {
        set(factorCols, values);
        return this;
    }

    /** Sets {@link #predictionCol()}. */
    public LinearMixedModel setPredictionCol(String value) {
        set(predictionCol, value);
        return this;
    }

    /** Sets {@link #level()}. */
    public LinearMixedModel setLevel(String value) {
        set(level, value);
        return this;
    }

    /** Sets {@link #newLevels()}. */
    public LinearMixedModel setNewLevels(String value) {
        set(newLevels, value);
        return this;
    }

    /**
     * Fits the model.
     *
     * @throws dev.echelon.error.EchelonException if it does not fit the data; one sentence says why
     */
    @Override
    public FittedLinearMixedModel fit(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        LmmFit fit = EchelonSpark.fit(options(), dataset);
        return copyValues(new FittedLinearMixedModel(uid, FitHolder.of(fit)).setParent(this), ParamMap.empty());
    }

    /**
     * Fits the model to each group of rows, see {@link EchelonSpark#fitBy}.
     *
     * @param column whose values tell the groups apart
     */
    public Dataset<Row> fitBy(String column, Dataset<?> dataset) {
        return EchelonSpark.fitBy(column, options(), dataset);
    }

    /**
     * Fits the model and leaves its groups with the executors, see {@link EchelonSpark#fitPartitioned}.
     *
     * @param parts how many partitions the groups are dealt out to
     */
    public SpreadFit fitPartitioned(Dataset<?> dataset, int parts) {
        return EchelonSpark.fitPartitioned(options(), dataset, parts);
    }

    /** The model in words. */
    ModelOptions options() {
        return new ModelOptions(
                PredictionParams.required(this, formula),
                getOrDefault(criterion).equals("reml"),
                getOrDefault(weightsCol),
                getOrDefault(offsetCol),
                List.of(getOrDefault(factorCols)));
    }

    /**
     * The schema with the column of predictions.
     *
     * @throws dev.echelon.error.EchelonException if there is no formula, or a column of the model is missing or of a type
     *     without a meaning in a model
     */
    @Override
    public StructType transformSchema(StructType schema) {
        ModelSchema.require(options(), schema);
        return PredictionParams.appended(schema, getOrDefault(predictionCol));
    }

    @Override
    public LinearMixedModel copy(ParamMap extra) {
        return defaultCopy(extra);
    }

    /** Reads a saved estimator. */
    public static MLReader<LinearMixedModel> read() {
        return new DefaultParamsReader<>();
    }

    /** Reads an estimator saved at a path. */
    public static LinearMixedModel load(String path) {
        return read().load(path);
    }
}
