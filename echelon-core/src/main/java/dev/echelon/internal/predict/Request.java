package dev.echelon.internal.predict;

import java.util.List;

/**
 * What is to be predicted.
 *
 * @param conditional with random effects
 * @param refuseUnknown whether an unknown group is an error
 * @param betweenGroups whether unknown groups add their variance to the error
 * @param errors whether standard errors are wanted
 * @param interval none, for the mean, or for one new observation
 * @param coverage of the interval
 * @param terms names of random terms, or bars as in a formula, to include; empty for all
 * @param incomplete what to do with rows that cannot be predicted
 */
public record Request(
        boolean conditional,
        boolean refuseUnknown,
        boolean betweenGroups,
        boolean errors,
        Interval interval,
        double coverage,
        List<String> terms,
        Incomplete incomplete) {

    /** What becomes of rows with missing values. */
    public enum Incomplete {
        /** They stay, without a prediction and with a reason. */
        KEEP,
        /** They are left out. */
        DROP,
        /** They are an error. */
        ERROR
    }

    /** Which interval. */
    public enum Interval {
        /** None. */
        NONE,
        /** For the mean. */
        MEAN,
        /** For one new observation. */
        OBSERVATION
    }
}
