package dev.echelon.result;

import java.util.List;

/**
 * Grouped data in three ways: regression of group means, one regression per group, and the mixed model between them; and
 * the slopes within and between groups.
 *
 * @param formula the model
 * @param group the grouping factor
 * @param rows rows used
 * @param aggregate regressions of group means
 * @param separate regressions of single groups
 * @param mixed the fixed effects of the mixed model
 * @param sigma its residual standard deviation
 * @param contextual predictors that vary within and between groups
 * @param lines the coefficients of each group
 * @param notes what was left out, and why
 */
public record Exploration(
        String formula,
        String group,
        long rows,
        Aggregate aggregate,
        Separate separate,
        List<Coefficient> mixed,
        double sigma,
        List<Contextual> contextual,
        GroupLines lines,
        List<String> notes) {

    /** Copies the lists. */
    public Exploration {
        mixed = List.copyOf(mixed);
        contextual = List.copyOf(contextual);
        notes = List.copyOf(notes);
    }

    /**
     * Regression of the group means of y on those of X, one row per group: all alike, and weighted by their rows.
     *
     * @param groups its number of rows
     * @param coefficients one per column of X
     * @param df groups less coefficients that can be estimated
     * @param sigma residual standard deviation
     * @param weightedSigma the same of the weighted regression: of a group of one row
     */
    public record Aggregate(
            int groups, List<AggregateCoefficient> coefficients, int df, double sigma, double weightedSigma) {
        /** Copies the list. */
        public Aggregate {
            coefficients = List.copyOf(coefficients);
        }
    }

    /** A coefficient of group means; NaN if its means depend on those of columns before it. */
    public record AggregateCoefficient(
            String term, double estimate, double stdError, double weighted, double weightedError) {}

    /**
     * One regression per group on what varies within groups.
     *
     * @param columns the constant and the predictors
     * @param fitted number of groups with a regression
     * @param unfitted the others
     * @param pooledSd √(Σ RSS / Σ degrees of freedom)
     * @param pooledDf those degrees of freedom
     * @param sds smallest, median and largest residual standard deviation of groups with rows to spare; empty if none has
     * @param means of the coefficients over groups
     * @param spreads their standard deviations over groups
     */
    public record Separate(
            List<String> columns,
            int fitted,
            List<Unfitted> unfitted,
            double pooledSd,
            long pooledDf,
            List<Double> sds,
            List<Double> means,
            List<Double> spreads) {
        /** Copies the lists. */
        public Separate {
            columns = List.copyOf(columns);
            unfitted = List.copyOf(unfitted);
            sds = List.copyOf(sds);
            means = List.copyOf(means);
            spreads = List.copyOf(spreads);
        }
    }

    /** A group without a regression, and why. */
    public record Unfitted(String level, long rows, String reason) {}

    /**
     * A numeric predictor that varies within and between groups, from the model with its group means added.
     *
     * @param predictor its name
     * @param within its slope within groups
     * @param between the slope of its group means
     * @param difference between − within: the contextual effect, with its test
     */
    public record Contextual(String predictor, Slope within, Slope between, Coefficient difference) {}

    /** A slope. */
    public record Slope(double estimate, double stdError) {}
}
