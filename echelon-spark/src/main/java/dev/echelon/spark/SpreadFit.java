package dev.echelon.spark;

import dev.echelon.LevelBlocks;
import dev.echelon.LevelEffects;
import dev.echelon.PartitionedFit;
import dev.echelon.result.RandomEffects;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A fit whose groups stay with the executors, see {@link EchelonSpark#fitPartitioned}: estimates on the driver, random
 * effects as a dataset. Closing it frees the memory of the executors.
 */
public final class SpreadFit implements AutoCloseable {
    private final SparkSession session;
    private final PartitionedLevels levels;
    private final PartitionedFit fit;
    private final String note;

    SpreadFit(SparkSession session, PartitionedLevels levels, PartitionedFit fit, String note) {
        this.session = session;
        this.levels = levels;
        this.fit = fit;
        this.note = note;
    }

    /** The estimates. */
    public PartitionedFit fit() {
        return fit;
    }

    /** Why the groups were not brought together; empty if that was asked for. */
    public String note() {
        return note;
    }

    JavaRDD<LevelBlocks> levels() {
        return levels.levels();
    }

    /**
     * The conditional modes of the random effects with their standard errors given θ̂ and β̂: columns {@code term}, {@code
     * level}, {@code effect}, {@code mode} and {@code stdError}, a row for each effect of each level.
     */
    public Dataset<Row> randomEffects() {
        LevelEffects effects = fit.effects();
        JavaRDD<Row> rows = levels.levels().flatMap(blocks -> rows(effects, blocks));
        StructType schema = new StructType()
                .add("term", DataTypes.StringType, false)
                .add("level", DataTypes.StringType, false)
                .add("effect", DataTypes.StringType, false)
                .add("mode", DataTypes.DoubleType, false)
                .add("stdError", DataTypes.DoubleType, false);
        return session.createDataFrame(rows, schema);
    }

    private static Iterator<Row> rows(LevelEffects effects, LevelBlocks blocks) {
        List<Row> rows = new ArrayList<>();
        for (RandomEffects term : effects.of(blocks)) {
            for (int j = 0; j < term.levels().size(); j++) {
                for (int k = 0; k < term.columns().size(); k++) {
                    rows.add(RowFactory.create(
                            term.name(),
                            term.levels().get(j),
                            term.columns().get(k),
                            term.mode(j, k),
                            term.stdError(j, k)));
                }
            }
        }
        return rows.iterator();
    }

    @Override
    public void close() {
        levels.close();
    }
}
