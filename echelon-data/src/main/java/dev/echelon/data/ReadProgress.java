package dev.echelon.data;

/**
 * Where the reading of a source is.
 *
 * @param step what is being done, as in "learning levels"; empty if nothing is
 * @param rows how many rows the present step has handed on
 * @param share how much of the present step is done, between 0 and 1; NaN if nobody knows
 * @param since when the step began, in terms of {@link System#nanoTime()}
 */
public record ReadProgress(String step, long rows, double share, long since) {

    /** Nothing is being read. */
    public static final ReadProgress IDLE = new ReadProgress("", 0, Double.NaN, 0);

    /** A step that begins now. */
    static ReadProgress begin(String step) {
        return new ReadProgress(step, 0, Double.NaN, System.nanoTime());
    }

    /** The same step, further on: of {@code all} rows, or of unknown many if that is not positive. */
    ReadProgress at(long done, long all) {
        return new ReadProgress(step, done, all > 0 ? Math.min(1, done / (double) all) : Double.NaN, since);
    }
}
