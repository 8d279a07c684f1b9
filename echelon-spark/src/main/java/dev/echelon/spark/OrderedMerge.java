package dev.echelon.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Merges what each partition has found, in the order of the partitions: on the driver if it is little, else neighbours on
 * executors first. Who merges with whom depends on the number of partitions only, so that the result has the same bits
 * however tasks are run, lost and run again.
 */
final class OrderedMerge {
    /** Partitions that are merged to one on an executor. */
    private static final int FAN_IN = 8;

    private final Merge merge;
    private final long budget;

    /** Merges parts given in order. */
    interface Merge extends Serializable {
        byte[] merge(List<byte[]> parts);
    }

    /** @param budget bytes that the driver may receive at a time */
    OrderedMerge(Merge merge, long budget) {
        this.merge = merge;
        this.budget = budget;
    }

    /** What there is, and how large it would be on the driver. */
    record Result(byte[] merged, long bytes) {
        boolean fits() {
            return merged.length > 0;
        }
    }

    /**
     * Merges the parts; each partition has one.
     *
     * @return no bytes if even the last few parts exceed the budget
     */
    Result of(JavaRDD<byte[]> parts) {
        JavaRDD<byte[]> level = parts.persist(StorageLevel.MEMORY_AND_DISK());
        try {
            while (true) {
                long bytes = level.map(part -> (long) part.length).reduce(Long::sum);
                if (bytes <= budget) {
                    return new Result(merge.merge(level.collect()), bytes);
                }
                if (level.getNumPartitions() == 1) {
                    return new Result(new byte[0], bytes);
                }
                JavaRDD<byte[]> fewer = fewer(level).persist(StorageLevel.MEMORY_AND_DISK());
                fewer.count();
                level.unpersist();
                level = fewer;
            }
        } finally {
            level.unpersist();
        }
    }

    private JavaRDD<byte[]> fewer(JavaRDD<byte[]> level) {
        int count = (level.getNumPartitions() + FAN_IN - 1) / FAN_IN;
        Merge own = merge;
        JavaPairRDD<Integer, byte[]> placed =
                level.mapPartitionsWithIndex(OrderedMerge::placed, true).mapToPair(part -> part);
        return placed.partitionBy(new Neighbours(count)).mapPartitions(parts -> merged(parts, own));
    }

    static Iterator<Tuple2<Integer, byte[]>> placed(int index, Iterator<byte[]> parts) {
        List<Tuple2<Integer, byte[]>> placed = new ArrayList<>();
        parts.forEachRemaining(part -> placed.add(new Tuple2<>(index, part)));
        return placed.iterator();
    }

    /** A shuffle brings parts in any order. */
    static Iterator<byte[]> merged(Iterator<Tuple2<Integer, byte[]>> parts, Merge merge) {
        List<Tuple2<Integer, byte[]>> sorted = new ArrayList<>();
        parts.forEachRemaining(sorted::add);
        sorted.sort(Comparator.comparing(Tuple2::_1));
        return List.of(merge.merge(sorted.stream().map(Tuple2::_2).toList())).iterator();
    }

    /** Partitions 0 to 7 become partition 0, and so on. */
    private static final class Neighbours extends Partitioner {
        private static final long serialVersionUID = 1L;
        private final int count;

        Neighbours(int count) {
            this.count = count;
        }

        @Override
        public int numPartitions() {
            return count;
        }

        @Override
        public int getPartition(Object key) {
            return (Integer) key / FAN_IN;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Neighbours same && same.count == count;
        }

        @Override
        public int hashCode() {
            return count;
        }
    }
}
