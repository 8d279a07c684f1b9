package dev.echelon.spark;

import dev.echelon.LmmFit;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A fit as its model holds it, with its groups in one place or with the executors. */
interface FittedGroups {

    /** Whether the groups are with the executors. */
    boolean arePartitioned();

    /**
     * The fit of groups in one place.
     *
     * @throws dev.echelon.error.EchelonException if they are not
     */
    LmmFit fit();

    /**
     * The fit of groups with the executors.
     *
     * @throws dev.echelon.error.EchelonException if they are in one place
     */
    SpreadFit spread();

    /** The formula, with any dot expanded. */
    String formula();

    /** Rows with their predictions. */
    Dataset<Row> predicted(PredictionTask task);

    /**
     * As {@link LmmFit#save} writes it.
     *
     * @throws dev.echelon.error.EchelonException if the groups are with the executors
     */
    byte[] saved();
}
