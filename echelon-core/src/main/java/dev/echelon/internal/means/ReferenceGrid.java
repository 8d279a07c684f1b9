package dev.echelon.internal.means;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.design.Composition;
import dev.echelon.internal.design.Encoding;
import dev.echelon.internal.design.Learned;
import dev.echelon.internal.design.TermCoding;
import dev.echelon.result.CellWeights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Mean rows of X over a grid: the levels of all factors of the fixed part, covariates at their means or given values.
 *
 * <p>A column of X is a product over variables, so that with weights that are products over factors, too, a mean over
 * the grid is a product of means: nothing is enumerated. With weights by combination it is a sum over the combinations
 * that occur.
 *
 * <p><b>Source</b> Searle, Speed and Milliken, The American Statistician 34 (1980); docs/math/marginal-means.md
 */
public final class ReferenceGrid {
    private static final double[] NO_ROW = {};

    private final Encoding encoding;
    private final Axes axes;
    private final CellWeights weights;
    private final Composition composition;
    private final List<TermCoding> terms;
    private final int columns;
    private final Map<List<Double>, Map<String, double[]>> numbers = new HashMap<>();

    /**
     * @param at levels or values by name, in place of all levels or the mean
     * @throws EchelonException if a name, level or value is wrong, or the saved fit does not hold what the weights need
     */
    public ReferenceGrid(Encoding encoding, Map<String, List<String>> at, CellWeights weights) {
        this.encoding = encoding;
        this.axes = Axes.of(encoding, at);
        this.weights = weights;
        this.composition = encoding.learned().composition();
        this.terms = encoding.fixedCodings();
        this.columns = encoding.fixedNames().size();
        if (composition.isEmpty()
                && (hasNumbers()
                        || (weights != CellWeights.EQUAL && !axes.factors().isEmpty()))) {
            throw new EchelonException(
                    "the saved fit is of an older release, which did not keep the means of covariates"
                            + " and how often levels occur; fit the model again");
        }
    }

    private boolean hasNumbers() {
        return terms.stream().flatMap(term -> term.variables().stream()).anyMatch(variable -> !variable.isFactor());
    }

    /** The name of a factor or covariate as the grid has it. */
    public String name(String asked) {
        return axes.find(asked).name();
    }

    /** The labels of the places of a factor or covariate. */
    public List<String> labels(String name) {
        return axes.find(name).labels();
    }

    /** Whether it is a factor. */
    public boolean isFactor(String name) {
        return axes.find(name).isFactor();
    }

    /** The factors over which means of the others are taken. */
    public List<String> otherFactors(List<String> names) {
        return axes.factors().stream()
                .map(Axis::name)
                .filter(name -> !names.contains(name))
                .toList();
    }

    /** The covariates that are not among the names, with their values. */
    public Map<String, String> otherCovariates(List<String> names) {
        Map<String, String> others = new LinkedHashMap<>();
        for (Axis axis : axes.covariates()) {
            if (!names.contains(axis.name())) {
                others.put(axis.name(), String.join(", ", axis.labels()));
            }
        }
        return others;
    }

    /** Whether some term of the fixed part has all of these factors and covariates. */
    public boolean hasTermWith(List<String> names) {
        return terms.stream().anyMatch(term -> names.stream().allMatch(name -> term.variables().stream()
                .anyMatch(variable ->
                        variable.label().equals(name) || (!variable.isFactor() && reads(variable.label(), name)))));
    }

    private static boolean reads(String label, String covariate) {
        return java.util.regex.Pattern.compile("(?<![\\w.])" + java.util.regex.Pattern.quote(covariate) + "(?![\\w.(])")
                .matcher(label)
                .find();
    }

    /**
     * The mean row of X where some factors and covariates are at given places; empty if weights by cells find no rows.
     *
     * @param places index of the label by name
     */
    public double[] row(Map<String, Integer> places) {
        return row(places, Map.of());
    }

    /** The derivative of the mean row with respect to a covariate, averaged over its values if it has no place. */
    public double[] slope(Map<String, Integer> places, String covariate) {
        Axis axis = axes.find(covariate);
        Learned.Range known = encoding.learned().ranges().get(axis.name());
        double range = known == null ? 0 : known.upper() - known.lower();
        Integer place = places.get(axis.name());
        List<double[]> values =
                place == null ? axis.values() : List.of(axis.values().get(place));
        double[] slope = new double[columns];
        for (double[] value : values) {
            double[] here = Slopes.of(x -> row(places, Map.of(axis.name(), new double[] {x})), value[0], range);
            if (here.length == 0) {
                return NO_ROW;
            }
            for (int j = 0; j < columns; j++) {
                slope[j] += here[j] / values.size();
            }
        }
        return slope;
    }

    /** The mean of the offsets. */
    public double offset(Map<String, Integer> places) {
        double sum = 0;
        List<Map<String, double[]>> points = points(places, Map.of());
        for (Map<String, double[]> point : points) {
            sum += encoding.offsetAt(point) / points.size();
        }
        return sum;
    }

    private double[] row(Map<String, Integer> places, Map<String, double[]> replaced) {
        double[] row = new double[columns];
        List<Map<String, double[]>> points = points(places, replaced);
        for (Map<String, double[]> point : points) {
            Map<String, double[]> values = replaced.isEmpty() ? cached(point) : encoding.numbersAt(point);
            if (!addFactors(places, values, 1.0 / points.size(), row)) {
                return NO_ROW;
            }
        }
        return row;
    }

    private Map<String, double[]> cached(Map<String, double[]> point) {
        List<Double> key = new ArrayList<>();
        point.values().forEach(values -> Arrays.stream(values).forEach(key::add));
        return numbers.computeIfAbsent(key, any -> encoding.numbersAt(point));
    }

    /** All combinations of the values of covariates that have no place. */
    private List<Map<String, double[]>> points(Map<String, Integer> places, Map<String, double[]> replaced) {
        List<Map<String, double[]>> points = List.of(axes.values(places));
        for (Axis axis : axes.covariates()) {
            List<double[]> values = replaced.containsKey(axis.name())
                    ? List.of(replaced.getOrDefault(axis.name(), NO_ROW))
                    : places.containsKey(axis.name()) ? List.of() : axis.values();
            List<Map<String, double[]>> next = new ArrayList<>();
            for (Map<String, double[]> point : points) {
                for (double[] value : values) {
                    Map<String, double[]> moved = new LinkedHashMap<>(point);
                    moved.put(axis.name(), value);
                    next.add(moved);
                }
            }
            points = values.isEmpty() ? points : next;
        }
        return points;
    }

    private boolean addFactors(Map<String, Integer> places, Map<String, double[]> values, double weight, double[] row) {
        Map<String, double[]> shares = new HashMap<>();
        List<Axis> averaged = new ArrayList<>();
        for (Axis axis : axes.factors()) {
            Integer place = places.get(axis.name());
            if (place == null) {
                averaged.add(axis);
            }
            shares.put(axis.name(), place == null ? shares(axis) : unit(axis.levels(), axis.codes()[place]));
        }
        boolean products = weights == CellWeights.EQUAL || weights == CellWeights.OUTER;
        if (products || (averaged.isEmpty() && weights != CellWeights.CELLS)) {
            add(shares, values, weight, row);
            return true;
        }
        return addCombinations(places, averaged, shares, values, weight, row);
    }

    private boolean addCombinations(
            Map<String, Integer> places,
            List<Axis> averaged,
            Map<String, double[]> shares,
            Map<String, double[]> values,
            double weight,
            double[] row) {
        int k = composition.factors().size();
        double total = 0;
        for (int pass = 0; pass < 2; pass++) { // the first finds the total
            for (int c = 0; c < composition.combinations(); c++) {
                if (!counts(c, places, averaged)) {
                    continue;
                }
                if (pass == 0) {
                    total += composition.weights()[c];
                    continue;
                }
                for (Axis axis : averaged) {
                    int code = composition.codes()[c * k + composition.factors().indexOf(axis.name())];
                    shares.put(axis.name(), unit(axis.levels(), code));
                }
                add(shares, values, weight * composition.weights()[c] / total, row);
            }
        }
        return total > 0;
    }

    /** Whether a combination is in the grid and, for weights by cells, in the cell. */
    private boolean counts(int combination, Map<String, Integer> places, List<Axis> averaged) {
        int k = composition.factors().size();
        for (Axis axis : axes.factors()) {
            int code =
                    composition.codes()[combination * k + composition.factors().indexOf(axis.name())];
            if (averaged.contains(axis)) {
                if (Arrays.stream(axis.codes()).noneMatch(allowed -> allowed == code)) {
                    return false;
                }
            } else if (weights == CellWeights.CELLS && axis.codes()[places.getOrDefault(axis.name(), 0)] != code) {
                return false;
            }
        }
        return true;
    }

    private double[] shares(Axis axis) {
        double[] shares = new double[axis.levels()];
        if (weights != CellWeights.OUTER) {
            for (int code : axis.codes()) {
                shares[code] = 1.0 / axis.size();
            }
            return shares;
        }
        int f = composition.factors().indexOf(axis.name());
        double total = 0;
        for (int c = 0; c < composition.combinations(); c++) {
            int code = composition.codes()[c * composition.factors().size() + f];
            if (Arrays.stream(axis.codes()).anyMatch(allowed -> allowed == code)) {
                shares[code] += composition.weights()[c];
                total += composition.weights()[c];
            }
        }
        for (int level = 0; level < shares.length; level++) {
            shares[level] /= total;
        }
        return shares;
    }

    private static double[] unit(int levels, int code) {
        double[] unit = new double[levels];
        unit[code] = 1;
        return unit;
    }

    private void add(Map<String, double[]> shares, Map<String, double[]> values, double weight, double[] row) {
        double[] product = new double[columns];
        int from = columns - terms.stream().mapToInt(TermCoding::columns).sum(); // the constant is in no term
        Arrays.fill(product, 0, from, 1);
        for (TermCoding term : terms) {
            term.write(
                    variable -> variable.isFactor()
                            ? variable.average(shares.getOrDefault(variable.label(), NO_ROW))
                            : values.getOrDefault(variable.label(), NO_ROW),
                    product,
                    from);
            from += term.columns();
        }
        for (int j = 0; j < columns; j++) {
            row[j] += weight * product[j];
        }
    }
}
