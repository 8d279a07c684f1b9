package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.formula.Expression;
import dev.echelon.formula.Formula;
import dev.echelon.formula.RandomTerm;
import dev.echelon.formula.Term;
import dev.echelon.internal.design.Encoding;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.RowSource;
import dev.echelon.table.Table;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The refit of a model to data whose response and numeric predictors have mean 0 and standard deviation 1. */
final class Standardizing {
    private Standardizing() {}

    static LmmFit refit(FitState state, RowSource data) {
        Formula formula = Formula.parse(state.formula());
        Table table = Encoding.inMemory(data);
        int[] used = state.model("standardised coefficients")
                .encoding()
                .encode(table)
                .used();
        Table standardized = table;
        for (String name : columns(formula)) {
            if (table.column(name) instanceof NumericColumn numbers
                    && !state.options().factors().contains(name)) {
                standardized = standardized.with(name, scaled(name, numbers, used));
            }
        }
        return Lmm.of(formula, state.options(), state.criterion()).fit(standardized);
    }

    /** Columns that stand for themselves: a function of a standardised column would be another model. */
    private static Set<String> columns(Formula formula) {
        Set<String> names = new LinkedHashSet<>();
        add(formula.response(), names);
        formula.fixed().terms().forEach(term -> add(term, names));
        for (RandomTerm random : formula.random()) {
            random.effects().terms().forEach(term -> add(term, names));
        }
        return names;
    }

    private static void add(Term term, Set<String> names) {
        List<Expression> factors = term.factors();
        factors.forEach(factor -> add(factor, names));
    }

    private static void add(Expression expression, Set<String> names) {
        if (expression instanceof Expression.Variable variable) {
            names.addAll(variable.columns());
        } else if (!expression.label().startsWith("factor(")) {
            throw new EchelonException("a refit to standardised data needs plain columns, and '" + expression.label()
                    + "' is a function of one; compute it as a column of the data first");
        }
    }

    private static NumericColumn scaled(String name, NumericColumn numbers, int[] used) {
        double mean = 0;
        for (int row : used) {
            mean += numbers.value(row) / used.length;
        }
        double squares = 0;
        for (int row : used) {
            squares += Math.pow(numbers.value(row) - mean, 2);
        }
        double sd = Math.sqrt(squares / (used.length - 1));
        if (!(sd > 0)) {
            throw new EchelonException("'" + name + "' is constant and cannot be standardised");
        }
        double[] values = new double[numbers.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers.isMissing(i) ? Double.NaN : (numbers.value(i) - mean) / sd;
        }
        return NumericColumn.of(values);
    }
}
