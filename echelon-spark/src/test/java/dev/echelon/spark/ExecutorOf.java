package dev.echelon.spark;

import dev.echelon.LevelBlocks;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.function.Function;

/** Names the executor that works on levels; a class of its own because executors cannot initialise a test. */
record ExecutorOf() implements Function<LevelBlocks, String> {

    @Override
    public String call(LevelBlocks levels) {
        return SparkEnv.get().executorId();
    }
}
