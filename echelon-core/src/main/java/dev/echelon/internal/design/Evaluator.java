package dev.echelon.internal.design;

import dev.echelon.error.Suggestions;
import dev.echelon.formula.Expression;
import dev.echelon.formula.Formula;
import dev.echelon.formula.FormulaException;
import dev.echelon.formula.RandomTerm;
import dev.echelon.table.Column;
import dev.echelon.table.Factor;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.SharedStorage;
import dev.echelon.table.Table;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * Values of expressions for the rows of one table; a missing input gives NaN or code -1. Each expression is evaluated
 * once. Basis functions use what was learned; see {@link BasisFunctions}.
 */
final class Evaluator {
    private final Formula formula;
    private final Table table;
    private final Set<String> factors;
    private final BasisFunctions bases;
    private final Map<String, Value> cache = new HashMap<>();
    private final Map<String, Value.Categories> numbersAsCategories = new HashMap<>();
    private final Map<String, Value.Categories> groups = new HashMap<>();

    Evaluator(Formula formula, Table table, Set<String> factors, BasisFunctions bases) {
        this.formula = formula;
        this.table = table;
        this.factors = factors;
        this.bases = bases;
    }

    Formula formula() {
        return formula;
    }

    int rowCount() {
        return table.rowCount();
    }

    /** The value of an expression. */
    Value evaluate(Expression expression) {
        String label = expression.label();
        Value known = cache.get(label);
        if (known == null) {
            known = compute(expression);
            cache.put(label, known);
        }
        return known;
    }

    private Value compute(Expression expression) {
        if (expression instanceof Expression.Variable variable) {
            return column(variable);
        } else if (expression instanceof Expression.Number number) {
            return new Value.Scalar(number.value());
        } else if (expression instanceof Expression.Literal literal) {
            return literal(literal);
        } else if (expression instanceof Expression.Parenthesis parenthesis) {
            return evaluate(parenthesis.inner());
        } else if (expression instanceof Expression.Unary unary) {
            return unary(unary);
        } else if (expression instanceof Expression.Binary binary) {
            return binary(binary);
        }
        return call((Expression.Call) expression);
    }

    /** A column of the table. */
    Column column(String name) {
        return table.column(name);
    }

    private Value column(Expression.Variable variable) {
        Column column = table.find(variable.name()).orElseThrow(() -> noColumn(variable));
        if (column instanceof NumericColumn numeric) {
            return factors.contains(variable.name())
                    ? Levels.of(Factor.ofNumbers(numeric))
                    : new Value.Numbers(SharedStorage.values(numeric));
        }
        return Levels.of((Factor) column);
    }

    private FormulaException noColumn(Expression.Variable variable) {
        List<String> names = table.columnNames();
        return error(
                "no column '" + variable.name() + "'" + Suggestions.hint(variable.name(), names) + "; the columns are "
                        + Levels.abbreviate(names),
                variable);
    }

    private static Value literal(Expression.Literal literal) {
        if (literal.quoted()) {
            return new Value.Text(literal.text());
        }
        return switch (literal.text()) {
            case "TRUE", "T" -> new Value.Scalar(1);
            case "FALSE", "F" -> new Value.Scalar(0);
            default -> new Value.Constants(List.of());
        };
    }

    private Value unary(Expression.Unary unary) {
        DoubleUnaryOperator operator =
                switch (unary.operator()) {
                    case "-" -> x -> -x;
                    case "!" -> x -> Double.isNaN(x) ? x : x == 0 ? 1 : 0;
                    default -> x -> x;
                };
        Value value = map(operator, numeric(unary.operand()));
        return unary.operator().equals("!") ? logical(value) : value;
    }

    private Value binary(Expression.Binary binary) {
        Optional<DoubleBinaryOperator> arithmetic = Elementwise.arithmetic(binary.operator());
        if (arithmetic.isPresent()) {
            return combine(arithmetic.get(), numeric(binary.left()), numeric(binary.right()));
        }
        DoubleBinaryOperator comparison = Elementwise.comparison(binary.operator())
                .orElseThrow(() -> error("the operator '" + binary.operator() + "' has no meaning here", binary));
        Value left = evaluate(binary.left());
        Value right = evaluate(binary.right());
        if (left instanceof Value.Categories factor && factor.kind() != Value.Kind.LOGICAL) {
            return logical(combine(comparison, codes(factor), code(factor, right, binary)));
        }
        if (right instanceof Value.Categories factor && factor.kind() != Value.Kind.LOGICAL) {
            return logical(combine(comparison, code(factor, left, binary), codes(factor)));
        }
        return logical(combine(comparison, numeric(binary.left()), numeric(binary.right())));
    }

    private static Value codes(Value.Categories factor) {
        double[] codes = new double[factor.codes().length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = factor.codes()[i] < 0 ? Double.NaN : factor.codes()[i];
        }
        return new Value.Numbers(codes);
    }

    /** A constant or another factor in the codes of {@code factor}; a level it lacks equals none of them. */
    private Value code(Value.Categories factor, Value other, Expression.Binary place) {
        if (other instanceof Value.Categories categories) {
            return codes(new Value.Categories(
                    Levels.apply(Levels.map(categories.levels(), factor.levels()), categories.codes()),
                    factor.levels(),
                    factor.kind()));
        }
        if (other instanceof Value.Text text) {
            return new Value.Scalar(factor.levels().indexOf(text.text()));
        }
        if (other instanceof Value.Scalar scalar) {
            return new Value.Scalar(factor.levels().indexOf(Levels.label(scalar.number())));
        }
        throw error("'" + place.label() + "' compares a factor with " + other.description(), place);
    }

    private Value call(Expression.Call call) {
        Optional<DoubleUnaryOperator> elementwise = Elementwise.unary(call.function());
        if (elementwise.isPresent()) {
            return map(elementwise.get(), numeric(argument(call, "x").expression("x")));
        }
        return switch (call.function()) {
            case "I", "identity" -> evaluate(argument(call, "x").expression("x"));
            case "c" ->
                new Value.Constants(
                        call.arguments().stream().map(a -> evaluate(a.value())).toList());
            case "log" -> log(call);
            case "round" -> round(call);
            case "ifelse" -> ifelse(call);
            case "pmin" -> pairwise(call, Math::min);
            case "pmax" -> pairwise(call, Math::max);
            case "as.numeric", "as.double" -> asNumeric(call);
            case "as.integer" -> map(x -> x < 0 ? Math.ceil(x) : Math.floor(x), asNumeric(call));
            case "factor", "as.factor", "ordered", "as.ordered", "relevel" -> FactorFunctions.call(this, call);
            default -> bases.call(this, call);
        };
    }

    private Arguments argument(Expression.Call call, String... parameters) {
        return Arguments.match(formula, call, parameters);
    }

    private Value log(Expression.Call call) {
        Arguments arguments = argument(call, "x", "base");
        Value x = map(Math::log, numeric(arguments.expression("x")));
        if (!arguments.has("base")) {
            return x;
        }
        return combine((a, b) -> a / b, x, map(Math::log, numeric(arguments.expression("base"))));
    }

    private Value round(Expression.Call call) {
        Arguments arguments = argument(call, "x", "digits");
        double unit = Math.pow(10, arguments.has("digits") ? constant(arguments, "digits") : 0);
        return map(x -> Math.rint(x * unit) / unit, numeric(arguments.expression("x")));
    }

    private Value ifelse(Expression.Call call) {
        Arguments arguments = argument(call, "test", "yes", "no");
        Value test = numeric(arguments.expression("test"));
        Value yes = numeric(arguments.expression("yes"));
        Value no = numeric(arguments.expression("no"));
        Value kept = combine((t, y) -> Double.isNaN(t) ? t : t != 0 ? y : 0, test, yes);
        Value other = combine((t, n) -> Double.isNaN(t) ? t : t != 0 ? 0 : n, test, no);
        return combine(Double::sum, kept, other);
    }

    private Value pairwise(Expression.Call call, DoubleBinaryOperator operator) {
        Value result = numeric(argument(call, "x", "y").expression("x"));
        return combine(operator, result, numeric(argument(call, "x", "y").expression("y")));
    }

    private Value asNumeric(Expression.Call call) {
        Expression inner = argument(call, "x").expression("x");
        Value value = evaluate(inner);
        if (!(value instanceof Value.Categories factor) || factor.kind() == Value.Kind.LOGICAL) {
            return numeric(inner);
        }
        double[] numbers = new double[factor.levels().size()];
        for (int k = 0; k < numbers.length; k++) {
            try {
                numbers[k] = Double.parseDouble(factor.levels().get(k));
            } catch (NumberFormatException e) {
                throw error(
                        "the level '" + factor.levels().get(k) + "' of '" + inner.label() + "' is not a number", call);
            }
        }
        double[] values = new double[factor.codes().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = factor.codes()[i] < 0 ? Double.NaN : numbers[factor.codes()[i]];
        }
        return new Value.Numbers(values);
    }

    /** The value as a number per row or a single number; TRUE is one. */
    Value numeric(Expression expression) {
        Value value = evaluate(expression);
        if (value instanceof Value.Numbers || value instanceof Value.Scalar) {
            return value;
        }
        if (value instanceof Value.Categories categories && categories.kind() == Value.Kind.LOGICAL) {
            return codes(categories);
        }
        throw error("'" + expression.label() + "' is " + value.description() + " where a number is needed", expression);
    }

    /** The value as a number per row. */
    double[] numbers(Expression expression) {
        Value value = numeric(expression);
        if (value instanceof Value.Numbers numbers) {
            return numbers.values();
        }
        double[] repeated = new double[rowCount()];
        Arrays.fill(repeated, ((Value.Scalar) value).number());
        return repeated;
    }

    /** The value as categories; numbers become levels in numeric order. */
    Value.Categories categories(Expression expression) {
        Value value = evaluate(expression);
        if (value instanceof Value.Categories categories) {
            return categories;
        }
        if (value instanceof Value.Numbers numbers) {
            return numbersAsCategories.computeIfAbsent(expression.label(), label -> Levels.ofNumbers(numbers.values()));
        }
        throw error("'" + expression.label() + "' is " + value.description() + " where a factor is needed", expression);
    }

    /** The observed levels of a grouping, and the level of each row. */
    Value.Categories groups(RandomTerm term) {
        return groups(term.grouping());
    }

    /** The observed combinations of factors, and that of each row. */
    Value.Categories groups(List<Expression> grouping) {
        return groups.computeIfAbsent(Expression.joinedLabels(grouping), label -> Grouping.observed(this, grouping));
    }

    /** A constant argument. */
    double constant(Arguments arguments, String parameter) {
        Expression expression = arguments.expression(parameter);
        if (evaluate(expression) instanceof Value.Scalar scalar) {
            return scalar.number();
        }
        throw error("the argument " + parameter + " must be a constant number", expression);
    }

    /** A constant argument that is a count. */
    int count(Arguments arguments, String parameter) {
        double number = constant(arguments, parameter);
        if (!(number >= 0 && number <= 1000) || number != Math.rint(number)) {
            throw error(
                    "the argument " + parameter + " must be a whole number, not " + Levels.label(number),
                    arguments.expression(parameter));
        }
        return (int) number;
    }

    /** A constant argument that is TRUE or FALSE. */
    boolean flag(Arguments arguments, String parameter, boolean standard) {
        return arguments.has(parameter) ? constant(arguments, parameter) != 0 : standard;
    }

    /** Constant numbers, {@code 3} or {@code c(1, 3)}. */
    double[] constants(Arguments arguments, String parameter) {
        Expression expression = arguments.expression(parameter);
        Value value = evaluate(expression);
        List<Value> parts = value instanceof Value.Constants list ? list.values() : List.of(value);
        double[] numbers = new double[parts.size()];
        for (int k = 0; k < numbers.length; k++) {
            if (!(parts.get(k) instanceof Value.Scalar scalar)) {
                throw error("the argument " + parameter + " must be constant numbers, as in c(1, 3)", expression);
            }
            numbers[k] = scalar.number();
        }
        return numbers;
    }

    /** Constant texts or numbers as levels. */
    List<String> texts(Arguments arguments, String parameter) {
        Expression expression = arguments.expression(parameter);
        Value value = evaluate(expression);
        List<Value> parts = value instanceof Value.Constants list ? list.values() : List.of(value);
        return parts.stream()
                .map(part -> {
                    if (part instanceof Value.Text text) {
                        return text.text();
                    }
                    if (part instanceof Value.Scalar scalar) {
                        return Levels.label(scalar.number());
                    }
                    throw error("the argument " + parameter + " must be constants, as in c(\"a\", \"b\")", expression);
                })
                .toList();
    }

    /** An error that points at an expression. */
    FormulaException error(String sentence, Expression place) {
        return new FormulaException(sentence, formula.text(), place.span());
    }

    private static Value logical(Value value) {
        if (value instanceof Value.Scalar) {
            return value;
        }
        double[] numbers = ((Value.Numbers) value).values();
        int[] codes = new int[numbers.length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = Double.isNaN(numbers[i]) ? -1 : numbers[i] == 0 ? 0 : 1;
        }
        return new Value.Categories(codes, List.of("FALSE", "TRUE"), Value.Kind.LOGICAL);
    }

    private static Value map(DoubleUnaryOperator operator, Value value) {
        if (value instanceof Value.Scalar scalar) {
            return new Value.Scalar(operator.applyAsDouble(scalar.number()));
        }
        double[] x = ((Value.Numbers) value).values();
        double[] result = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            result[i] = operator.applyAsDouble(x[i]);
        }
        return new Value.Numbers(result);
    }

    private static Value combine(DoubleBinaryOperator operator, Value left, Value right) {
        if (left instanceof Value.Scalar a && right instanceof Value.Scalar b) {
            return new Value.Scalar(operator.applyAsDouble(a.number(), b.number()));
        }
        double[] x = array(left);
        double[] y = array(right);
        int strideX = left instanceof Value.Scalar ? 0 : 1;
        int strideY = right instanceof Value.Scalar ? 0 : 1;
        double[] result = new double[strideX == 1 ? x.length : y.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = operator.applyAsDouble(x[i * strideX], y[i * strideY]);
        }
        return new Value.Numbers(result);
    }

    private static double[] array(Value value) {
        return value instanceof Value.Scalar scalar ? new double[] {scalar.number()} : ((Value.Numbers) value).values();
    }
}
