package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.result.CellWeights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which marginal means are wanted: of which factors, within which, where covariates are, and how the levels count over
 * which means are taken. Immutable.
 */
public final class Means {
    private final List<String> factors;
    private final List<String> by;
    private final Map<String, List<String>> at;
    private final CellWeights weights;
    private final Optional<DfMethod> df;
    private final double level;
    private final Optional<String> trend;

    private Means(
            List<String> factors,
            List<String> by,
            Map<String, List<String>> at,
            CellWeights weights,
            Optional<DfMethod> df,
            double level,
            Optional<String> trend) {
        this.factors = List.copyOf(factors);
        this.by = List.copyOf(by);
        this.at = Collections.unmodifiableMap(new LinkedHashMap<>(at));
        this.weights = weights;
        this.df = df;
        this.level = level;
        this.trend = trend;
    }

    /**
     * Means of combinations of factors; {@code "~ a * b | c"}, {@code "a * b | c"} and {@code "a", "b"} with
     * {@code by("c")} are the same.
     *
     * @throws EchelonException if no factor is named
     */
    public static Means of(String... factors) {
        if (factors.length == 1) {
            return parsed(factors[0]);
        }
        return new Means(
                List.of(factors), List.of(), Map.of(), CellWeights.EQUAL, Optional.empty(), 0.95, Optional.empty());
    }

    private static Means parsed(String text) {
        String right = text.strip().startsWith("~") ? text.strip().substring(1) : text;
        List<String> sides = split(right, '|', true);
        boolean empty =
                sides.stream().flatMap(side -> split(side, '*', false).stream()).anyMatch(String::isBlank);
        if (sides.size() > 2 || empty) {
            throw new EchelonException("'" + text + "' does not name factors; write 'a', 'a * b' or 'a * b | c'");
        }
        List<String> by = sides.size() == 2 ? split(sides.get(1), '*', false) : List.of();
        return new Means(
                split(sides.get(0), '*', false),
                by,
                Map.of(),
                CellWeights.EQUAL,
                Optional.empty(),
                0.95,
                Optional.empty());
    }

    /** At a bar, or else at {@code * : +}, outside of parentheses and backticks. */
    private static List<String> split(String text, char separator, boolean bar) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        int depth = 0;
        boolean quoted = false;
        for (char c : text.toCharArray()) {
            quoted ^= c == '`';
            depth += quoted ? 0 : c == '(' ? 1 : c == ')' ? -1 : 0;
            boolean separates = bar ? c == separator : c == separator || c == ':' || c == '+';
            if (separates && depth == 0 && !quoted) {
                parts.add(part.toString().strip());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString().strip());
        return parts;
    }

    /** Slopes of a covariate for combinations of factors, which may be none. */
    public static Means trends(String covariate, String... factors) {
        Means means = factors.length == 1
                ? parsed(factors[0])
                : new Means(
                        List.of(factors),
                        List.of(),
                        Map.of(),
                        CellWeights.EQUAL,
                        Optional.empty(),
                        0.95,
                        Optional.empty());
        return means.trend(covariate);
    }

    /** The slope of a covariate in place of means. */
    public Means trend(String covariate) {
        return new Means(factors, by, at, weights, df, level, Optional.of(covariate));
    }

    /** Within each combination of levels of these; comparisons are made and adjusted within, too. */
    public Means by(String... names) {
        List<String> next = new ArrayList<>(by);
        next.addAll(Arrays.asList(names));
        return new Means(factors, next, at, weights, df, level, trend);
    }

    /** At values of a covariate; several that no mean is asked for are averaged over. */
    public Means at(String covariate, double... values) {
        return at(covariate, Arrays.stream(values).mapToObj(Double::toString).toList());
    }

    /** At some levels of a factor, or values of a covariate as text. */
    public Means at(String name, List<String> places) {
        if (places.isEmpty()) {
            throw new EchelonException("no values are given for '" + name + "'");
        }
        Map<String, List<String>> next = new LinkedHashMap<>(at);
        next.put(name, List.copyOf(places));
        return new Means(factors, by, next, weights, df, level, trend);
    }

    /** How levels count over which means are taken; all alike if nothing is said. */
    public Means weights(CellWeights choice) {
        return new Means(factors, by, at, choice, df, level, trend);
    }

    /** How degrees of freedom are found; {@link LmmFit#preferredDf} if nothing is said. */
    public Means df(DfMethod method) {
        return new Means(factors, by, at, weights, Optional.of(method), level, trend);
    }

    /**
     * The coverage of intervals, 0.95 if nothing is said.
     *
     * @throws EchelonException if it is not between 0 and 1
     */
    public Means level(double coverage) {
        if (!(coverage > 0 && coverage < 1)) {
            throw new EchelonException("the level of intervals must be between 0 and 1, not " + coverage);
        }
        return new Means(factors, by, at, weights, df, coverage, trend);
    }

    /** The factors, and covariates with values, that means are of. */
    public List<String> factors() {
        return factors;
    }

    /** The factors that form families. */
    public List<String> by() {
        return by;
    }

    Map<String, List<String>> at() {
        return at;
    }

    CellWeights weights() {
        return weights;
    }

    Optional<DfMethod> df() {
        return df;
    }

    double level() {
        return level;
    }

    Optional<String> trend() {
        return trend;
    }
}
