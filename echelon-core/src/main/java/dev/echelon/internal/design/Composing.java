package dev.echelon.internal.design;

import dev.echelon.formula.Expression;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.SharedStorage;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Finds the {@link Composition} of the used rows, in one pass over each variable. */
final class Composing {
    private static final Learned.Variable NONE = Learned.Variable.numeric(1);

    /** As many combinations are counted in an array. */
    private static final double FEW = 1 << 16;

    private final UsedRows rows;
    private final Frame frame;
    private final Map<String, Composition.Covariate> covariates = new LinkedHashMap<>();

    private Composing(UsedRows rows, Frame frame) {
        this.rows = rows;
        this.frame = frame;
    }

    static Composition of(
            Specification model, UsedRows rows, Map<String, Learned.Variable> variables, double[] weights) {
        Composing composing = new Composing(rows, new Frame(rows, variables, 0));
        List<Expression> factors = model.variables().fixed().stream()
                .filter(expression -> isFactor(variables, expression))
                .toList();
        for (Expression expression : model.variables().fixed()) {
            if (!isFactor(variables, expression)) {
                composing.addCovariates(expression, variables);
            }
        }
        for (Expression offset : model.variables().offsets()) {
            composing.addCovariates(offset, variables);
        }
        if (!model.options().offset().isEmpty()) {
            composing.addColumn(model.options().offset());
        }
        return composing.count(factors, variables, weights);
    }

    private static boolean isFactor(Map<String, Learned.Variable> variables, Expression expression) {
        Learned.Variable variable = variables.get(expression.label());
        return variable != null && variable.isFactor();
    }

    private void addCovariates(Expression expression, Map<String, Learned.Variable> variables) {
        if (CovariateValues.readsOnlyNumbers(expression, name -> rows.table().column(name) instanceof NumericColumn)) {
            expression.columns().forEach(this::addColumn);
            return;
        }
        Learned.Variable variable = variables.get(expression.label());
        covariates.putIfAbsent(
                expression.label(), covariate(frame.numbers(expression, variable == null ? 1 : variable.width())));
    }

    private void addColumn(String name) {
        if (!covariates.containsKey(name)) {
            double[] values = SharedStorage.values((NumericColumn) rows.table().column(name));
            covariates.put(name, covariate(new double[][] {values}));
        }
    }

    private static Composition.Covariate covariate(double[][] columns) {
        double[] means = new double[columns.length];
        for (int j = 0; j < means.length; j++) {
            double[] x = columns[j];
            double rough = Arrays.stream(x).sum() / x.length;
            double rest = 0;
            for (double value : x) {
                rest += value - rough;
            }
            means[j] = rough + rest / x.length; // the second pass recovers what the first one rounded
        }
        return new Composition.Covariate(means);
    }

    private Composition count(List<Expression> factors, Map<String, Learned.Variable> variables, double[] weights) {
        int k = factors.size();
        int[][] codes = new int[k][];
        for (int f = 0; f < k; f++) {
            codes[f] = frame.codes(factors.get(f));
        }
        List<String> labels = factors.stream().map(Expression::label).toList();
        int[] levels = new int[k];
        double cells = 1;
        for (int f = 0; f < k; f++) {
            levels[f] = variables.getOrDefault(labels.get(f), NONE).levels().size();
            cells *= levels[f];
        }
        if (k == 0 || cells > Long.MAX_VALUE / 2) {
            return new Composition(covariates, labels, new int[0], new double[0]);
        }
        SortedMap<Long, Double> sums = new TreeMap<>();
        double[] few = new double[cells <= FEW ? (int) cells : 0];
        for (int i = 0; i < rows.count(); i++) {
            long cell = 0;
            for (int f = 0; f < k; f++) {
                cell = cell * levels[f] + codes[f][i];
            }
            double weight = weights.length == 0 ? 1 : weights[i];
            if (few.length > 0) {
                few[(int) cell] += weight;
            } else {
                sums.merge(cell, weight, Double::sum);
            }
        }
        for (int cell = 0; cell < few.length; cell++) {
            if (few[cell] > 0) {
                sums.put((long) cell, few[cell]);
            }
        }
        return flat(labels, levels, sums);
    }

    /** Of the numbers of the combinations, first factor slowest. */
    private Composition flat(List<String> factors, int[] levels, SortedMap<Long, Double> sums) {
        int k = factors.size();
        int[] codes = new int[sums.size() * k];
        double[] weights = new double[sums.size()];
        int c = 0;
        for (Map.Entry<Long, Double> entry : sums.entrySet()) {
            long rest = entry.getKey();
            for (int f = k - 1; f >= 0; f--) {
                codes[c * k + f] = (int) (rest % levels[f]);
                rest /= levels[f];
            }
            weights[c++] = entry.getValue();
        }
        return new Composition(covariates, factors, codes, weights);
    }
}
