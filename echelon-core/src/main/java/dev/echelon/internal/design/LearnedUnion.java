package dev.echelon.internal.design;

import dev.echelon.error.EchelonException;
import dev.echelon.formula.RandomTerm;
import dev.echelon.result.RowReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What two sets of rows of one model taught, as if they were one: levels of factors are united by label. Bases that were
 * learned from the data have to be equal, but for the means of different groups.
 */
public final class LearnedUnion {
    private final Encoding a;
    private final Encoding b;
    private final Map<String, Learned.Variable> variables = new LinkedHashMap<>();

    private LearnedUnion(Encoding a, Encoding b) {
        this.a = a;
        this.b = b;
    }

    /**
     * The encoding of both sets of rows.
     *
     * @throws EchelonException if something was learned that cannot be united; the message says what to do
     */
    public static Encoding of(Encoding a, Encoding b) {
        return Encoding.of(a.formula(), a.options(), new LearnedUnion(a, b).united());
    }

    private Learned united() {
        Learned x = a.learned();
        Learned y = b.learned();
        x.variables()
                .forEach((label, variable) -> variables.put(
                        label,
                        variable(
                                label,
                                variable,
                                Objects.requireNonNull(y.variables().get(label)))));
        Set<String> notes = new LinkedHashSet<>(x.notes());
        notes.addAll(y.notes());
        return new Learned(
                bases(),
                variables,
                groups(),
                rows(x.rows(), y.rows()),
                List.copyOf(notes),
                ranges(),
                composition(),
                x.residual());
    }

    private Learned.Variable variable(String label, Learned.Variable x, Learned.Variable y) {
        if (x.width() != y.width()) {
            throw new EchelonException("'" + label + "' is a factor in one part and a number in the other; name it in"
                    + " --factor when the parts are summed up");
        }
        if (!x.coding().text().equals(y.coding().text())) {
            throw new EchelonException(
                    "the factor '" + label + "' is coded by " + x.coding().text() + " in one part and by "
                            + y.coding().text() + " in the other; sum the parts up with the same coding");
        }
        return x.isFactor() ? Learned.Variable.factor(LevelUnion.of(x.levels(), y.levels(), 1), x.coding()) : x;
    }

    private Map<String, Basis> bases() {
        Map<String, Basis> bases = new LinkedHashMap<>();
        a.learned()
                .bases()
                .forEach((label, basis) -> bases.put(
                        label,
                        basis(
                                label,
                                basis,
                                Objects.requireNonNull(b.learned().bases().get(label)))));
        return bases;
    }

    private static Basis basis(String label, Basis x, Basis y) {
        if (x instanceof Basis.GroupMeans first && y instanceof Basis.GroupMeans second) {
            return means(label, first, second);
        }
        if (!BasisEquality.equal(x, y)) {
            throw new EchelonException("'" + label + "' was learned from other values in each part, so that its columns"
                    + " are not the same; sum every part up with --like FILE, where FILE is one of them");
        }
        return x;
    }

    /** Groups in both parts have to have the same mean in both. */
    private static Basis means(String label, Basis.GroupMeans x, Basis.GroupMeans y) {
        List<String> groups = LevelUnion.of(x.groups(), y.groups(), 1);
        double[] means = new double[groups.size()];
        int[] first = Levels.map(groups, x.groups());
        int[] second = Levels.map(groups, y.groups());
        for (int k = 0; k < means.length; k++) {
            boolean both = first[k] >= 0 && second[k] >= 0;
            if (both && x.means()[first[k]] != y.means()[second[k]]) {
                throw new EchelonException("'" + label + "' has another mean for '" + groups.get(k)
                        + "' in each part: rows of one group must all be in one part, or the means in a column of"
                        + " their own");
            }
            means[k] = first[k] >= 0 ? x.means()[first[k]] : y.means()[second[k]];
        }
        return new Basis.GroupMeans(groups, means);
    }

    /** The levels of a grouping factor in the order that they have when all rows are read at once. */
    public static List<String> sorted(Encoding encoding, String group, List<String> levels) {
        return LevelUnion.sorted(levels, parts(encoding).getOrDefault(group, 1));
    }

    /** Of how many factors the levels of each grouping factor are combinations. */
    private static Map<String, Integer> parts(Encoding encoding) {
        Map<String, Integer> parts = new HashMap<>();
        for (RandomTerm term : encoding.formula().random()) {
            parts.put(term.groupLabel(), term.grouping().size());
        }
        return parts;
    }

    private Map<String, List<String>> groups() {
        Map<String, Integer> parts = parts(a);
        Map<String, List<String>> groups = new LinkedHashMap<>();
        a.learned()
                .groups()
                .forEach((label, levels) -> groups.put(
                        label,
                        LevelUnion.of(
                                levels,
                                b.learned().groups().getOrDefault(label, List.of()),
                                parts.getOrDefault(label, 1))));
        return groups;
    }

    private static RowReport rows(RowReport x, RowReport y) {
        Map<String, Long> dropped = new LinkedHashMap<>(x.dropped());
        y.dropped().forEach((reason, count) -> dropped.merge(reason, count, Long::sum));
        return new RowReport(x.read() + y.read(), x.used() + y.used(), dropped);
    }

    private Map<String, Learned.Range> ranges() {
        Map<String, Learned.Range> ranges = new LinkedHashMap<>(a.learned().ranges());
        b.learned()
                .ranges()
                .forEach((name, range) -> ranges.merge(
                        name,
                        range,
                        (x, y) -> new Learned.Range(Math.min(x.lower(), y.lower()), Math.max(x.upper(), y.upper()))));
        return ranges;
    }

    private Composition composition() {
        Composition x = a.learned().composition();
        Composition y = b.learned().composition();
        Map<String, Composition.Covariate> covariates = new LinkedHashMap<>();
        double share = (double) b.rows().used() / (a.rows().used() + b.rows().used());
        x.covariates().forEach((name, covariate) -> {
            Composition.Covariate other = y.covariates().getOrDefault(name, covariate);
            double[] means = new double[covariate.means().length];
            Arrays.setAll(
                    means,
                    k -> covariate.means()[k]
                            + share * (other.means()[k] - covariate.means()[k]));
            covariates.put(name, new Composition.Covariate(means));
        });
        SortedMap<List<Integer>, Double> cells = new TreeMap<>(LearnedUnion::compare);
        add(x, a, cells);
        add(y, b, cells);
        return composition(covariates, x.factors(), cells);
    }

    static Composition composition(
            Map<String, Composition.Covariate> covariates,
            List<String> factors,
            SortedMap<List<Integer>, Double> cells) {
        int k = factors.size();
        int[] codes = new int[cells.size() * k];
        double[] weights = new double[cells.size()];
        int cell = 0;
        for (Map.Entry<List<Integer>, Double> entry : cells.entrySet()) {
            for (int f = 0; f < k; f++) {
                codes[cell * k + f] = entry.getKey().get(f);
            }
            weights[cell++] = entry.getValue();
        }
        return new Composition(covariates, factors, codes, weights);
    }

    /** The combinations of one part, by the united levels. */
    private void add(Composition of, Encoding encoding, SortedMap<List<Integer>, Double> cells) {
        int k = of.factors().size();
        int[][] places = new int[k][];
        for (int f = 0; f < k; f++) {
            String label = of.factors().get(f);
            places[f] = Levels.map(
                    Objects.requireNonNull(encoding.learned().variables().get(label))
                            .levels(),
                    Objects.requireNonNull(variables.get(label)).levels());
        }
        for (int c = 0; c < of.combinations(); c++) {
            List<Integer> cell = new ArrayList<>();
            for (int f = 0; f < k; f++) {
                cell.add(places[f][of.codes()[c * k + f]]);
            }
            cells.merge(cell, of.weights()[c], Double::sum);
        }
    }

    static int compare(List<Integer> x, List<Integer> y) {
        for (int k = 0; k < x.size(); k++) {
            int order = Integer.compare(x.get(k), y.get(k));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
