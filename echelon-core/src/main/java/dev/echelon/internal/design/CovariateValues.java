package dev.echelon.internal.design;

import dev.echelon.formula.Expression;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.Table;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** The numeric variables of the fixed part where covariates have given values, by the bases that were learned. */
final class CovariateValues {
    private final Specification model;
    private final Learned learned;

    CovariateValues(Specification model, Learned learned) {
        this.model = model;
        this.learned = learned;
    }

    /** Whether an expression is a function of numbers in its own row. */
    static boolean readsOnlyNumbers(Expression expression, Predicate<String> isNumeric) {
        return expression.columns().stream().allMatch(isNumeric) && !readsGroups(expression);
    }

    private static boolean readsGroups(Expression expression) {
        if (expression instanceof Expression.Call call) {
            return call.function().equals("within")
                    || call.function().equals("between")
                    || call.arguments().stream().anyMatch(argument -> readsGroups(argument.value()));
        } else if (expression instanceof Expression.Binary binary) {
            return readsGroups(binary.left()) || readsGroups(binary.right());
        } else if (expression instanceof Expression.Unary unary) {
            return readsGroups(unary.operand());
        }
        return expression instanceof Expression.Parenthesis parenthesis && readsGroups(parenthesis.inner());
    }

    /**
     * The columns of each numeric variable, by label.
     *
     * @param at values of all covariates of the {@link Composition}
     */
    Map<String, double[]> variables(Map<String, double[]> at) {
        Evaluator evaluator = evaluator(at);
        Map<String, double[]> values = new LinkedHashMap<>();
        for (Expression expression : model.variables().fixed()) {
            Learned.Variable variable = learned.variables().get(expression.label());
            if (variable == null || !variable.isFactor()) {
                values.put(expression.label(), value(evaluator, expression, at));
            }
        }
        return values;
    }

    /** The sum of the offsets. */
    double offset(Map<String, double[]> at) {
        Evaluator evaluator = evaluator(at);
        double sum = 0;
        for (Expression offset : model.variables().offsets()) {
            sum += value(evaluator, offset, at)[0];
        }
        double[] column = at.get(model.options().offset());
        return column == null ? sum : sum + column[0];
    }

    private Evaluator evaluator(Map<String, double[]> at) {
        Map<String, NumericColumn> columns = new LinkedHashMap<>();
        at.forEach((name, values) -> columns.put(name, NumericColumn.of(values[0])));
        return model.evaluator(Table.of(columns), learned.bases());
    }

    private static double[] value(Evaluator evaluator, Expression expression, Map<String, double[]> at) {
        double[] given = expression instanceof Expression.Variable ? null : at.get(expression.label());
        if (given != null) {
            return given;
        }
        if (evaluator.evaluate(expression) instanceof Value.Columns matrix) {
            return matrix.columns().stream().mapToDouble(column -> column[0]).toArray();
        }
        return evaluator.numbers(expression).clone();
    }
}
