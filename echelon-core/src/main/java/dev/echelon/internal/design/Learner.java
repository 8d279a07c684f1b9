package dev.echelon.internal.design;

import dev.echelon.error.EchelonException;
import dev.echelon.formula.Coding;
import dev.echelon.formula.Expression;
import dev.echelon.formula.Formula;
import dev.echelon.formula.RandomTerm;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Learns an encoding from a table of training rows. */
final class Learner {
    private final Formula formula;
    private final EncodingOptions options;
    private final Table table;
    private final Variables variables;
    private final Map<String, Basis> bases = new LinkedHashMap<>();
    private final Map<String, Learned.Variable> learned = new LinkedHashMap<>();
    private final Map<String, List<String>> groups = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    /** The training rows. */
    Table table() {
        return table;
    }

    Learner(Formula formula, EncodingOptions options, Table table) {
        this.formula = formula;
        this.options = options;
        this.table = table;
        this.variables = Variables.of(formula);
    }

    Encoding learn() {
        RowFilter filter = Rows.filter(formula, options, variables, table, Purpose.FIT, 0);
        Evaluator all = evaluator(table, true, filter.mask());
        learnBases(all);
        Rows.dropUncoded(filter, all, variables.columns(Purpose.FIT));
        if (filter.dropped() == table.rowCount()) {
            throw new EchelonException(
                    table.rowCount() == 0
                            ? "the data have no rows"
                            : "no row can be used: of " + table.rowCount() + " rows, "
                                    + filter.report().reasons());
        }
        Evaluator used =
                filter.dropped() == 0 ? all : evaluator(filter.apply(table, filter.used()), false, new boolean[0]);
        checkResponse(used);
        learnVariables(used);
        checkCodings();
        for (RandomTerm term : formula.random()) {
            if (!groups.containsKey(term.groupLabel())) {
                groups.put(term.groupLabel(), Grouping.observed(used, term).levels());
            }
        }
        Encoding encoding = Encoding.of(formula, options, new Learned(bases, learned, groups, filter.report(), notes));
        Identifiability.check(encoding, used.rowCount(), hasUnequalWeights(filter));
        return encoding;
    }

    private Evaluator evaluator(Table rows, boolean learning, boolean[] mask) {
        return new Evaluator(formula, rows, options.factors(), new BasisFunctions(bases, learning, mask));
    }

    /** Evaluates everything once on all rows, which makes the basis functions learn. */
    private void learnBases(Evaluator all) {
        all.evaluate(formula.response());
        variables.columns(Purpose.FIT).forEach(all::evaluate);
        variables.offsets().forEach(all::evaluate);
        variables.groups().forEach(all::evaluate);
    }

    private void checkResponse(Evaluator used) {
        Value value = used.evaluate(formula.response());
        boolean logical = value instanceof Value.Categories factor && factor.kind() == Value.Kind.LOGICAL;
        if (!(value instanceof Value.Numbers) && !logical) {
            throw used.error(
                    "the response '" + formula.response().label() + "' is " + value.description()
                            + "; a linear mixed model needs one number per row",
                    formula.response());
        }
    }

    private void learnVariables(Evaluator used) {
        for (Expression expression : variables.columns(Purpose.FIT)) {
            learnVariable(used, expression);
        }
        for (RandomTerm term : formula.random()) {
            if (RandomPlan.isPositional(term)) {
                Expression position = RandomPlan.position(formula, term);
                if (used.evaluate(position) instanceof Value.Numbers numbers) {
                    checkIntegers(used, position, numbers.values());
                    learnVariable(used, RandomPlan.asFactor(position));
                }
            }
        }
    }

    private static void checkIntegers(Evaluator used, Expression position, double[] values) {
        for (double value : values) {
            if (value != Math.rint(value)) {
                throw used.error(
                        "'" + position.label() + "' must be a factor or whole numbers to serve as positions, but has "
                                + Levels.label(value),
                        position);
            }
        }
    }

    /** A coding for something that is no factor of the model is a slip, not a wish. */
    private void checkCodings() {
        List<String> factors = learned.keySet().stream()
                .filter(label ->
                        learned.getOrDefault(label, Learned.Variable.numeric(1)).isFactor())
                .toList();
        for (String name : options.codings().keySet()) {
            if (!factors.contains(name) && !factors.contains("`" + name + "`")) {
                throw new EchelonException("a coding is given for '" + name + "', which is not a factor of the model; "
                        + (factors.isEmpty() ? "it has none" : "its factors are " + Levels.abbreviate(factors)));
            }
        }
    }

    private void learnVariable(Evaluator used, Expression expression) {
        Value value = used.evaluate(expression);
        if (value instanceof Value.Categories factor) {
            learned.put(expression.label(), factor(expression, factor));
        } else if (value instanceof Value.Columns matrix) {
            learned.put(
                    expression.label(),
                    Learned.Variable.numeric(matrix.columns().size()));
        } else {
            used.numeric(expression);
            learned.put(expression.label(), Learned.Variable.numeric(1));
        }
    }

    private Learned.Variable factor(Expression expression, Value.Categories factor) {
        List<String> levels = factor.levels();
        if (factor.kind() != Value.Kind.LOGICAL) {
            levels = Levels.observed(factor).levels();
            List<String> absent = new ArrayList<>(factor.levels());
            absent.removeAll(new HashSet<>(levels));
            if (!absent.isEmpty()) {
                notes.add("the factor '" + expression.label() + "' has "
                        + (absent.size() == 1 ? "a level that does" : "levels that do")
                        + " not occur in the rows used and " + (absent.size() == 1 ? "was" : "were") + " left out: "
                        + Levels.abbreviate(absent));
            }
        }
        return Learned.Variable.factor(levels, coding(expression, factor));
    }

    private Coding coding(Expression expression, Value.Categories factor) {
        Coding asked = options.codings().get(expression.label());
        if (asked == null && expression instanceof Expression.Variable variable) {
            asked = options.codings().get(variable.name());
        }
        return asked != null ? asked : factor.kind() == Value.Kind.ORDERED ? Coding.poly() : Coding.treatment();
    }

    /** Weights that differ make the residual variance of one observation per level estimable. */
    private boolean hasUnequalWeights(RowFilter filter) {
        if (options.weights().isEmpty()) {
            return false;
        }
        int[] used = filter.used();
        double[] weights = ((NumericColumn) table.column(options.weights())).toArray();
        for (int row : used) {
            if (weights[row] != weights[used[0]]) {
                return true;
            }
        }
        return false;
    }
}
