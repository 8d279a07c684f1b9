package dev.echelon.internal.design;

import dev.echelon.covariance.Covariance;
import dev.echelon.covariance.LevelCovariance;
import java.util.List;
import java.util.Optional;

/**
 * The matrices of {@code y = Xβ + Zu + ε} for the rows that are used: what the engine eats. Arrays are shared, never
 * written after construction.
 *
 * @param response y − offset, n values
 * @param weights precision weights, n positive values; empty array when all are one
 * @param fixed X, n×p, with full column rank not guaranteed
 * @param random one entry per random term in the order of the formula
 * @param residual the R side; empty if the residuals are independent with one variance
 */
public record Design(
        double[] response,
        double[] weights,
        ModelMatrix fixed,
        List<RandomBlock> random,
        Optional<ResidualRows> residual) {

    /** A design whose residuals are independent with one variance. */
    public Design(double[] response, double[] weights, ModelMatrix fixed, List<RandomBlock> random) {
        this(response, weights, fixed, random, Optional.empty());
    }

    Design withResidual(ResidualRows rows) {
        return new Design(response, weights, fixed, random, Optional.of(rows));
    }

    /** The same matrices without rows: names, levels and structures. */
    public Design header() {
        return new Design(
                new double[0],
                new double[0],
                fixed.header(),
                random.stream().map(RandomBlock::header).toList());
    }

    /**
     * A random-effects term before it is turned into cross-products.
     *
     * @param name the grouping label, unique among terms: {@code Subject}, {@code Subject.1}, …
     * @param group the grouping label itself: terms with equal {@code group} share {@code codes} and {@code levels}
     * @param effects Z's columns per observation: n×q
     * @param codes level of each observation, 0..levels.size()-1; all levels occur
     * @param levels the observed levels in order
     * @param covariance the structure of the q columns
     * @param related the term before a known covariance of its levels was put into its columns; empty if its levels are
     *     independent
     */
    public record RandomBlock(
            String name,
            String group,
            ModelMatrix effects,
            int[] codes,
            List<String> levels,
            Covariance covariance,
            Optional<Related> related) {

        /** A term with independent levels. */
        public RandomBlock(
                String name,
                String group,
                ModelMatrix effects,
                int[] codes,
                List<String> levels,
                Covariance covariance) {
            this(name, group, effects, codes, levels, covariance, Optional.empty());
        }

        RandomBlock header() {
            return new RandomBlock(
                    name,
                    group,
                    effects.header(),
                    new int[0],
                    levels,
                    covariance,
                    related.map(of -> new Related(of.term.header(), of.known)));
        }

        /** The term as users know it: its own levels and effects. */
        public RandomBlock shown() {
            return related.map(Related::term).orElse(this);
        }
    }

    /**
     * A term and the known covariance of its levels.
     *
     * @param term as if its levels were independent
     * @param known covariance of the levels
     */
    public record Related(RandomBlock term, LevelCovariance known) {}
}
