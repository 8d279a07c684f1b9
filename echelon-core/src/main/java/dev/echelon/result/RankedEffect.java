package dev.echelon.result;

/**
 * One level in a caterpillar plot: a random effect with its interval, and where the level ranks among all.
 *
 * @param level the level
 * @param mode the conditional mode
 * @param stdError its standard error, conditional or joint
 * @param lower bound of the normal interval
 * @param upper bound of the normal interval
 * @param expectedRank 1 (smallest) to m (largest): 1 + Σ_k Φ((b̂_j − b̂_k)/√(v_j + v_k)) over the other levels; NaN if not
 *     asked for
 * @param percentile 100(expectedRank − ½)/m; NaN if not asked for
 */
public record RankedEffect(
        String level,
        double mode,
        double stdError,
        double lower,
        double upper,
        double expectedRank,
        double percentile) {}
