package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.formula.Formula;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.design.Encoding;
import dev.echelon.internal.linalg.Symmetric;
import dev.echelon.internal.predict.DesignMoments;
import dev.echelon.internal.predict.FittedModel;
import dev.echelon.result.EffectSizes;
import dev.echelon.result.EffectSizes.Collinearity;
import dev.echelon.result.EffectSizes.LevelVariance;
import dev.echelon.result.EffectSizes.Share;
import dev.echelon.result.EffectSizes.Standardized;
import dev.echelon.result.EffectSizes.TermVariance;
import dev.echelon.result.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Effect sizes of a fit; docs/math/effect-sizes.md. */
final class EffectSizesOf {
    private static final double Z = 1.959963984540054;
    /** A column is constant within groups, or has equal group means, up to rounding. */
    private static final double NEGLIGIBLE = 1e-12;

    private final FitState state;
    private final DesignMoments moments;
    private final List<GroupingFactor> factors;
    private final double sigma2;
    private final List<String> notes = new ArrayList<>();

    private EffectSizesOf(FitState state, DesignMoments moments) {
        this.state = state;
        this.moments = moments;
        this.factors = state.factors();
        this.sigma2 = state.sigma() * state.sigma();
    }

    /** From cross-products if they suffice, else from rows. */
    static EffectSizes of(FitState state, java.util.function.Supplier<dev.echelon.internal.design.Design> rows) {
        FittedModel model = state.model("effect sizes");
        DesignMoments moments =
                DesignMoments.ofCrossProducts(model).orElseGet(() -> DesignMoments.ofRows(model, rows.get()));
        return new EffectSizesOf(state, moments).all();
    }

    /** What is thrown if rows are needed and there are none. */
    static EchelonException rowsNeeded(FitState state) {
        return new EchelonException(
                state.options().weights().isEmpty()
                        ? "a saved fit without a constant does not hold the means that effect sizes need; give the data"
                        : "a saved fit with weights does not hold the unweighted sums that effect sizes need; give the"
                                + " data");
    }

    private EffectSizes all() {
        if (state.singular()) {
            notes.add(
                    "some random variance is estimated as zero or a correlation as one: the intraclass correlation and"
                            + " the conditional R² rest on the boundary");
        }
        List<TermVariance> terms = terms();
        return new EffectSizes(
                fixedVariance(allColumns()),
                terms,
                sigma2,
                decomposition(),
                levels(),
                standardized(),
                collinearity(),
                notes);
    }

    private List<Integer> allColumns() {
        List<Integer> columns = new ArrayList<>();
        for (int k = 0; k < state.beta().length; k++) {
            columns.add(k);
        }
        return columns;
    }

    /** Variance of the sum of some columns times their coefficients. */
    private double fixedVariance(List<Integer> columns) {
        int p = state.beta().length;
        double[] covariance = moments.fixedCovariance();
        double sum = 0;
        for (int k : columns) {
            for (int i : columns) {
                sum += state.beta()[k] * state.beta()[i] * covariance[k * p + i];
            }
        }
        return Math.max(0, sum);
    }

    private List<TermVariance> terms() {
        double random = 0;
        for (int t = 0; t < state.terms().size(); t++) {
            random += sigma2 * moments.randomVariance(t);
        }
        List<Integer> order = new ArrayList<>();
        for (int t = 0; t < state.terms().size(); t++) {
            order.add(t);
        }
        order.sort(Comparator.comparingInt(t -> -state.terms().get(t).levels().size()));
        List<TermVariance> terms = new ArrayList<>();
        for (int t : order) {
            double variance = sigma2 * moments.randomVariance(t);
            terms.add(new TermVariance(state.terms().get(t).name(), variance, variance / (random + sigma2)));
        }
        return terms;
    }

    private EffectSizes.Decomposition decomposition() {
        List<Integer> within = new ArrayList<>();
        List<Integer> between = new ArrayList<>();
        boolean centred = factors.size() == 1;
        for (int k = 0; k < state.beta().length; k++) {
            if (isConstant(k)) {
                continue;
            }
            double share = moments.betweenShare(0, k);
            if (share < NEGLIGIBLE) {
                within.add(k);
            } else if (share > 1 - NEGLIGIBLE) {
                between.add(k);
            } else {
                centred = false;
            }
        }
        double slopes = 0;
        double means = 0;
        for (int t = 0; t < state.terms().size(); t++) {
            slopes += sigma2 * moments.slopeVariance(t);
            means += sigma2 * moments.meanVariance(t);
            centred &= moments.centred(t);
        }
        return centred
                ? twoLevels(fixedVariance(within), fixedVariance(between), slopes, means)
                : oneLevel(fixedVariance(allColumns()), slopes, means);
    }

    private EffectSizes.Decomposition twoLevels(double f1, double f2, double v, double m) {
        double total = f1 + f2 + v + m + sigma2;
        double within = f1 + v + sigma2;
        double between = f2 + m;
        return new EffectSizes.Decomposition(
                true,
                List.of(
                        new Share("f1", f1 / total, f1 / within, Double.NaN),
                        new Share("f2", f2 / total, Double.NaN, f2 / between),
                        new Share("v", v / total, v / within, Double.NaN),
                        new Share("m", m / total, Double.NaN, m / between),
                        new Share("e", sigma2 / total, sigma2 / within, Double.NaN)));
    }

    private EffectSizes.Decomposition oneLevel(double f, double v, double m) {
        double total = f + v + m + sigma2;
        return new EffectSizes.Decomposition(
                false,
                List.of(
                        new Share("f", f / total, Double.NaN, Double.NaN),
                        new Share("v", v / total, Double.NaN, Double.NaN),
                        new Share("m", m / total, Double.NaN, Double.NaN),
                        new Share("e", sigma2 / total, Double.NaN, Double.NaN)));
    }

    private boolean isConstant(int column) {
        return state.kept()[column] == state.conditioning().intercept();
    }

    private boolean hasConstant() {
        return Arrays.stream(state.kept())
                .anyMatch(column -> column == state.conditioning().intercept());
    }

    private List<LevelVariance> levels() {
        if (!hasConstant()) {
            notes.add("without a constant there is no model without predictors to compare each level with");
            return List.of();
        }
        var empty = EmptyModels.of(state).sameTerms();
        double emptyResidual = empty.sigma() * empty.sigma();
        List<String> names = new ArrayList<>();
        List<double[]> variances = new ArrayList<>();
        for (GroupingFactor factor : factors) {
            for (GroupingFactor.Term place : factor.terms()) {
                FitState.Term term = state.terms().get(place.index());
                int w = term.columns().size();
                int at = term.columns().indexOf("(Intercept)");
                if (at >= 0) {
                    names.add(factor.group());
                    variances.add(new double[] {
                        sigma2 * term.relative()[at * w + at],
                        emptyResidual * empty.terms().get(place.index()).relative()[at * w + at]
                    });
                }
            }
        }
        names.add("Residual");
        variances.add(new double[] {sigma2, emptyResidual});
        double total = variances.stream().mapToDouble(v -> v[0]).sum();
        List<LevelVariance> levels = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            double[] v = variances.get(i);
            levels.add(
                    new LevelVariance(names.get(i), v[0], v[0] / total, v[1], v[1] > 0 ? 1 - v[0] / v[1] : Double.NaN));
        }
        return levels;
    }

    private List<Standardized> standardized() {
        int p = state.beta().length;
        double[] covariance = moments.fixedCovariance();
        double[] pseudo = pseudoScales();
        double sdY = Math.sqrt(moments.responseVariance());
        List<Standardized> all = new ArrayList<>();
        for (int k = 0; k < p; k++) {
            if (!isConstant(k)) {
                double error = Math.sqrt(state.covariance()[k * p + k]);
                double basic = Math.sqrt(covariance[k * p + k]) / sdY;
                all.add(new Standardized(
                        state.columns().get(k),
                        state.beta()[k] * basic,
                        error * basic,
                        state.beta()[k] * pseudo[k],
                        error * pseudo[k]));
            }
        }
        return all;
    }

    /** What turns each β̂ into its pseudo-standardised value; NaN where that is not defined. */
    private double[] pseudoScales() {
        int p = state.beta().length;
        double[] scales = new double[p];
        Arrays.fill(scales, Double.NaN);
        if (factors.size() != 1 || !hasConstant()) {
            return scales;
        }
        for (GroupingFactor.Term place : factors.get(0).terms()) {
            if (state.terms().get(place.index()).columns().get(0).equals("(Intercept)")) {
                double[] empty = EmptyModels.of(state).intercept(0, place);
                double[] covariance = moments.fixedCovariance();
                for (int k = 0; k < p; k++) {
                    boolean within = moments.betweenShare(0, k) < 1 - NEGLIGIBLE;
                    scales[k] = within
                            ? Math.sqrt(covariance[k * p + k] / empty[1])
                            : empty[0] > 0 ? Math.sqrt(moments.groupMeanVariance(0, k) / empty[0]) : Double.NaN;
                }
                return scales;
            }
        }
        return scales;
    }

    private List<Collinearity> collinearity() {
        Map<String, List<Integer>> terms = new LinkedHashMap<>();
        List<String> labels = Encoding.of(Formula.parse(state.formula()), state.options(), state.learned())
                .fixedTerms();
        List<Integer> columns = new ArrayList<>();
        for (int k = 0; k < state.beta().length; k++) {
            if (!isConstant(k)) {
                terms.computeIfAbsent(labels.get(state.kept()[k]), label -> new ArrayList<>())
                        .add(k);
                columns.add(k);
            }
        }
        List<Collinearity> all = new ArrayList<>();
        if (terms.size() < 2) {
            return all;
        }
        double whole = logDeterminant(columns);
        terms.forEach((label, own) -> {
            List<Integer> others = new ArrayList<>(columns);
            others.removeAll(own);
            double gvif = Math.max(1, Math.exp(logDeterminant(own) + logDeterminant(others) - whole));
            all.add(new Collinearity(
                    label, own.size(), gvif, Math.pow(gvif, 1.0 / (2 * own.size())), inflationInterval(gvif)));
        });
        return all;
    }

    /** log|R| of the correlations of some coefficients. */
    private double logDeterminant(List<Integer> columns) {
        int p = state.beta().length;
        int m = columns.size();
        double[] correlation = new double[m * m];
        for (int k = 0; k < m; k++) {
            for (int i = 0; i < m; i++) {
                int a = columns.get(i);
                int b = columns.get(k);
                correlation[k * m + i] = state.covariance()[b * p + a]
                        / Math.sqrt(state.covariance()[a * p + a] * state.covariance()[b * p + b]);
            }
        }
        double[] values = new double[m];
        Symmetric.eigen(m, correlation, values, new double[m * m]);
        return Arrays.stream(values)
                .map(x -> Math.log(Math.max(x, Double.MIN_NORMAL)))
                .sum();
    }

    /** By the variance of a squared multiple correlation on the scale of its logit; none for a factor of one. */
    private Interval inflationInterval(double gvif) {
        double r = 1 - 1 / gvif;
        double n = moments.rows();
        int p = state.beta().length;
        if (!(r > NEGLIGIBLE) || n <= p + 1) {
            return new Interval(Double.NaN, Double.NaN, 0.95);
        }
        double error = (1 - r * r) * (n - p - 1) / Math.sqrt((n * n - 1) * (n + 3));
        double half = Z * error / (r * (1 - r));
        double logit = Math.log(r / (1 - r));
        return new Interval(1 + Math.exp(logit - half), 1 + Math.exp(logit + half), 0.95);
    }
}
