package dev.echelon.spark;

import dev.echelon.LevelBlocks;
import dev.echelon.LevelPredictor;
import dev.echelon.LmmFit;
import dev.echelon.error.EchelonException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.Tuple2;
import scala.reflect.ClassTag$;

/** A fit whose groups stay with the executors; rows go there to be predicted. */
record SpreadGroups(SpreadFit spread) implements FittedGroups {

    @Override
    public boolean arePartitioned() {
        return true;
    }

    @Override
    public LmmFit fit() {
        throw new EchelonException(
                "the groups of the model are with the executors, because the driver cannot hold them:"
                        + " ask spread() for what was estimated, or raise spark.driver.memory and fit again");
    }

    @Override
    public byte[] saved() {
        throw new EchelonException(
                "a model whose groups are with the executors cannot be saved; save what was estimated,"
                        + " spread().fit() and spread().randomEffects(), or raise spark.driver.memory and fit again");
    }

    @Override
    public String formula() {
        return spread.fit().formula();
    }

    /** Means over all groups where the rows are; means of groups where the groups are, in another order of the rows. */
    @Override
    public Dataset<Row> predicted(PredictionTask task) {
        PredictedColumns columns = task.columns();
        Broadcast<LevelPredictor> sent = task.session()
                .sparkContext()
                .broadcast(spread.fit().predictor(), ClassTag$.MODULE$.apply(LevelPredictor.class));
        JavaRDD<Row> rows = task.rows().toJavaRDD();
        JavaRDD<Row> predicted = columns.level().equals("population")
                ? rows.mapPartitions(own -> columns.predicted(own, sent.value().of(List.of())))
                : grouped(rows, columns, sent)
                        .zipPartitions(
                                spread.levels(),
                                (own, levels) ->
                                        columns.predicted(own, sent.value().of(listed(levels))));
        return task.session().createDataFrame(predicted, task.schema());
    }

    /** The rows with the part that has their level; those without a level with the last part, which has none. */
    private JavaRDD<Row> grouped(JavaRDD<Row> rows, PredictedColumns columns, Broadcast<LevelPredictor> sent) {
        int parts = spread.levels().getNumPartitions();
        return rows.mapPartitions(own -> PredictedColumns.inBatches(own, batch -> placed(batch, columns, sent, parts)))
                .mapToPair(row -> row)
                .partitionBy(new HashPartitioner(parts))
                .values();
    }

    private static Iterator<Tuple2<Integer, Row>> placed(
            List<Row> batch, PredictedColumns columns, Broadcast<LevelPredictor> sent, int parts) {
        int[] part = sent.value().parts(columns.table(batch), parts - 1);
        List<Tuple2<Integer, Row>> placed = new ArrayList<>();
        for (int i = 0; i < part.length; i++) {
            placed.add(new Tuple2<>(part[i] < 0 ? parts - 1 : part[i], batch.get(i)));
        }
        return placed.iterator();
    }

    private static List<LevelBlocks> listed(Iterator<LevelBlocks> levels) {
        List<LevelBlocks> list = new ArrayList<>();
        levels.forEachRemaining(list::add);
        return list;
    }
}
