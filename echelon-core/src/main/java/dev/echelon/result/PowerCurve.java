package dev.echelon.result;

import java.util.List;

/**
 * Power by simulation, in one design or along several.
 *
 * @param test the tested term or coefficient
 * @param method how p values were found: {@code satterthwaite}, …, {@code likelihood-ratio}
 * @param effects the true values of the tested coefficients, by name
 * @param alpha level of the test
 * @param along what changes from point to point, such as {@code levels of Subject}; empty if nothing
 * @param points one for each design
 */
public record PowerCurve(
        String test, String method, List<Effect> effects, double alpha, String along, List<PowerPoint> points) {
    /**
     * A true value.
     *
     * @param coefficient its name
     * @param value the value
     */
    public record Effect(String coefficient, double value) {}

    /** Copies the lists. */
    public PowerCurve {
        effects = List.copyOf(effects);
        points = List.copyOf(points);
    }
}
