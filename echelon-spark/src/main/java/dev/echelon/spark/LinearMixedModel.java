package dev.echelon.spark;

import dev.echelon.error.EchelonException;
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
public final class LinearMixedModel extends Estimator<FittedLinearMixedModel>
        implements HasPrediction<LinearMixedModel>, DefaultParamsWritable {
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final Param<String> formula;
    private final Param<String> criterion;
    private final Param<String> weightsCol;
    private final Param<String> offsetCol;
    private final StringArrayParam factorCols;
    private final Param<String> aggregation;
    private final PredictionParams prediction;

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
        this.aggregation = new Param<>(
                this,
                "aggregation",
                "where groups are brought together: on the driver if they fit (auto), in any case (driver), or not at"
                        + " all (partitioned)",
                ParamValidators.inArray(Aggregation.texts()));
        this.prediction = new PredictionParams(this);
        setDefault(criterion, "reml");
        setDefault(weightsCol, "");
        setDefault(offsetCol, "");
        setDefault(factorCols, new String[0]);
        setDefault(aggregation, Aggregation.AUTO.text());
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

    /**
     * Where the groups are brought together: on the driver if it can hold them, else they stay with the executors
     * ({@code auto}, the default); on the driver or not at all ({@code driver}); with the executors ({@code partitioned}).
     * Only the groups of a single grouping factor can stay with the executors.
     */
    public Param<String> aggregation() {
        return aggregation;
    }

    @Override
    public PredictionParams prediction() {
        return prediction;
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

    /** Sets {@link #aggregation()}. */
    public LinearMixedModel setAggregation(String value) {
        set(aggregation, value);
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
        FittedGroups groups = EchelonSpark.fit(options(), Aggregation.of(getOrDefault(aggregation)), dataset);
        return copyValues(new FittedLinearMixedModel(uid, groups).setParent(this), ParamMap.empty());
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
                requiredFormula(),
                getOrDefault(criterion).equals("reml"),
                getOrDefault(weightsCol),
                getOrDefault(offsetCol),
                List.of(getOrDefault(factorCols)));
    }

    private String requiredFormula() {
        if (!isDefined(formula)) {
            throw new EchelonException("the model has no formula; set it, as in setFormula(\"y ~ x + (x | g)\")");
        }
        return getOrDefault(formula);
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
        return PredictionParams.appended(this, schema);
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
