package dev.echelon.bench.simulate;

import java.util.List;

/** A model with known parameters, a number of rows and a seed: the same rows every time they are generated. */
interface Simulation {

    /** The columns of a row, in order. */
    List<SimulatedColumn> columns();

    /** How many rows {@link #generator} makes. */
    long rows();

    /** The parameters behind the data; complete once a generator has made its last row. */
    Truth truth();

    /** Starts at the first row. */
    Generator generator();

    /** Makes rows one batch after another. */
    interface Generator {
        /** Fills the batch with the next rows and returns how many; 0 after the last. */
        int next(ColumnBatch batch);
    }
}
