package dev.echelon;

import dev.echelon.error.EchelonException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A question about power: how often does a test find an effect, in this design or in larger and smaller ones? Immutable:
 * {@code Power.of("Days").effect("Days", 5).along("Subject", 10, 20, 40)}.
 *
 * @param test name of a fixed effect or label of a term
 * @param replicates simulated data sets in each design, 1000
 * @param seed the same seed gives the same power on any number of threads
 * @param alpha level of the test, 0.05
 * @param df degrees of freedom of the test
 * @param likelihoodRatio whether the test is by likelihood ratio, in place of F
 * @param effects true values of fixed effects, in place of those of the fit
 * @param along column whose number of levels is changed; empty for none
 * @param levels the numbers of levels
 * @param within columns whose every combination gets another number of rows; empty for none
 * @param rows the numbers of rows
 */
public record Power(
        String test,
        int replicates,
        long seed,
        double alpha,
        DfMethod df,
        boolean likelihoodRatio,
        Map<String, Double> effects,
        String along,
        List<Integer> levels,
        List<String> within,
        List<Integer> rows) {

    private static final int MOST_REPLICATES = 10_000_000;

    /** Checks the numbers. */
    public Power {
        if (replicates < 1 || replicates > MOST_REPLICATES) {
            throw new EchelonException("power needs 1 to " + MOST_REPLICATES + " replicates, not " + replicates);
        }
        if (!(alpha > 0 && alpha < 1)) {
            throw new EchelonException("the level of a test must be between 0 and 1, not " + alpha);
        }
        if (df == DfMethod.BETWEEN_WITHIN || df == DfMethod.CONTAINMENT) {
            throw new EchelonException("power is not simulated with " + df.id() + " degrees of freedom; choose"
                    + " satterthwaite, kenward-roger, residual or none");
        }
        effects.forEach((name, value) -> {
            if (!Double.isFinite(value)) {
                throw new EchelonException("the true value of '" + name + "' must be a number, not " + value);
            }
        });
        effects = Collections.unmodifiableMap(new LinkedHashMap<>(effects));
        levels = sizes(levels);
        within = List.copyOf(within);
        rows = sizes(rows);
        if (levels.size() > 1 && rows.size() > 1) {
            throw new EchelonException("a power curve goes along one thing: give several numbers of levels or several"
                    + " numbers of rows, not both");
        }
    }

    private static List<Integer> sizes(List<Integer> sizes) {
        for (int size : sizes) {
            if (size < 1) {
                throw new EchelonException("a design cannot have " + size + " levels or rows; give numbers above zero");
            }
        }
        return List.copyOf(sizes);
    }

    /** The power of the F test of a fixed effect or a term, with Satterthwaite's degrees of freedom. */
    public static Power of(String test) {
        return new Power(
                test, 1000, 1, 0.05, DfMethod.SATTERTHWAITE, false, Map.of(), "", List.of(), List.of(), List.of());
    }

    /** With another number of replicates. */
    public Power replicates(int number) {
        return new Power(test, number, seed, alpha, df, likelihoodRatio, effects, along, levels, within, rows);
    }

    /** With another seed. */
    public Power seed(long value) {
        return new Power(test, replicates, value, alpha, df, likelihoodRatio, effects, along, levels, within, rows);
    }

    /** At another level. */
    public Power alpha(double level) {
        return new Power(test, replicates, seed, level, df, likelihoodRatio, effects, along, levels, within, rows);
    }

    /** With other degrees of freedom. */
    public Power df(DfMethod method) {
        return new Power(test, replicates, seed, alpha, method, likelihoodRatio, effects, along, levels, within, rows);
    }

    /** By a likelihood-ratio test of fits by ML. */
    public Power byLikelihoodRatio() {
        return new Power(test, replicates, seed, alpha, df, true, effects, along, levels, within, rows);
    }

    /** With a true value of a fixed effect. */
    public Power effect(String coefficient, double value) {
        Map<String, Double> next = new LinkedHashMap<>(effects);
        next.put(coefficient, value);
        return new Power(test, replicates, seed, alpha, df, likelihoodRatio, next, along, levels, within, rows);
    }

    /** In designs with these numbers of levels of a column; rows of existing levels are repeated for new ones. */
    public Power along(String column, Integer... sizes) {
        return new Power(
                test, replicates, seed, alpha, df, likelihoodRatio, effects, column, List.of(sizes), within, rows);
    }

    /** In designs with these numbers of rows in every combination of levels; existing rows are repeated. */
    public Power within(List<String> columns, Integer... sizes) {
        return new Power(
                test,
                replicates,
                seed,
                alpha,
                df,
                likelihoodRatio,
                effects,
                along,
                levels,
                new ArrayList<>(columns),
                List.of(sizes));
    }

    boolean changesDesign() {
        return !levels.isEmpty() || !rows.isEmpty();
    }
}
