package dev.echelon.internal.design;

import dev.echelon.formula.Expression;
import dev.echelon.formula.Formula;
import dev.echelon.table.Table;
import java.util.Map;

/**
 * What is asked of the data before any row is seen.
 *
 * @param formula the formula, without a dot
 * @param options what it does not say
 * @param variables its variables by the part they play
 */
record Specification(Formula formula, EncodingOptions options, Variables variables) {

    static Specification of(Formula formula, EncodingOptions options) {
        return new Specification(formula, options, Variables.of(formula));
    }

    /** Values by what has been learned. */
    Evaluator evaluator(Table rows, Map<String, Basis> bases) {
        return new Evaluator(formula, rows, options.factors(), BasisFunctions.known(bases));
    }

    /**
     * Values for training rows, when the basis functions have learned.
     *
     * @param bases takes what is learned
     * @param used the rows group means are taken over; empty for all
     */
    Evaluator learning(Table rows, Map<String, Basis> bases, boolean[] used) {
        Evaluator evaluator = new Evaluator(formula, rows, options.factors(), BasisFunctions.learning(bases, used));
        evaluateCalls(evaluator, formula.response());
        variables.columns(Purpose.FIT).forEach(column -> evaluateCalls(evaluator, column));
        variables.offsets().forEach(offset -> evaluateCalls(evaluator, offset));
        variables.groups().forEach(group -> evaluateCalls(evaluator, group));
        variables.residual().forEach(part -> evaluateCalls(evaluator, part));
        return evaluator;
    }

    /** A plain column has nothing to learn. */
    private static void evaluateCalls(Evaluator evaluator, Expression expression) {
        if (!(expression instanceof Expression.Variable)) {
            evaluator.evaluate(expression);
        }
    }
}
