package dev.echelon.result;

import java.util.List;

/**
 * The coefficients of each group: fixed effect plus conditional mode, with exact standard errors given θ̂ (those of β̂ + b̂
 * − b). A random effect without a fixed counterpart has 0 in its place.
 */
public final class GroupCoefficients {
    private final String group;
    private final List<String> columns;
    private final List<String> levels;
    private final double[] values;
    private final double[] errors;

    /**
     * @param values one per column, level after level
     * @param errors their standard errors, stored alike
     */
    public GroupCoefficients(
            String group, List<String> columns, List<String> levels, double[] values, double[] errors) {
        this.group = group;
        this.columns = List.copyOf(columns);
        this.levels = List.copyOf(levels);
        this.values = values.clone();
        this.errors = errors.clone();
    }

    /** The grouping label. */
    public String group() {
        return group;
    }

    /** The fixed effects, then random effects that are not among them. */
    public List<String> columns() {
        return columns;
    }

    /** The levels of the grouping factor, in order. */
    public List<String> levels() {
        return levels;
    }

    /** The coefficient of a level. */
    public double value(int level, int column) {
        return values[level * columns.size() + column];
    }

    /** Its standard error. */
    public double stdError(int level, int column) {
        return errors[level * columns.size() + column];
    }
}
