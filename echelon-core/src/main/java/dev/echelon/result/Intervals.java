package dev.echelon.result;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Confidence intervals of the parameters of a fit.
 *
 * @param method {@code wald}, {@code profile}, {@code bootstrap}, {@code bootstrap_basic}, {@code bootstrap_normal} or
 *     {@code bootstrap_bca}, with {@code residual_}, {@code case_} or {@code case_rows_} before it if the bootstrap is
 *     not parametric
 * @param intervals one per parameter: standard deviations and correlations by term, σ, fixed effects
 * @param replicates bootstrap samples that were fitted; 0 for other methods
 * @param singular how many of these have a singular covariance of random effects
 * @param failures bootstrap samples that were not, by reason
 */
public record Intervals(
        String method, List<ParameterInterval> intervals, int replicates, int singular, Map<String, Integer> failures) {
    /** Copies its arguments, keeping their order. */
    public Intervals {
        intervals = List.copyOf(intervals);
        failures = Collections.unmodifiableMap(new LinkedHashMap<>(failures));
    }

    /**
     * The interval of a parameter.
     *
     * @throws dev.echelon.error.EchelonException if there is none of that name; the message lists the names
     */
    public ParameterInterval of(String parameter) {
        return intervals.stream()
                .filter(interval -> interval.parameter().equals(parameter))
                .findFirst()
                .orElseThrow(() -> new dev.echelon.error.EchelonException("no parameter '" + parameter
                        + "'; the parameters are "
                        + String.join(
                                ", ",
                                intervals.stream()
                                        .map(ParameterInterval::parameter)
                                        .toList())));
    }
}
