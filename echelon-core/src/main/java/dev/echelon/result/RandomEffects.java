package dev.echelon.result;

import java.util.List;

/**
 * Conditional modes b̂ of one random-effects term with their conditional variances given θ̂ and β̂ (lme4's condVar).
 * Values are on the scale of the response.
 */
public final class RandomEffects {
    private final String name;
    private final List<String> columns;
    private final List<String> levels;
    private final double[] modes;
    private final double[] variances;

    /**
     * @param modes q values per level, level after level
     * @param variances q×q column-major per level, level after level
     */
    public RandomEffects(String name, List<String> columns, List<String> levels, double[] modes, double[] variances) {
        this.name = name;
        this.columns = List.copyOf(columns);
        this.levels = List.copyOf(levels);
        this.modes = modes.clone();
        this.variances = variances.clone();
    }

    /** The term: {@code Subject}. */
    public String name() {
        return name;
    }

    /** The effects: {@code (Intercept)}, {@code Days}. */
    public List<String> columns() {
        return columns;
    }

    /** The levels of the grouping factor, in order. */
    public List<String> levels() {
        return levels;
    }

    /** The conditional mode of effect {@code column} at {@code level}. */
    public double mode(int level, int column) {
        return modes[level * columns.size() + column];
    }

    /** The conditional covariance of two effects at {@code level}. */
    public double variance(int level, int row, int column) {
        int q = columns.size();
        return variances[level * q * q + column * q + row];
    }
}
