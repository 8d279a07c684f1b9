package dev.echelon;

import dev.echelon.covariance.Covariance;
import dev.echelon.error.EchelonException;
import dev.echelon.error.Suggestions;
import dev.echelon.internal.design.Design;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Parameters that are assumed, not estimated: what to simulate from when there is no fit. Random effects are given
 * either by θ or by standard deviations and correlations. Immutable:
 *
 * <pre>{@code
 * ModelParameters.of(25.6).fixed(251.4, 10.5).deviations(24.7, 5.9).correlations(0.07)
 * }</pre>
 *
 * @param fixed fixed effects in the order of the columns of X; empty if they are given by name
 * @param named fixed effects by name
 * @param theta covariance parameters relative to σ, term by term as in the formula; for an unstructured term the lower
 *     triangle of its factor, column by column, as lme4
 * @param deviations standard deviations of all random effects, term by term
 * @param correlations of unstructured terms, term by term, pairs by column; empty for none
 * @param sigma residual standard deviation
 */
public record ModelParameters(
        List<Double> fixed,
        Map<String, Double> named,
        List<Double> theta,
        List<Double> deviations,
        List<Double> correlations,
        double sigma) {

    /** Checks σ and that covariances are said once. */
    public ModelParameters {
        if (!(sigma > 0) || Double.isInfinite(sigma)) {
            throw new EchelonException("the residual standard deviation must be a positive number, not " + sigma);
        }
        Stream.concat(fixed.stream(), named.values().stream())
                .filter(value -> !Double.isFinite(value))
                .forEach(value -> {
                    throw new EchelonException("a fixed effect must be a number, not " + value);
                });
        if (!theta.isEmpty() && !(deviations.isEmpty() && correlations.isEmpty())) {
            throw new EchelonException("the random effects are described twice: give theta, or standard deviations and"
                    + " correlations, not both");
        }
        fixed = List.copyOf(fixed);
        named = Collections.unmodifiableMap(new LinkedHashMap<>(named));
        theta = List.copyOf(theta);
        deviations = List.copyOf(deviations);
        correlations = List.copyOf(correlations);
    }

    /** Parameters with this residual standard deviation and nothing else yet. */
    public static ModelParameters of(double sigma) {
        return new ModelParameters(List.of(), Map.of(), List.of(), List.of(), List.of(), sigma);
    }

    /** With all fixed effects, in the order of the columns of X. */
    public ModelParameters fixed(double... values) {
        return new ModelParameters(list(values), named, theta, deviations, correlations, sigma);
    }

    /** With one fixed effect by name. */
    public ModelParameters fixed(String name, double value) {
        Map<String, Double> next = new LinkedHashMap<>(named);
        next.put(name, value);
        return new ModelParameters(fixed, next, theta, deviations, correlations, sigma);
    }

    /** With θ. */
    public ModelParameters theta(double... values) {
        return new ModelParameters(fixed, named, list(values), deviations, correlations, sigma);
    }

    /** With standard deviations of the random effects. */
    public ModelParameters deviations(double... values) {
        return new ModelParameters(fixed, named, theta, list(values), correlations, sigma);
    }

    /** With correlations of the random effects. */
    public ModelParameters correlations(double... values) {
        return new ModelParameters(fixed, named, theta, deviations, list(values), sigma);
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    /** The fixed effects by name. */
    Map<String, Double> beta(List<String> columns) {
        if (!fixed.isEmpty() && fixed.size() != columns.size()) {
            throw new EchelonException("the number of values for fixed effects is " + fixed.size() + ", not "
                    + columns.size() + ", one for each of " + String.join(", ", columns));
        }
        Map<String, Double> beta = new LinkedHashMap<>();
        for (int k = 0; k < fixed.size(); k++) {
            beta.put(columns.get(k), fixed.get(k));
        }
        named.forEach((name, value) -> {
            if (!columns.contains(name)) {
                throw new EchelonException("no fixed effect '" + name + "'" + Suggestions.hint(name, columns)
                        + "; the fixed effects are " + String.join(", ", columns));
            }
            beta.put(name, value);
        });
        for (String column : columns) {
            if (!beta.containsKey(column)) {
                throw new EchelonException("no value is given for the fixed effect '" + column + "'; the fixed effects"
                        + " are " + String.join(", ", columns));
            }
        }
        return beta;
    }

    /** Σ/σ² of each term. */
    List<double[]> relative(List<Design.RandomBlock> blocks) {
        return deviations.isEmpty() && correlations.isEmpty() ? byTheta(blocks) : byDeviations(blocks);
    }

    private List<double[]> byTheta(List<Design.RandomBlock> blocks) {
        List<String> names = new ArrayList<>();
        for (Design.RandomBlock block : blocks) {
            block.covariance()
                    .parameterNames(block.effects().names())
                    .forEach(name -> names.add(block.name() + "." + name));
        }
        requireCount("theta", theta, names);
        double[] values = theta.stream().mapToDouble(Double::doubleValue).toArray();
        List<double[]> relative = new ArrayList<>();
        int from = 0;
        for (Design.RandomBlock block : blocks) {
            int w = block.effects().width();
            Covariance covariance = block.covariance();
            double[] sigma2 = new double[w * w];
            covariance.covariance(w, values, from, sigma2);
            from += covariance.parameterCount(w);
            relative.add(sigma2);
        }
        return relative;
    }

    private List<double[]> byDeviations(List<Design.RandomBlock> blocks) {
        List<String> effects = new ArrayList<>();
        List<String> pairs = new ArrayList<>();
        for (Design.RandomBlock block : blocks) {
            List<String> columns = block.effects().names();
            for (int i = 0; i < columns.size(); i++) {
                effects.add(columns.get(i) + "|" + block.group());
                for (int j = i + 1;
                        j < columns.size() && block.covariance().name().equals("us");
                        j++) {
                    pairs.add(columns.get(j) + "." + columns.get(i) + "|" + block.group());
                }
            }
        }
        requireCount("standard deviations", deviations, effects);
        if (!correlations.isEmpty()) {
            requireCount("correlations", correlations, pairs);
        }
        return covariances(blocks);
    }

    private List<double[]> covariances(List<Design.RandomBlock> blocks) {
        List<double[]> relative = new ArrayList<>();
        int effect = 0;
        int pair = 0;
        for (Design.RandomBlock block : blocks) {
            int w = block.effects().width();
            boolean free = block.covariance().name().equals("us");
            double[] matrix = new double[w * w];
            for (int i = 0; i < w; i++) {
                double s = deviations.get(effect + i) / sigma;
                matrix[i * w + i] = s * s;
                for (int j = i + 1; j < w && free && !correlations.isEmpty(); j++) {
                    matrix[i * w + j] = correlations.get(pair++) * s * deviations.get(effect + j) / sigma;
                    matrix[j * w + i] = matrix[i * w + j];
                }
            }
            relative.add(checked(block, matrix));
            effect += w;
        }
        return relative;
    }

    /** That the structure can hold the matrix: what its own parameters make of it is the same. */
    private static double[] checked(Design.RandomBlock block, double[] matrix) {
        int w = block.effects().width();
        Covariance covariance = block.covariance();
        double[] parameters = new double[covariance.parameterCount(w)];
        covariance.parameters(w, matrix, parameters, 0);
        double[] back = new double[w * w];
        covariance.covariance(w, parameters, 0, back);
        for (int i = 0; i < back.length; i++) {
            double scale = Math.sqrt(matrix[i / w * (w + 1)] * matrix[i % w * (w + 1)]);
            if (!(Math.abs(back[i] - matrix[i]) <= 1e-8 * scale)) {
                throw new EchelonException("the standard deviations and correlations given for '" + block.name()
                        + "' are not those of a covariance of structure '" + covariance.name()
                        + "'; a covariance must be positive semidefinite");
            }
        }
        return matrix;
    }

    private static void requireCount(String what, List<Double> given, List<String> names) {
        if (given.size() != names.size()) {
            throw new EchelonException("there are " + given.size() + " " + what + " for the " + names.size() + " of "
                    + (names.isEmpty() ? "the model, which has no random effects" : String.join(", ", names)));
        }
        for (int i = 0; i < given.size(); i++) {
            double value = given.get(i);
            boolean possible = what.startsWith("standard")
                    ? value >= 0
                    : what.startsWith("corr") ? Math.abs(value) <= 1 : !Double.isNaN(value);
            if (!possible || Double.isInfinite(value)) {
                throw new EchelonException(
                        "among the " + what + ", the value " + value + " for " + names.get(i) + " is not possible");
            }
        }
    }
}
