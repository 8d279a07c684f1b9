package dev.echelon.result;

import java.util.List;

/**
 * An estimated marginal mean, or the slope of a covariate.
 *
 * @param levels of the factors it is a mean of
 * @param by levels of the factors that form its family
 * @param estimate NaN if not estimable, as are the other numbers
 * @param stdError its standard error
 * @param df degrees of freedom, may be infinite
 * @param statistic estimate/stdError
 * @param pValue of the two-sided test that it is zero
 * @param interval at the level asked for
 * @param estimable whether the data determine it
 */
public record MarginalMean(
        List<String> levels,
        List<String> by,
        double estimate,
        double stdError,
        double df,
        double statistic,
        double pValue,
        Interval interval,
        boolean estimable) {
    /** Copies the lists. */
    public MarginalMean {
        levels = List.copyOf(levels);
        by = List.copyOf(by);
    }
}
