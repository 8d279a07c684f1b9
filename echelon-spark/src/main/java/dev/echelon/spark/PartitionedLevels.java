package dev.echelon.spark;

import dev.echelon.DataSummary;
import dev.echelon.LevelBlocks;
import dev.echelon.LevelTask;
import dev.echelon.PartitionedFit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * The levels of a grouping factor on the executors, each with all its rows summed up, kept in memory or on disk; the sums
 * of all rows without levels on the driver. One job per {@link #sum}.
 *
 * <p>Each partition of the rows deals its sums out to so many parts, and what belongs to no level to one more. A shuffle
 * brings equal parts together, where they are added in the order of the partitions that they come from.
 */
final class PartitionedLevels implements PartitionedFit.Levels, AutoCloseable {
    private final DataSummary rows;
    private final JavaRDD<LevelBlocks> levels;
    private final long bytes;

    private PartitionedLevels(DataSummary rows, JavaRDD<LevelBlocks> levels, long bytes) {
        this.rows = rows;
        this.levels = levels;
        this.bytes = bytes;
    }

    /**
     * Sums that go to a part.
     *
     * @param from the partition of the rows that they are of
     * @param bytes of {@link LevelBlocks}, or of a {@link DataSummary} without levels
     */
    private record Piece(int from, byte[] bytes) implements java.io.Serializable {}

    /**
     * From the sums of each partition of the rows.
     *
     * @param count how many parts the levels are dealt out to
     */
    static PartitionedLevels of(JavaRDD<DataSummary> parts, int count) {
        JavaPairRDD<Integer, Piece> pieces = parts.mapPartitionsWithIndex(
                        (index, own) -> dealt(index, own, count), false)
                .mapToPair(piece -> piece)
                .partitionBy(new HashPartitioner(count + 1));
        JavaRDD<LevelBlocks> levels = pieces.mapPartitionsWithIndex((part, own) -> gathered(part, own, count), true)
                .persist(StorageLevel.MEMORY_AND_DISK());
        try {
            long bytes = levels.map(LevelBlocks::size).fold(0L, Long::sum);
            byte[] rows = pieces.mapPartitionsWithIndex((part, own) -> withoutLevels(part, own, count), true)
                    .collectPartitions(new int[] {count})[0]
                    .get(0);
            return new PartitionedLevels(Sums.read(rows), levels, bytes);
        } catch (RuntimeException e) {
            levels.unpersist();
            throw e;
        }
    }

    /** The pieces of a partition of the rows, one in memory at a time. */
    private static Iterator<Tuple2<Integer, Piece>> dealt(int index, Iterator<DataSummary> own, int count) {
        DataSummary sums = own.next();
        Piece rest = new Piece(index, Sums.bytes(sums.withoutLevels()));
        List<LevelBlocks> blocks = sums.levelBlocks(count);
        return IntStream.rangeClosed(0, count)
                .filter(part -> part == count || !blocks.get(part).labels().isEmpty())
                .mapToObj(part -> new Tuple2<>(
                        part,
                        part == count ? rest : new Piece(index, blocks.get(part).toBytes())))
                .iterator();
    }

    /** The levels of a part; none if it has no rows. */
    private static Iterator<LevelBlocks> gathered(int part, Iterator<Tuple2<Integer, Piece>> pieces, int count) {
        if (part == count || !pieces.hasNext()) {
            return Collections.emptyIterator();
        }
        List<LevelBlocks> blocks = sorted(pieces).stream()
                .map(piece -> LevelBlocks.of(piece.bytes()))
                .toList();
        return Sums.one(LevelBlocks.merge(blocks));
    }

    private static Iterator<byte[]> withoutLevels(int part, Iterator<Tuple2<Integer, Piece>> pieces, int count) {
        return part == count
                ? Sums.one(Sums.merged(sorted(pieces).stream().map(Piece::bytes).toList()))
                : Collections.emptyIterator();
    }

    /** A shuffle brings pieces in any order. */
    private static List<Piece> sorted(Iterator<Tuple2<Integer, Piece>> pieces) {
        List<Piece> sorted = new ArrayList<>();
        pieces.forEachRemaining(piece -> sorted.add(piece._2()));
        sorted.sort(Comparator.comparingInt(Piece::from));
        return sorted;
    }

    DataSummary rows() {
        return rows;
    }

    JavaRDD<LevelBlocks> levels() {
        return levels;
    }

    /** What the levels would take on the driver. */
    long bytes() {
        return bytes;
    }

    /** All sums on the driver. */
    DataSummary together() {
        List<byte[]> parts = levels.map(LevelBlocks::toBytes).collect();
        return rows.withLevels(parts.stream().map(LevelBlocks::of).toList());
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
