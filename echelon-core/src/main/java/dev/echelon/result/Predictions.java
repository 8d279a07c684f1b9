package dev.echelon.result;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Predictions, one for each row of the new data, in their order. Rows that cannot be predicted have NaN everywhere and a
 * reason, or were left out; what was not asked for is NaN too.
 */
public final class Predictions {
    private final double[] estimates;
    private final double[] standardErrors;
    private final double[] lower;
    private final double[] upper;
    private final List<String> reasons;
    private final double coverage;
    private final int[] rows;
    private final List<String> notes;

    /** Arrays have one entry per row. */
    public Predictions(
            double[] estimates,
            double[] standardErrors,
            double[] lower,
            double[] upper,
            List<String> reasons,
            double coverage) {
        this(
                estimates,
                standardErrors,
                lower,
                upper,
                reasons,
                coverage,
                IntStream.range(0, estimates.length).toArray(),
                List.of());
    }

    private Predictions(
            double[] estimates,
            double[] standardErrors,
            double[] lower,
            double[] upper,
            List<String> reasons,
            double coverage,
            int[] rows,
            List<String> notes) {
        this.estimates = estimates.clone();
        this.standardErrors = standardErrors.clone();
        this.lower = lower.clone();
        this.upper = upper.clone();
        this.reasons = List.copyOf(reasons);
        this.coverage = coverage;
        this.rows = rows;
        this.notes = List.copyOf(notes);
    }

    /** With remarks for the reader. */
    public Predictions withNotes(List<String> remarks) {
        return new Predictions(estimates, standardErrors, lower, upper, reasons, coverage, rows, remarks);
    }

    /** Without the rows that have no prediction. */
    public Predictions withoutMissing() {
        int[] kept =
                IntStream.range(0, size()).filter(i -> reasons.get(i).isEmpty()).toArray();
        return new Predictions(
                chosen(estimates, kept),
                chosen(standardErrors, kept),
                chosen(lower, kept),
                chosen(upper, kept),
                IntStream.of(kept).mapToObj(reasons::get).toList(),
                coverage,
                IntStream.of(kept).map(i -> rows[i]).toArray(),
                notes);
    }

    private static double[] chosen(double[] values, int[] kept) {
        return Arrays.stream(kept).mapToDouble(i -> values[i]).toArray();
    }

    /** What a reader must know: rows without a prediction, and predictions outside of the range of the data. */
    public List<String> notes() {
        return notes;
    }

    /** The row of the new data that prediction {@code i} is for, from 0. */
    public int row(int i) {
        return rows[i];
    }

    /** Number of predictions: that of the rows, unless incomplete ones were left out. */
    public int size() {
        return estimates.length;
    }

    /** The predicted mean. */
    public double estimate(int row) {
        return estimates[row];
    }

    /** Standard error of {@link #estimate} as a predictor of the mean it stands for, given θ̂. */
    public double standardError(int row) {
        return standardErrors[row];
    }

    /** The interval. */
    public Interval interval(int row) {
        return new Interval(lower[row], upper[row], coverage);
    }

    /** Why the row has no prediction; empty if it has one. */
    public String reason(int row) {
        return reasons.get(row);
    }

    /** The predicted means of all rows. */
    public double[] estimates() {
        return estimates.clone();
    }
}
