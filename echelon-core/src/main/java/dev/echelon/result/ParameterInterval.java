package dev.echelon.result;

/**
 * A parameter with a confidence interval.
 *
 * @param parameter {@code sd_(Intercept)|Subject}, {@code cor_Days.(Intercept)|Subject}, {@code sigma} or the name of a
 *     fixed effect
 * @param estimate its estimate by the criterion the interval belongs to
 * @param interval the interval; a bound of the parameter's range (0, ±1) where the data do not exclude it
 */
public record ParameterInterval(String parameter, double estimate, Interval interval) {}
