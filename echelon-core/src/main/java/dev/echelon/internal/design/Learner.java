package dev.echelon.internal.design;

import dev.echelon.error.EchelonException;
import dev.echelon.formula.Coding;
import dev.echelon.formula.Expression;
import dev.echelon.formula.Formula;
import dev.echelon.formula.RandomTerm;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.SharedStorage;
import dev.echelon.table.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Learns an encoding from a table of training rows. */
final class Learner {
    private final Specification model;
    private final Formula formula;
    private final EncodingOptions options;
    private final UsedRows rows;
    private final Map<String, Basis> bases = new LinkedHashMap<>();
    private final Map<String, Learned.Variable> learned = new LinkedHashMap<>();
    private final Map<String, List<String>> groups = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    Learner(Specification model, Table table) {
        this.model = model;
        this.formula = model.formula();
        this.options = model.options();
        this.rows = UsedRows.train(model, table, bases);
        if (rows.count() == 0) {
            throw new EchelonException(
                    table.rowCount() == 0
                            ? "the data have no rows"
                            : "no row can be used: of " + table.rowCount() + " rows, "
                                    + rows.report().reasons());
        }
    }

    /** The training rows that are used. */
    UsedRows rows() {
        return rows;
    }

    Encoding learn() {
        Evaluator used = rows.evaluator();
        checkResponse(used);
        learnVariables(used);
        checkCodings();
        for (RandomTerm term : formula.random()) {
            groups.computeIfAbsent(term.groupLabel(), label -> used.groups(term).levels());
        }
        return new Encoding(model, learned());
    }

    /** That the random terms can be told from the residual in these rows. */
    Encoding checked(Encoding encoding) {
        Identifiability.check(encoding, rows.count(), hasUnequalWeights());
        return encoding;
    }

    private Learned learned() {
        double[] weights = options.weights().isEmpty() ? new double[0] : weights();
        Composing composing = new Composing(model, learned);
        composing.add(rows, new Frame(rows, learned, 0), weights);
        Optional<LearnedResidual> residual = formula.hasResidualSide()
                ? Optional.of(new ResidualLearner(formula, rows, notes).learn())
                : Optional.empty();
        return new Learned(bases, learned, groups, rows.report(), notes, ranges(), composing.result(), residual);
    }

    /** The R side of a formula that differs from the learned one in nothing else. */
    LearnedResidual residual(Formula other) {
        return new ResidualLearner(other, rows, notes).learn();
    }

    private double[] weights() {
        return SharedStorage.values((NumericColumn) rows.table().column(options.weights()));
    }

    private void checkResponse(Evaluator used) {
        checkResponse(used, formula);
    }

    static void checkResponse(Evaluator used, Formula formula) {
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
        for (Expression expression : model.variables().columns(Purpose.FIT)) {
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

    static void checkIntegers(Evaluator used, Expression position, double[] values) {
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
        checkCodings(options, learned);
    }

    static void checkCodings(EncodingOptions options, Map<String, Learned.Variable> learned) {
        if (options.codings().isEmpty()) {
            return;
        }
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
            if (levels.size() < factor.levels().size()) {
                List<String> absent = new ArrayList<>(factor.levels());
                absent.removeAll(new HashSet<>(levels));
                notes.add(absent(expression, absent));
            }
        }
        return Learned.Variable.factor(levels, coding(options, expression, factor.kind()));
    }

    static String absent(Expression expression, List<String> absent) {
        return "the factor '" + expression.label() + "' has "
                + (absent.size() == 1 ? "a level that does" : "levels that do")
                + " not occur in the rows used and " + (absent.size() == 1 ? "was" : "were") + " left out: "
                + Levels.abbreviate(absent);
    }

    static Coding coding(EncodingOptions options, Expression expression, Value.Kind kind) {
        Coding asked = options.codings().get(expression.label());
        if (asked == null && expression instanceof Expression.Variable variable) {
            asked = options.codings().get(variable.name());
        }
        return asked != null ? asked : kind == Value.Kind.ORDERED ? Coding.poly() : Coding.treatment();
    }

    /** The ranges of the columns of numbers that columns of X and Z are made of. */
    private Map<String, Learned.Range> ranges() {
        Map<String, Learned.Range> ranges = new LinkedHashMap<>();
        Set<String> names = new LinkedHashSet<>();
        model.variables().columns(Purpose.FIT).forEach(expression -> expression.collectColumns(names));
        for (String name : names) {
            if (!options.factors().contains(name) && rows.table().column(name) instanceof NumericColumn column) {
                double lower = Double.POSITIVE_INFINITY;
                double upper = Double.NEGATIVE_INFINITY;
                for (int i = 0; i < column.size(); i++) {
                    lower = Math.min(lower, column.value(i));
                    upper = Math.max(upper, column.value(i));
                }
                ranges.put(name, new Learned.Range(lower, upper));
            }
        }
        return ranges;
    }

    /** Weights that differ make the residual variance of one observation per level estimable. */
    private boolean hasUnequalWeights() {
        if (options.weights().isEmpty()) {
            return false;
        }
        double[] weights = weights();
        for (double weight : weights) {
            if (weight != weights[0]) {
                return true;
            }
        }
        return false;
    }
}
