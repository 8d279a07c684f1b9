package dev.echelon.result;

import java.util.List;

/**
 * Predictions, one for each row of the new data, in their order. Rows that cannot be predicted have NaN everywhere and a
 * reason; so has everything that was not asked for.
 */
public final class Predictions {
    private final double[] estimates;
    private final double[] standardErrors;
    private final double[] lower;
    private final double[] upper;
    private final List<String> reasons;
    private final double coverage;

    /** Arrays have one entry per row. */
    public Predictions(
            double[] estimates,
            double[] standardErrors,
            double[] lower,
            double[] upper,
            List<String> reasons,
            double coverage) {
        this.estimates = estimates.clone();
        this.standardErrors = standardErrors.clone();
        this.lower = lower.clone();
        this.upper = upper.clone();
        this.reasons = List.copyOf(reasons);
        this.coverage = coverage;
    }

    /** Number of rows. */
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
