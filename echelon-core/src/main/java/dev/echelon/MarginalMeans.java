package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.formula.Expression;
import dev.echelon.internal.design.Encoding;
import dev.echelon.internal.inference.TestMethod;
import dev.echelon.internal.means.Cell;
import dev.echelon.internal.means.Cells;
import dev.echelon.internal.means.Comparisons;
import dev.echelon.internal.means.Estimability;
import dev.echelon.internal.means.Letters;
import dev.echelon.internal.means.MeansEstimator;
import dev.echelon.internal.means.ReferenceGrid;
import dev.echelon.result.Adjustment;
import dev.echelon.result.CellWeights;
import dev.echelon.result.Contrast;
import dev.echelon.result.ContrastTable;
import dev.echelon.result.JointTest;
import dev.echelon.result.LetterDisplay;
import dev.echelon.result.MarginalMean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/**
 * Estimated marginal means: linear functions lᵀβ̂ of the fixed effects, where l is the mean of rows of X over a grid of
 * all levels of the factors, with covariates at their means. Slopes are derivatives of such rows. Immutable.
 *
 * <p>Levels may be combined that no row has; a mean that the data do not determine then is marked as not estimable.
 * <b>Source</b> docs/math/marginal-means.md
 */
public final class MarginalMeans {
    /** Nobody reads more comparisons, and each has degrees of freedom to be computed. */
    private static final int MOST_COMPARISONS = 20_000;

    private final Encoding encoding;
    private final Means request;
    private final DfMethod df;
    private final ReferenceGrid grid;
    private final Tester tester;
    private final List<String> factors;
    private final List<String> by;
    private final Cells cells;
    private final MeansEstimator estimator;
    private final List<List<Cell>> families;

    private MarginalMeans(Fixed fixed, Tester tester, Means request, DfMethod df) {
        this.encoding = fixed.encoding();
        this.request = request;
        this.df = df;
        this.tester = tester;
        grid = new ReferenceGrid(encoding, request.at(), request.weights());
        factors = names(request.factors());
        by = names(request.by());
        for (String name : by) {
            if (factors.contains(name)) {
                throw new EchelonException(
                        "'" + name + "' cannot be both a factor of the means and one that they are by");
            }
        }
        requireCovariate();
        cells = new Cells(grid, request.trend().map(grid::name));
        Estimability estimability = new Estimability(encoding.fixedNames().size(), fixed.kept(), fixed.dependence());
        estimator = new MeansEstimator(estimability, fixed.method(), fixed.beta(), request.level());
        requireFew();
        families = cells.families(factors, by);
    }

    /** What means need of a fit, whatever its random part is. */
    record Fixed(Encoding encoding, int[] kept, double[] dependence, double[] beta, TestMethod method) {}

    /** Tests Lβ = 0. */
    interface Tester {
        dev.echelon.result.TestResult test(String term, double[][] l, DfMethod df);
    }

    static MarginalMeans of(Fixed fixed, Tester tester, Means request, DfMethod df) {
        return new MarginalMeans(fixed, tester, request, df);
    }

    private List<String> names(List<String> asked) {
        return List.copyOf(new LinkedHashSet<>(asked.stream()
                .filter(name -> !name.equals("1") && !name.isEmpty())
                .map(grid::name)
                .toList()));
    }

    private void requireCovariate() {
        request.trend().filter(grid::isFactor).ifPresent(name -> {
            throw new EchelonException("'" + name + "' is a factor and has no slope; ask for its means");
        });
        request.trend().map(grid::name).filter(factors::contains).ifPresent(name -> {
            throw new EchelonException("the slope of '" + name + "' cannot be by its own values; use 'at'");
        });
    }

    private void requireFew() {
        long count = 1;
        for (String name : names(request.factors())) {
            count *= grid.labels(name).size();
        }
        for (String name : by) {
            count *= grid.labels(name).size();
        }
        if (count > MOST_COMPARISONS) {
            throw new EchelonException("there are " + count + " means of " + String.join(" and ", factors)
                    + "; choose some levels with 'at'");
        }
    }

    /** The names of the factors, and covariates with values, that the means are of. */
    public List<String> factors() {
        return factors;
    }

    /** The names of those that form families. */
    public List<String> by() {
        return by;
    }

    /** The covariate whose slopes these are; empty for means. */
    public String trend() {
        return request.trend().map(grid::name).orElse("");
    }

    /** How degrees of freedom were found. */
    public DfMethod dfMethod() {
        return df;
    }

    /** The coverage of intervals. */
    public double level() {
        return request.level();
    }

    /** The means, family after family, the first factor changing fastest. */
    public List<MarginalMean> means() {
        return families.stream()
                .flatMap(family -> family.stream().map(estimator::mean))
                .toList();
    }

    /** What a reader must know: the scale, what was averaged over and where covariates are. */
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        Expression response = encoding.formula().response();
        if (!(response instanceof Expression.Variable)) {
            notes.add("results are on the scale of the model, " + response.label());
        }
        List<String> named = new ArrayList<>(factors);
        named.addAll(by);
        List<String> others = grid.otherFactors(named);
        if (!others.isEmpty()) {
            notes.add("averaged over " + String.join(" and ", others) + " with "
                    + (request.weights() == CellWeights.EQUAL
                            ? "equal"
                            : request.weights().id()) + " weights");
        }
        grid.otherCovariates(named).forEach((name, at) -> notes.add("at " + name + " = " + at));
        notes.addAll(interactions(others));
        if (means().stream().anyMatch(mean -> !mean.estimable())) {
            notes.add("what is marked 'non-est' cannot be estimated: no rows have some of the combinations of levels"
                    + " that it averages over");
        }
        return List.copyOf(notes);
    }

    private List<String> interactions(List<String> others) {
        List<String> notes = new ArrayList<>();
        for (String factor : factors) {
            List<String> with = others.stream()
                    .filter(other -> grid.hasTermWith(List.of(factor, other)))
                    .toList();
            if (!with.isEmpty()) {
                notes.add("'" + factor + "' interacts with " + String.join(" and ", with)
                        + ": its means average over different effects");
            }
        }
        return notes;
    }

    /**
     * Comparisons of the means of each family.
     *
     * @throws EchelonException if there is only one mean to compare, or custom coefficients are not as many as means
     */
    public ContrastTable contrasts(Contrasts request) {
        requireComparable(request.method());
        List<Contrast> rows = new ArrayList<>();
        double error = 0;
        for (List<Cell> family : families) {
            List<Comparisons> comparisons =
                    request.of(family.stream().map(Cell::label).toList());
            MeansEstimator.Adjusted adjusted = estimator.compare(family, comparisons, request.adjustment());
            rows.addAll(adjusted.contrasts());
            error = Math.max(error, adjusted.error());
        }
        List<String> notes = new ArrayList<>();
        if (error > 0) {
            notes.add(String.format(
                    Locale.ROOT, "adjusted p values near 0.05 have an error below %.0e (99 %% confidence)", error));
        }
        boolean stepwise = request.adjustment() == Adjustment.HOLM
                || request.adjustment() == Adjustment.HOCHBERG
                || request.adjustment() == Adjustment.BH;
        if (stepwise && rows.size() > families.size()) {
            notes.add("intervals are adjusted by Bonferroni's method");
        }
        return new ContrastTable(request.method(), request.adjustment(), by, rows, notes);
    }

    private void requireComparable(String method) {
        int k = families.get(0).size();
        if (k < 2) {
            throw new EchelonException("there is only one mean in each family, so there is nothing to compare;"
                    + " name a factor with several levels before 'by'");
        }
        if (method.endsWith("pairwise") && (long) k * (k - 1) / 2 > MOST_COMPARISONS) {
            throw new EchelonException((long) k * (k - 1) / 2 + " pairs of means are too many; choose some levels with"
                    + " 'at', or families with 'by'");
        }
    }

    /**
     * F tests of the factors and their interactions: equal means, averaged over the other factors, within each family.
     * What is not estimable is left out of a hypothesis; one of which nothing is left is left out itself.
     */
    public List<JointTest> jointTests() {
        List<JointTest> tests = new ArrayList<>();
        for (int order = 1; order <= factors.size(); order++) {
            for (int subset = 1; subset < 1 << factors.size(); subset++) {
                if (Integer.bitCount(subset) == order) {
                    tests.addAll(jointTests(subset(subset)));
                }
            }
        }
        tests.sort(Comparator.comparingInt(this::familyOf));
        return List.copyOf(tests);
    }

    private int familyOf(JointTest test) {
        for (int f = 0; f < families.size(); f++) {
            if (families.get(f).get(0).by().equals(test.by())) {
                return f;
            }
        }
        return families.size();
    }

    private List<String> subset(int bits) {
        List<String> names = new ArrayList<>();
        for (int k = 0; k < factors.size(); k++) {
            if ((bits >> k & 1) == 1) {
                names.add(factors.get(k));
            }
        }
        return names;
    }

    private List<JointTest> jointTests(List<String> names) {
        List<JointTest> tests = new ArrayList<>();
        List<String> tested = new ArrayList<>(names);
        request.trend().map(grid::name).ifPresent(tested::add);
        if (!grid.hasTermWith(tested)) {
            return tests;
        }
        for (List<Cell> family : cells.families(names, by)) {
            double[][] l = estimator.hypothesis(cells.interaction(family, names));
            if (Arrays.stream(l).anyMatch(row -> Arrays.stream(row).anyMatch(x -> Math.abs(x) > 1e-9))) {
                tests.add(new JointTest(family.get(0).by(), tester.test(String.join(":", names), l, df)));
            }
        }
        return tests;
    }

    /**
     * Which means of a family differ, by pairwise comparisons, as letters.
     *
     * @param alpha adjusted p values below it are significant
     * @throws EchelonException if alpha is not between 0 and 1, or there is nothing to compare
     */
    public LetterDisplay letters(Adjustment adjustment, double alpha) {
        if (!(alpha > 0 && alpha < 1)) {
            throw new EchelonException("the level of significance must be between 0 and 1, not " + alpha);
        }
        Contrasts pairs = Contrasts.pairwise().adjust(adjustment);
        requireComparable(pairs.method());
        List<String> letters = new ArrayList<>();
        for (List<Cell> family : families) {
            letters.addAll(letters(family, pairs, alpha));
        }
        return new LetterDisplay(adjustment, alpha, letters);
    }

    private List<String> letters(List<Cell> family, Contrasts pairs, double alpha) {
        List<MarginalMean> means = family.stream().map(estimator::mean).toList();
        List<Contrast> contrasts = estimator
                .compare(family, pairs.of(family.stream().map(Cell::label).toList()), pairs.adjustment())
                .contrasts();
        int k = family.size();
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < k; i++) {
            if (means.get(i).estimable()) {
                order.add(i);
            }
        }
        order.sort(Comparator.comparingDouble(i -> means.get(i).estimate()));
        List<String> sorted = Letters.of(order.size(), (a, b) -> {
            int i = Math.min(order.get(a), order.get(b));
            int j = Math.max(order.get(a), order.get(b));
            return contrasts.get(i * (2 * k - i - 1) / 2 + j - i - 1).pValue() < alpha;
        });
        String[] letters = new String[k];
        Arrays.fill(letters, "");
        for (int a = 0; a < order.size(); a++) {
            letters[order.get(a)] = sorted.get(a);
        }
        return Arrays.asList(letters);
    }
}
