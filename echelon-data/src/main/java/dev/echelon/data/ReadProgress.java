package dev.echelon.data;

/**
 * Where the reading of a source is.
 *
 * @param step what is being done, as in "learning levels"; empty if nothing is
 * @param rows how many rows the present pass has handed on
 * @param share how much of the present step is done, between 0 and 1; NaN if nobody knows
 */
public record ReadProgress(String step, long rows, double share) {

    /** Nothing is being read. */
    public static final ReadProgress IDLE = new ReadProgress("", 0, Double.NaN);
}
