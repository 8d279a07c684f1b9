package dev.echelon.result;

import dev.echelon.error.EchelonException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Conditional modes b̂ of one random-effects term with their variances: conditional on θ̂ and β̂ (lme4's condVar), or
 * joint, those of b̂ − b with β̂ estimated. Values are on the scale of the response.
 */
public final class RandomEffects {
    /** Every pair of levels is compared for expected ranks; this many levels take seconds. */
    private static final int MOST_RANKED = 20_000;

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

    /** The covariance of two effects at {@code level}. */
    public double variance(int level, int row, int column) {
        int q = columns.size();
        return variances[level * q * q + column * q + row];
    }

    /** The standard error of an effect at {@code level}. */
    public double stdError(int level, int column) {
        return Math.sqrt(Math.max(0, variance(level, column, column)));
    }

    /**
     * One effect as a caterpillar plot shows it: levels by increasing mode, with normal intervals.
     *
     * @param coverage of the intervals, such as 0.95
     * @param ranks whether expected ranks are wanted (Lingsma et al. 2010, as merTools computes them)
     * @throws EchelonException if the coverage is not between 0 and 1, or there are too many levels to be ranked
     */
    public List<RankedEffect> caterpillar(int column, double coverage, boolean ranks) {
        if (!(coverage > 0 && coverage < 1)) {
            throw new EchelonException("the level of an interval must be between 0 and 1, not " + coverage);
        }
        int m = levels.size();
        double[] expected = new double[m];
        Arrays.fill(expected, Double.NaN);
        if (ranks) {
            expected = expectedRanks(column);
        }
        double z = NormalDistribution.of(0, 1).inverseCumulativeProbability(0.5 + coverage / 2);
        List<RankedEffect> rows = new ArrayList<>();
        for (int j = 0; j < m; j++) {
            double mode = mode(j, column);
            double half = z * stdError(j, column);
            rows.add(new RankedEffect(
                    levels.get(j),
                    mode,
                    stdError(j, column),
                    mode - half,
                    mode + half,
                    expected[j],
                    100 * (expected[j] - 0.5) / m));
        }
        rows.sort(java.util.Comparator.comparingDouble(RankedEffect::mode));
        return List.copyOf(rows);
    }

    private double[] expectedRanks(int column) {
        int m = levels.size();
        if (m > MOST_RANKED) {
            throw new EchelonException("'" + name + "' has " + m + " levels, and expected ranks compare every pair of"
                    + " them; at most " + MOST_RANKED + " can be ranked, so sort them by mode instead");
        }
        NormalDistribution normal = NormalDistribution.of(0, 1);
        double[] ranks = new double[m];
        Arrays.fill(ranks, 1);
        for (int j = 0; j < m; j++) {
            for (int k = 0; k < j; k++) {
                double sd = Math.sqrt(variance(j, column, column) + variance(k, column, column));
                double difference = mode(j, column) - mode(k, column);
                double above =
                        sd > 0 ? normal.cumulativeProbability(difference / sd) : 0.5 + 0.5 * Math.signum(difference);
                ranks[j] += above;
                ranks[k] += 1 - above;
            }
        }
        return ranks;
    }
}
