package dev.echelon.internal.design;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the used rows look like in the predictors of the fixed part: where marginal means are taken, and with what
 * weights.
 *
 * <p>A covariate is a numeric column that expressions of the fixed part read; an expression that is more than a function
 * of its row's numbers, such as {@code within(x, g)}, is a covariate itself, with one value for each of its columns.
 *
 * @param covariates by name, in the order of the formula
 * @param factors labels of the factors of the fixed part
 * @param codes combinations of levels that occur, one level for each factor, combination after combination
 * @param weights how many rows have each combination, or the sum of their precision weights
 */
public record Composition(Map<String, Covariate> covariates, List<String> factors, int[] codes, double[] weights) {
    /** Nothing is known: fits saved by releases that did not keep it. */
    public static final Composition UNKNOWN = new Composition(Map.of(), List.of(), new int[0], new double[0]);

    /** Copies the maps and lists; arrays are shared and never written. */
    public Composition {
        covariates = Collections.unmodifiableMap(new LinkedHashMap<>(covariates));
        factors = List.copyOf(factors);
    }

    /**
     * The values of a covariate in the used rows.
     *
     * @param means of its columns, each row counting once
     */
    public record Covariate(double[] means) {}

    /** Whether there is nothing in it: a saved fit of an older release, or a model of the constant alone. */
    public boolean isEmpty() {
        return covariates.isEmpty() && factors.isEmpty();
    }

    /** Number of combinations that occur. */
    public int combinations() {
        return weights.length;
    }
}
