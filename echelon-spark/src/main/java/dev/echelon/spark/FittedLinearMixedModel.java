package dev.echelon.spark;

import dev.echelon.LmmFit;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/** A fitted {@link LinearMixedModel}: predicts rows, and holds the {@link LmmFit} for all other questions. */
public final class FittedLinearMixedModel extends Model<FittedLinearMixedModel>
        implements HasPrediction<FittedLinearMixedModel>, MLWritable {
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final FittedGroups groups;
    private final PredictionParams prediction;

    FittedLinearMixedModel(String uid, FittedGroups groups) {
        this.uid = uid;
        this.groups = groups;
        this.prediction = new PredictionParams(this);
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public PredictionParams prediction() {
        return prediction;
    }

    /** Whether the groups stayed with the executors: then {@link #spread} has what was estimated, else {@link #fit}. */
    public boolean isPartitioned() {
        return groups.arePartitioned();
    }

    /**
     * The fit.
     *
     * @throws dev.echelon.error.EchelonException if the groups stayed with the executors
     */
    public LmmFit fit() {
        return groups.fit();
    }

    /**
     * The fit whose groups stayed with the executors.
     *
     * @throws dev.echelon.error.EchelonException if they are in one place
     */
    public SpreadFit spread() {
        return groups.spread();
    }

    /**
     * The rows with predictions, as {@link LmmFit#predict}: null where a predictor is missing. Nothing is collected; what
     * is wrong with rows shows when they are read. Conditional predictions from groups that stayed with the executors come
     * in another order, because rows go to their groups.
     */
    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        StructType schema = transformSchema(dataset.schema());
        int width = dataset.schema().size();
        DatasetColumns all = DatasetColumns.of(dataset.schema());
        DatasetColumns read = all.only(PredictionColumns.of(groups.formula(), all.names()));
        List<Column> selected = new ArrayList<>();
        selected.add(functions.col("*"));
        for (DatasetColumn column : read.columns()) {
            selected.add(column.select().alias("echelon predictor " + column.name()));
        }
        return groups.predicted(new PredictionTask(
                dataset.select(selected.toArray(Column[]::new)),
                new PredictedColumns(read, width, getOrDefault(level()), getOrDefault(newLevels())),
                schema));
    }

    /**
     * The schema with the column of predictions.
     *
     * @throws dev.echelon.error.EchelonException if there is one of that name already
     */
    @Override
    public StructType transformSchema(StructType schema) {
        return PredictionParams.appended(this, schema);
    }

    @Override
    public FittedLinearMixedModel copy(ParamMap extra) {
        FittedLinearMixedModel copy = new FittedLinearMixedModel(uid, groups);
        if (hasParent()) {
            copy.setParent(parent());
        }
        return copyValues(copy, extra);
    }

    FittedGroups groups() {
        return groups;
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
