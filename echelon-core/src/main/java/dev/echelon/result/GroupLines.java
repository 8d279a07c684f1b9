package dev.echelon.result;

import java.util.List;

/**
 * The regression line of each group three times: by its own rows (least squares), by the mixed model, and as the fixed
 * effects alone say (what the mixed model shrinks towards).
 */
public final class GroupLines {
    private final List<String> columns;
    private final List<String> levels;
    private final long[] counts;
    private final double[] own;
    private final double[] mixed;
    private final double[] fixed;

    /**
     * @param counts rows per level
     * @param own one per column, level after level; NaN for a level without a regression
     * @param mixed stored alike
     * @param fixed stored alike
     */
    public GroupLines(
            List<String> columns, List<String> levels, long[] counts, double[] own, double[] mixed, double[] fixed) {
        this.columns = List.copyOf(columns);
        this.levels = List.copyOf(levels);
        this.counts = counts.clone();
        this.own = own.clone();
        this.mixed = mixed.clone();
        this.fixed = fixed.clone();
    }

    /** The constant and what varies within groups. */
    public List<String> columns() {
        return columns;
    }

    /** The levels of the grouping factor, in order. */
    public List<String> levels() {
        return levels;
    }

    /** Rows of a level. */
    public long rows(int level) {
        return counts[level];
    }

    /** The coefficient of a level's own regression; NaN without one. */
    public double leastSquares(int level, int column) {
        return own[level * columns.size() + column];
    }

    /** The coefficient of the mixed model, fixed plus random. */
    public double mixed(int level, int column) {
        return mixed[level * columns.size() + column];
    }

    /** The coefficient without random effects; predictors that are constant in the group count into its constant. */
    public double fixed(int level, int column) {
        return fixed[level * columns.size() + column];
    }

    /** Standard deviation over the levels that have a regression of their own: of that, or of the mixed model's line. */
    public double spread(int column, boolean ofMixed) {
        double sum = 0;
        int count = 0;
        for (int j = 0; j < levels.size(); j++) {
            if (!Double.isNaN(leastSquares(j, column))) {
                sum += ofMixed ? mixed(j, column) : leastSquares(j, column);
                count++;
            }
        }
        double squares = 0;
        for (int j = 0; j < levels.size(); j++) {
            if (!Double.isNaN(leastSquares(j, column))) {
                double x = ofMixed ? mixed(j, column) : leastSquares(j, column);
                squares += (x - sum / count) * (x - sum / count);
            }
        }
        return count < 2 ? Double.NaN : Math.sqrt(squares / (count - 1));
    }
}
