package dev.echelon.spark;

import dev.echelon.DataSummary;
import dev.echelon.LevelBlocks;
import dev.echelon.LevelTask;
import dev.echelon.PartitionedFit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * The levels of a grouping factor on the executors, each with all its rows summed up, kept in memory or on disk; the sums
 * of all rows without levels on the driver. One job per {@link #sum}.
 */
final class PartitionedLevels implements PartitionedFit.Levels, AutoCloseable {
    private final DataSummary rows;
    private final JavaRDD<LevelBlocks> levels;

    private PartitionedLevels(DataSummary rows, JavaRDD<LevelBlocks> levels) {
        this.rows = rows;
        this.levels = levels;
    }

    /** From the sums of each partition of the rows. */
    static PartitionedLevels of(JavaRDD<DataSummary> parts, int count, long budget) {
        JavaRDD<byte[]> bytes = parts.map(Sums::bytes).persist(StorageLevel.MEMORY_AND_DISK());
        try {
            OrderedMerge.Result rows = new OrderedMerge(Sums::merged, budget)
                    .of(bytes.map(part -> Sums.bytes(Sums.read(part).withoutLevels())));
            JavaRDD<LevelBlocks> levels = bytes.mapPartitionsWithIndex((index, own) -> dealt(index, own, count), false)
                    .mapToPair(piece -> piece)
                    .partitionBy(new HashPartitioner(count))
                    .mapPartitions(PartitionedLevels::gathered)
                    .map(LevelBlocks::of)
                    .persist(StorageLevel.MEMORY_AND_DISK());
            levels.count();
            return new PartitionedLevels(Sums.read(rows.merged()), levels);
        } finally {
            bytes.unpersist();
        }
    }

    /** The levels of a partition by the part that they go to, with the place where they come from. */
    static Iterator<Tuple2<Integer, Tuple2<Integer, byte[]>>> dealt(int index, Iterator<byte[]> own, int count) {
        List<Tuple2<Integer, Tuple2<Integer, byte[]>>> pieces = new ArrayList<>();
        while (own.hasNext()) {
            List<LevelBlocks> blocks = Sums.read(own.next()).levelBlocks(count);
            for (int part = 0; part < count; part++) {
                pieces.add(
                        new Tuple2<>(part, new Tuple2<>(index, blocks.get(part).toBytes())));
            }
        }
        return pieces.iterator();
    }

    /** The pieces of one part, added in the order of where they come from. */
    static Iterator<byte[]> gathered(Iterator<Tuple2<Integer, Tuple2<Integer, byte[]>>> pieces) {
        List<Tuple2<Integer, byte[]>> sorted = new ArrayList<>();
        pieces.forEachRemaining(piece -> sorted.add(piece._2()));
        if (sorted.isEmpty()) {
            return sorted.stream().map(Tuple2::_2).iterator();
        }
        sorted.sort(Comparator.comparing(Tuple2::_1));
        List<LevelBlocks> blocks =
                sorted.stream().map(piece -> LevelBlocks.of(piece._2())).toList();
        return Sums.one(LevelBlocks.merge(blocks).toBytes());
    }

    DataSummary rows() {
        return rows;
    }

    JavaRDD<LevelBlocks> levels() {
        return levels;
    }

    @Override
    public double[] sum(LevelTask task) {
        List<double[]> parts = levels.map(blocks -> blocks.sums(task)).collect();
        double[] sum = parts.get(0).clone();
        for (double[] part : parts.subList(1, parts.size())) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += part[i];
            }
        }
        return sum;
    }

    /** Frees the memory of the executors. */
    @Override
    public void close() {
        levels.unpersist();
    }
}
