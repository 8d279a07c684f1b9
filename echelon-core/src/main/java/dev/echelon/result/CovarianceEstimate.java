package dev.echelon.result;

import java.util.List;

/**
 * The estimated covariance of the random effects of one term.
 *
 * @param name the term's unique name: {@code Subject}, {@code Subject.1}
 * @param group the grouping label: {@code Subject}
 * @param structure {@code us}, {@code diag}, …
 * @param columns the effects: {@code (Intercept)}, {@code Days}
 * @param standardDeviations on the scale of the response
 * @param correlation rows of the correlation matrix; NaN where a standard deviation is zero
 */
public record CovarianceEstimate(
        String name,
        String group,
        String structure,
        List<String> columns,
        List<Double> standardDeviations,
        List<List<Double>> correlation) {
    public CovarianceEstimate {
        columns = List.copyOf(columns);
        standardDeviations = List.copyOf(standardDeviations);
        correlation = correlation.stream().map(List::copyOf).toList();
    }
}
