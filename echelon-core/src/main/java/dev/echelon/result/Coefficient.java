package dev.echelon.result;

/**
 * A fixed effect.
 *
 * @param term R's name of the column
 * @param estimate β̂_k on the scale of the data
 * @param stdError its standard error given θ̂, or NaN if the column was dropped as aliased
 * @param df denominator degrees of freedom of t, or NaN if the interval uses the normal distribution
 * @param statistic estimate / stdError
 * @param pValue two-sided p from t with {@code df}, or NaN without {@code df}
 * @param interval 95 % Wald interval
 */
public record Coefficient(
        String term, double estimate, double stdError, double df, double statistic, double pValue, Interval interval) {}
