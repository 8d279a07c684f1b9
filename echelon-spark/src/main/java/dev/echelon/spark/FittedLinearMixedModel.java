package dev.echelon.spark;

import dev.echelon.LmmFit;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import scala.reflect.ClassTag$;

/** A fitted {@link LinearMixedModel}: predicts rows, and holds the {@link LmmFit} for all other questions. */
public final class FittedLinearMixedModel extends Model<FittedLinearMixedModel> implements MLWritable {
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final FitHolder holder;
    private final Param<String> predictionCol;
    private final Param<String> level;
    private final Param<String> newLevels;

    FittedLinearMixedModel(String uid, FitHolder holder) {
        this.uid = uid;
        this.holder = holder;
        this.predictionCol = PredictionParams.column(this);
        this.level = PredictionParams.level(this);
        this.newLevels = PredictionParams.newLevels(this);
        PredictionParams.setDefaults(this, predictionCol, level, newLevels);
    }

    @Override
    public String uid() {
        return uid;
    }

    /** The fit. */
    public LmmFit fit() {
        return holder.fit();
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

    /** Sets {@link #predictionCol()}. */
    public FittedLinearMixedModel setPredictionCol(String value) {
        set(predictionCol, value);
        return this;
    }

    /** Sets {@link #level()}. */
    public FittedLinearMixedModel setLevel(String value) {
        set(level, value);
        return this;
    }

    /** Sets {@link #newLevels()}. */
    public FittedLinearMixedModel setNewLevels(String value) {
        set(newLevels, value);
        return this;
    }

    /**
     * The rows with predictions, as {@link LmmFit#predict}: null where a predictor is missing. Nothing is collected; what
     * is wrong with rows shows when they are read.
     */
    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        StructType schema = transformSchema(dataset.schema());
        int width = dataset.schema().size();
        DatasetColumns all = DatasetColumns.of(dataset.schema());
        DatasetColumns read = all.only(PredictionColumns.of(fit(), all.names()));
        List<Column> selected = new ArrayList<>();
        selected.add(functions.col("*"));
        for (DatasetColumn column : read.columns()) {
            selected.add(column.select().alias("echelon predictor " + column.name()));
        }
        Broadcast<FitHolder> fit =
                dataset.sparkSession().sparkContext().broadcast(holder, ClassTag$.MODULE$.apply(FitHolder.class));
        PredictRows predict = new PredictRows(fit, read, width, getOrDefault(level), getOrDefault(newLevels));
        return dataset.select(selected.toArray(Column[]::new)).mapPartitions(predict, Encoders.row(schema));
    }

    /**
     * The schema with the column of predictions.
     *
     * @throws dev.echelon.error.EchelonException if there is one of that name already
     */
    @Override
    public StructType transformSchema(StructType schema) {
        return PredictionParams.appended(schema, getOrDefault(predictionCol));
    }

    @Override
    public FittedLinearMixedModel copy(ParamMap extra) {
        FittedLinearMixedModel copy = new FittedLinearMixedModel(uid, holder);
        if (hasParent()) {
            copy.setParent(parent());
        }
        return copyValues(copy, extra);
    }

    FitHolder holder() {
        return holder;
    }

    @Override
    public MLWriter write() {
        return new FittedModelWriter(this);
    }

    /** Reads a saved model. */
    public static MLReader<FittedLinearMixedModel> read() {
        return new FittedModelReader();
    }

    /** Reads a model saved at a path. */
    public static FittedLinearMixedModel load(String path) {
        return read().load(path);
    }
}
