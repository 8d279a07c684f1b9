package dev.echelon.result;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The power of a test in one design, by simulation.
 *
 * @param size levels or rows per level, along what {@link PowerCurve#along} names; 0 if the design was not changed
 * @param rows number of rows of the design
 * @param groups number of levels by grouping label
 * @param replicates how many responses were simulated
 * @param significant how many tests had p below α
 * @param power {@code significant / replicates}
 * @param interval exact binomial interval of Clopper and Pearson, 95 %
 * @param singular fits with a singular covariance of random effects; they count like others
 * @param failures fits or tests that failed, by reason; they count as not significant
 */
public record PowerPoint(
        int size,
        long rows,
        Map<String, Integer> groups,
        int replicates,
        int significant,
        double power,
        Interval interval,
        int singular,
        Map<String, Integer> failures) {
    /** Copies the maps, keeping their order. */
    public PowerPoint {
        groups = Collections.unmodifiableMap(new LinkedHashMap<>(groups));
        failures = Collections.unmodifiableMap(new LinkedHashMap<>(failures));
    }
}
