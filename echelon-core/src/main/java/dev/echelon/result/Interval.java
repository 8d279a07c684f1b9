package dev.echelon.result;

/**
 * An interval estimate.
 *
 * @param lower lower end
 * @param upper upper end
 * @param level nominal coverage, 0.95
 */
public record Interval(double lower, double upper, double level) {}
