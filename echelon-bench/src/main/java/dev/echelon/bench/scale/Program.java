package dev.echelon.bench.scale;

import java.nio.file.Path;
import java.util.Optional;

/** A contestant. */
interface Program {

    String name();

    /** Whether it reads the text form of a set instead of Parquet. */
    default boolean readsText() {
        return false;
    }

    /** Why it cannot take part on this machine, empty if it can. */
    default Optional<String> absent() {
        return Optional.empty();
    }

    /** Runs once on the data in {@code file}. */
    Measurement run(ScaleSet set, Path file, Limits limits);
}
