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
 * @param terms the random terms to include; empty for all
 */
public record Request(
        boolean conditional,
        boolean refuseUnknown,
        boolean betweenGroups,
        boolean errors,
        Interval interval,
        double coverage,
        List<String> terms) {

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
