package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.error.Suggestions;
import dev.echelon.formula.Formula;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.EncodedRows;
import dev.echelon.internal.design.Encoding;
import dev.echelon.internal.design.ModelColumn;
import dev.echelon.internal.linalg.LeastSquares;
import dev.echelon.result.Exploration;
import dev.echelon.result.Exploration.Aggregate;
import dev.echelon.result.Exploration.AggregateCoefficient;
import dev.echelon.result.Exploration.Separate;
import dev.echelon.result.Exploration.Unfitted;
import dev.echelon.result.GroupLines;
import dev.echelon.table.RowSource;
import dev.echelon.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Grouped data in three ways; see {@link Exploration}. Group by group, so memory is that of the rows.
 *
 * <p><b>Cost</b> the fit, a second fit with group means, and n·k² for the regressions. <b>Source</b>
 * docs/math/effect-sizes.md#three-ways
 */
final class Exploring {
    /** Variation this small beside a column's values is rounding. */
    private static final double CONSTANT = 1e-10;

    private final LmmFit fit;
    private final FitState state;
    private final Design design;
    private final Design.RandomBlock block;
    private final GroupedRows rows;
    private final List<String> notes = new ArrayList<>();

    private Exploring(LmmFit fit, EncodedRows encoded, String group) {
        this.fit = fit;
        this.state = fit.state();
        this.design = encoded.design();
        this.block = design.random().stream()
                .filter(of -> of.group().equals(group))
                .findFirst()
                .orElseThrow(() -> unknown(group));
        this.rows = new GroupedRows(design, block.codes(), block.levels().size());
    }

    /**
     * Explores.
     *
     * @param group a grouping label; empty for the factor with most levels
     * @param df null for the fit's own
     */
    static Exploration of(Lmm model, RowSource source, String group, @Nullable DfMethod df) {
        if (model.formula().random().isEmpty()) {
            throw new EchelonException("'" + model.formula().text()
                    + "' has no groups to explore; add a bar such as (1 | g) for the groups");
        }
        Table data = Encoding.inMemory(source);
        LmmFit fit = model.fit(data);
        fit.state().requireIndependentLevels("an exploration");
        String chosen = group.isEmpty() ? fit.groups().keySet().iterator().next() : group;
        return new Exploring(fit, fit.encodedRows(), chosen).explore(model, data, df == null ? fit.preferredDf() : df);
    }

    /** Explores the data of a fit that holds their rows. */
    static Exploration of(LmmFit fit, RowSource data, DfMethod df) {
        FitState state = fit.state();
        Lmm model = Lmm.of(Formula.parse(state.formula()), state.options(), state.criterion());
        String group = fit.groups().keySet().iterator().next();
        return new Exploring(fit, fit.encodedRows(), group).explore(model, data, df);
    }

    private EchelonException unknown(String group) {
        List<String> groups = List.copyOf(fit.groups().keySet());
        return new EchelonException("no grouping factor '" + group + "'" + Suggestions.hint(group, groups)
                + "; the grouping factors are " + String.join(", ", groups));
    }

    private Exploration explore(Lmm model, RowSource data, DfMethod df) {
        GroupRegressions regressions = new GroupRegressions();
        Separate separate = regressions.run();
        return new Exploration(
                fit.formula(),
                block.group(),
                fit.observations(),
                aggregate(),
                separate,
                fit.coefficients(df),
                fit.sigma(),
                new ContextualEffects(model, data, fit, block, rows, notes).effects(df),
                regressions.lines(),
                notes);
    }

    private int[] kept() {
        return state.kept();
    }

    private ModelColumn response() {
        return new ModelColumn.Dense(design.response());
    }

    private Aggregate aggregate() {
        int m = rows.groups();
        int p = kept().length;
        double[][] x = new double[p][];
        double[] scales = new double[p];
        for (int k = 0; k < p; k++) {
            x[k] = rows.means(design.fixed().column(kept()[k]));
            scales[k] = rows.scale(design.fixed().column(kept()[k]));
        }
        double[] y = rows.means(response());
        LeastSquares plain = new LeastSquares(m, x, scales);
        double[] root = new double[m];
        Arrays.setAll(root, j -> Math.sqrt(rows.count(j)));
        double[][] weightedX = new double[p][];
        double[] weightedScales = scales.clone();
        for (int k = 0; k < p; k++) {
            weightedX[k] = times(root, x[k]);
            weightedScales[k] *= Math.sqrt((double) fit.observations() / m);
        }
        double[] weightedY = times(root, y);
        LeastSquares weighted = new LeastSquares(m, weightedX, weightedScales);
        int df = m - plain.rank();
        double sigma = df > 0 ? Math.sqrt(plain.residual(y) / df) : Double.NaN;
        double weightedSigma = df > 0 ? Math.sqrt(weighted.residual(weightedY) / df) : Double.NaN;
        double[][] numbers = {
            plain.coefficients(y), plain.variances(), weighted.coefficients(weightedY), weighted.variances()
        };
        List<AggregateCoefficient> coefficients = new ArrayList<>();
        for (int k = 0; k < p; k++) {
            coefficients.add(new AggregateCoefficient(
                    state.columns().get(k),
                    numbers[0][k],
                    sigma * Math.sqrt(numbers[1][k]),
                    numbers[2][k],
                    weightedSigma * Math.sqrt(numbers[3][k])));
        }
        return new Aggregate(m, coefficients, df, sigma, weightedSigma);
    }

    private static double[] times(double[] a, double[] b) {
        double[] out = new double[a.length];
        Arrays.setAll(out, i -> a[i] * b[i]);
        return out;
    }

    /** One regression per group. */
    private final class GroupRegressions {
        private final List<String> names = new ArrayList<>();
        private final List<ModelColumn> columns = new ArrayList<>();
        private final List<Double> scales = new ArrayList<>();
        private boolean crossLevel;
        private final double[] own;
        private final double[] mixed;
        private final double[] fixed;
        private final List<Unfitted> unfitted = new ArrayList<>();
        private final List<Double> sds = new ArrayList<>();
        private double squares;
        private long df;

        GroupRegressions() {
            add("(Intercept)", new ModelColumn.Constant(1), 1);
            for (int k = 0; k < kept().length; k++) {
                addIfWithin(state.columns().get(k), design.fixed().column(kept()[k]));
            }
            for (Design.RandomBlock of : design.random()) {
                for (int k = 0;
                        of.group().equals(block.group()) && k < of.effects().width();
                        k++) {
                    addIfWithin(of.effects().names().get(k), of.effects().column(k));
                }
            }
            dropCrossLevel();
            int cells = rows.groups() * names.size();
            own = new double[cells];
            mixed = new double[cells];
            fixed = new double[cells];
        }

        private void add(String name, ModelColumn column, double scale) {
            names.add(name);
            columns.add(column);
            scales.add(scale);
        }

        private void addIfWithin(String name, ModelColumn column) {
            double scale = rows.scale(column);
            if (!names.contains(name) && rows.spread(column)[0] > CONSTANT * scale) {
                add(name, column, scale);
            }
        }

        /** A product with a predictor of the group depends on other columns in every group: its slope is theirs. */
        private void dropCrossLevel() {
            boolean[] needed = new boolean[names.size()];
            for (int j = 0; j < rows.groups(); j++) {
                LeastSquares squaresOf = decompose(j);
                for (int k = 0; k < needed.length; k++) {
                    needed[k] |= squaresOf.independent(k);
                }
            }
            for (int k = 1; k < needed.length; k++) {
                if (!needed[k]) {
                    notes.add("'" + names.get(k) + "' is a combination of the other predictors in every group, so it is"
                            + " part of their slopes there");
                }
            }
            for (int k = needed.length - 1; k > 0; k--) {
                if (!needed[k]) {
                    names.remove(k);
                    columns.remove(k);
                    scales.remove(k);
                    crossLevel = true;
                }
            }
        }

        private LeastSquares decompose(int group) {
            double[][] x = new double[columns.size()][];
            for (int k = 0; k < x.length; k++) {
                x[k] = rows.weighted(group, rows.values(group, columns.get(k)));
            }
            return new LeastSquares(
                    rows.count(group),
                    x,
                    scales.stream().mapToDouble(Double::doubleValue).toArray());
        }

        Separate run() {
            for (int j = 0; j < rows.groups(); j++) {
                LeastSquares squaresOf = decompose(j);
                if (squaresOf.rank() == names.size()) {
                    regress(j, squaresOf);
                } else {
                    unfitted.add(new Unfitted(block.levels().get(j), rows.count(j), reason(j, squaresOf)));
                    Arrays.fill(own, j * names.size(), (j + 1) * names.size(), Double.NaN);
                    structural(j);
                }
            }
            return summary();
        }

        private String reason(int group, LeastSquares squaresOf) {
            if (rows.count(group) < names.size()) {
                return rows.count(group) + (rows.count(group) == 1 ? " row" : " rows") + " for " + names.size()
                        + " coefficients";
            }
            List<String> dependent = new ArrayList<>();
            for (int k : squaresOf.dependent()) {
                dependent.add("'" + names.get(k) + "'");
            }
            return String.join(", ", dependent)
                    + (dependent.size() == 1 ? " does not vary by itself" : " do not vary by themselves");
        }

        private void regress(int group, LeastSquares squaresOf) {
            double[] y = rows.weighted(group, rows.values(group, response()));
            double[] mean = new double[rows.count(group)];
            for (int k = 0; k < kept().length; k++) {
                addTimes(mean, rows.values(group, design.fixed().column(kept()[k])), state.beta()[k]);
            }
            double[] whole = mean.clone();
            for (int t = 0; t < design.random().size(); t++) {
                Design.RandomBlock of = design.random().get(t);
                int w = of.effects().width();
                for (int k = 0; of.group().equals(block.group()) && k < w; k++) {
                    double mode = state.terms().get(t).modes()[group * w + k];
                    addTimes(whole, rows.values(group, of.effects().column(k)), mode);
                }
            }
            int at = group * names.size();
            System.arraycopy(squaresOf.coefficients(y), 0, own, at, names.size());
            System.arraycopy(squaresOf.coefficients(rows.weighted(group, whole)), 0, mixed, at, names.size());
            System.arraycopy(squaresOf.coefficients(rows.weighted(group, mean)), 0, fixed, at, names.size());
            int spare = rows.count(group) - names.size();
            double rss = squaresOf.residual(y);
            squares += spare > 0 ? rss : 0;
            df += spare;
            if (spare > 0) {
                sds.add(Math.sqrt(rss / spare));
            }
        }

        private void addTimes(double[] sum, double[] column, double coefficient) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += coefficient * column[i];
            }
        }

        /** The lines of a group that has no regression, from the coefficients themselves. */
        private void structural(int group) {
            int at = group * names.size();
            if (crossLevel) {
                Arrays.fill(mixed, at, at + names.size(), Double.NaN);
                Arrays.fill(fixed, at, at + names.size(), Double.NaN);
                return;
            }
            for (int k = 0; k < kept().length; k++) {
                int column = names.indexOf(state.columns().get(k));
                double x = column > 0 ? 1 : rows.values(group, design.fixed().column(kept()[k]))[0];
                fixed[at + Math.max(0, column)] += state.beta()[k] * x;
            }
            System.arraycopy(fixed, at, mixed, at, names.size());
            for (int t = 0; t < design.random().size(); t++) {
                Design.RandomBlock of = design.random().get(t);
                int w = of.effects().width();
                for (int k = 0; of.group().equals(block.group()) && k < w; k++) {
                    int column = names.indexOf(of.effects().names().get(k));
                    double z = column > 0 ? 1 : rows.values(group, of.effects().column(k))[0];
                    mixed[at + Math.max(0, column)] += state.terms().get(t).modes()[group * w + k] * z;
                }
            }
        }

        private Separate summary() {
            sds.sort(null);
            int count = sds.size();
            List<Double> range = count == 0
                    ? List.of()
                    : List.of(sds.get(0), (sds.get((count - 1) / 2) + sds.get(count / 2)) / 2, sds.get(count - 1));
            int fitted = rows.groups() - unfitted.size();
            GroupLines lines = lines();
            List<Double> means = new ArrayList<>();
            List<Double> spreads = new ArrayList<>();
            for (int k = 0; k < names.size(); k++) {
                double sum = 0;
                for (int j = 0; j < rows.groups(); j++) {
                    double x = own[j * names.size() + k];
                    sum += Double.isNaN(x) ? 0 : x;
                }
                means.add(fitted > 0 ? sum / fitted : Double.NaN);
                spreads.add(lines.spread(k, false));
            }
            double pooled = df > 0 ? Math.sqrt(squares / df) : Double.NaN;
            return new Separate(names, fitted, unfitted, pooled, df, range, means, spreads);
        }

        GroupLines lines() {
            long[] counts = new long[rows.groups()];
            Arrays.setAll(counts, rows::count);
            return new GroupLines(names, block.levels(), counts, own, mixed, fixed);
        }
    }
}
