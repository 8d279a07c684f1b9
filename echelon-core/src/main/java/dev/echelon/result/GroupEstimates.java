package dev.echelon.result;

import java.util.List;

/**
 * Random effects of each level twice: the conditional mode b̂ (empirical Bayes) and û, what the level's own rows say by
 * least squares given the rest of the model; and how reliable û is, λ = τ/(τ + v) with τ the variance of the effect and v
 * that of û − b. A level whose rows do not determine its effects has NaN for û, v and λ.
 */
public final class GroupEstimates {
    private final String group;
    private final List<String> effects;
    private final List<String> levels;
    private final double[] modes;
    private final double[] own;
    private final double[] variances;
    private final double[] between;

    /**
     * @param modes b̂, one per effect, level after level
     * @param own û, stored alike
     * @param variances v, stored alike
     * @param between τ of each effect
     */
    public GroupEstimates(
            String group,
            List<String> effects,
            List<String> levels,
            double[] modes,
            double[] own,
            double[] variances,
            double[] between) {
        this.group = group;
        this.effects = List.copyOf(effects);
        this.levels = List.copyOf(levels);
        this.modes = modes.clone();
        this.own = own.clone();
        this.variances = variances.clone();
        this.between = between.clone();
    }

    /** The grouping label. */
    public String group() {
        return group;
    }

    /** The random effects of the grouping factor, over all its terms. */
    public List<String> effects() {
        return effects;
    }

    /** The levels of the grouping factor, in order. */
    public List<String> levels() {
        return levels;
    }

    /** b̂. */
    public double mode(int level, int effect) {
        return modes[level * effects.size() + effect];
    }

    /** û. */
    public double leastSquares(int level, int effect) {
        return own[level * effects.size() + effect];
    }

    /** √v. */
    public double leastSquaresError(int level, int effect) {
        return Math.sqrt(variances[level * effects.size() + effect]);
    }

    /** λ of one level: 1 minus it is the shrinkage of an effect that is alone. */
    public double reliability(int level, int effect) {
        return between[effect] / (between[effect] + variances[level * effects.size() + effect]);
    }

    /** The mean of λ over the levels that have it, HLM's reliability; NaN if none has. */
    public double reliability(int effect) {
        double sum = 0;
        int count = 0;
        for (int j = 0; j < levels.size(); j++) {
            if (estimable(j)) {
                sum += reliability(j, effect);
                count++;
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    /** Whether the rows of a level determine its effects. */
    public boolean estimable(int level) {
        return !Double.isNaN(own[level * effects.size()]);
    }

    /** The levels whose rows do not determine their effects. */
    public List<String> deficient() {
        return java.util.stream.IntStream.range(0, levels.size())
                .filter(j -> !estimable(j))
                .mapToObj(levels::get)
                .toList();
    }
}
