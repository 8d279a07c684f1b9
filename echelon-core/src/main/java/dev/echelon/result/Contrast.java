package dev.echelon.result;

import java.util.List;

/**
 * A comparison of marginal means.
 *
 * @param label what is compared: {@code A - B}
 * @param by levels of the factors that form its family
 * @param estimate NaN if not estimable, as are the other numbers
 * @param stdError its standard error
 * @param df degrees of freedom, may be infinite
 * @param statistic estimate/stdError
 * @param pValue two-sided, adjusted
 * @param interval simultaneous, at the level asked for
 * @param estimable whether the data determine it
 */
public record Contrast(
        String label,
        List<String> by,
        double estimate,
        double stdError,
        double df,
        double statistic,
        double pValue,
        Interval interval,
        boolean estimable) {
    /** Copies the list. */
    public Contrast {
        by = List.copyOf(by);
    }
}
