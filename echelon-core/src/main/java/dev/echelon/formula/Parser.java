package dev.echelon.formula;

import dev.echelon.formula.Expression.Argument;
import dev.echelon.formula.Expression.Binary;
import dev.echelon.formula.Expression.Call;
import dev.echelon.formula.Expression.Literal;
import dev.echelon.formula.Expression.Parenthesis;
import dev.echelon.formula.Expression.Unary;
import dev.echelon.formula.Expression.Variable;
import dev.echelon.formula.Scanner.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a formula into a tree by operator precedence (V. R. Pratt, "Top down operator precedence", 1973). Operators of
 * formulas and of arithmetic share R's table of precedences; which of them may stand where is decided afterwards.
 */
final class Parser {

    /**
     * The two sides as written.
     *
     * @param variables every column mentioned, as often as it is mentioned, in order
     */
    record Sides(Expression response, Expression right, List<Variable> variables) {}

    /** Deeper nesting than any formula needs; keeps the recursion far from the end of the stack. */
    private static final int MAX_DEPTH = 200;

    private static final int NOT = 30;
    private static final int COMPARISON = 40;
    private static final int UNARY = 90;
    private static final int POWER = 100;

    private final String text;
    private final Scanner scanner;
    private final List<Variable> variables = new ArrayList<>();
    private int depth;

    /** How many calls are open: inside them {@code pi} is a number. */
    private int calls;

    private Parser(String text) {
        this.text = text;
        this.scanner = new Scanner(text);
    }

    static Sides parse(String text) {
        return new Parser(text).sides();
    }

    private Sides sides() {
        if (scanner.kind() == Kind.END) {
            throw scanner.error("the formula is empty; write one such as y ~ x + (1 | g)", new Span(0, text.length()));
        }
        if (scanner.isOperator("~")) {
            throw scanner.error("there is no response before '~'; write one, as in y ~ x", scanner.span());
        }
        Expression response = expression(0);
        if (scanner.kind() == Kind.END) {
            throw scanner.error(
                    "a formula needs '~' between the response and the terms, as in y ~ x + (1 | g)", response.span());
        }
        if (!scanner.isOperator("~")) {
            throw unexpected();
        }
        scanner.advance();
        Expression right = expression(0);
        if (scanner.kind() != Kind.END) {
            throw unexpected();
        }
        return new Sides(response, right, variables);
    }

    private Expression expression(int minimum) {
        if (++depth > MAX_DEPTH) {
            throw scanner.error("the formula is nested too deeply here", scanner.span());
        }
        Expression left = operand();
        while (scanner.kind() == Kind.OPERATOR) {
            String operator = scanner.value();
            int power = binding(operator);
            if (power < minimum || power < 0) {
                break;
            }
            scanner.advance();
            // The power is the only operator that groups from the right.
            Expression right = expression(power == POWER ? POWER : power + 1);
            left = new Binary(operator, left, right, left.span().to(right.span()));
            if (power == COMPARISON && scanner.kind() == Kind.OPERATOR && binding(scanner.value()) == COMPARISON) {
                throw scanner.error("comparisons cannot be chained; join two of them with '&'", scanner.span());
            }
        }
        depth--;
        return left;
    }

    /** How tightly an operator binds when it stands between two operands; -1 if it cannot. */
    private static int binding(String operator) {
        return switch (operator) {
            case "|", "||" -> 10;
            case "&" -> 20;
            case "==", "!=", "<", "<=", ">", ">=" -> COMPARISON;
            case "+", "-" -> 50;
            case "*", "/" -> 60;
            case "%in%", "%%", "%/%" -> 70;
            case ":" -> 80;
            case "^" -> POWER;
            default -> -1;
        };
    }

    private Expression operand() {
        Span span = scanner.span();
        String value = scanner.value();
        switch (scanner.kind()) {
            case NUMBER:
                scanner.advance();
                return number(value, span);
            case STRING:
                scanner.advance();
                return new Literal(value, true, span);
            case NAME:
                scanner.advance();
                return named(value, span);
            case OPEN:
                scanner.advance();
                Expression inner = expression(0);
                return new Parenthesis(inner, span.to(close(span)));
            case OPERATOR:
                return prefixed(value, span);
            default:
                throw missingOperand();
        }
    }

    private Expression prefixed(String operator, Span span) {
        boolean sign = operator.equals("-") || operator.equals("+");
        if (!sign && !operator.equals("!")) {
            throw missingOperand();
        }
        scanner.advance();
        Expression operand = expression(sign ? UNARY : NOT);
        return new Unary(operator, operand, span.to(operand.span()));
    }

    private static Expression number(String written, Span span) {
        int last = written.length() - 1;
        double value = Double.parseDouble(written.charAt(last) == 'L' ? written.substring(0, last) : written);
        return new Expression.Number(value, written, span);
    }

    private Expression named(String name, Span span) {
        boolean backticks = text.charAt(span.start()) == '`';
        if (scanner.kind() == Kind.OPEN) {
            return call(name, name, span);
        }
        if (scanner.kind() == Kind.PACKAGE) {
            return packaged(name, span);
        }
        if (!backticks) {
            switch (name) {
                case "TRUE", "FALSE", "NULL", "NA", "NaN":
                    return new Literal(name, false, span);
                case "pi":
                    if (calls > 0) {
                        return new Expression.Number(Math.PI, name, span);
                    }
                    break;
                case "Inf":
                    return new Expression.Number(Double.POSITIVE_INFINITY, name, span);
                default:
            }
        }
        Variable variable = new Variable(name, span);
        variables.add(variable);
        return variable;
    }

    private Expression packaged(String prefix, Span span) {
        String colons = scanner.value();
        scanner.advance();
        String function = scanner.value();
        Span place = scanner.span();
        if (scanner.kind() != Kind.NAME) {
            throw scanner.error("the name of a function is missing after '" + prefix + colons + "'", place);
        }
        scanner.advance();
        if (scanner.kind() != Kind.OPEN) {
            throw scanner.error(
                    "only functions have a package prefix; write " + prefix + colons + function + "(…)",
                    span.to(place));
        }
        return call(function, prefix + colons + function, span);
    }

    private Expression call(String function, String written, Span span) {
        Span open = scanner.span();
        scanner.advance();
        calls++;
        List<Argument> arguments = new ArrayList<>();
        if (scanner.kind() != Kind.CLOSE) {
            arguments.add(argument());
            while (scanner.kind() == Kind.COMMA) {
                scanner.advance();
                arguments.add(argument());
            }
        }
        calls--;
        return new Call(function, written, arguments, span.to(close(open)));
    }

    private Argument argument() {
        Expression value = expression(0);
        if (scanner.kind() != Kind.ASSIGN) {
            return new Argument("", value);
        }
        if (!(value instanceof Variable name)) {
            throw scanner.error("only a name can stand before '='; equality is written '=='", value.span());
        }
        variables.remove(variables.size() - 1);
        scanner.advance();
        return new Argument(name.name(), constant(name.name(), expression(0)));
    }

    /**
     * {@code raw = T} means {@code raw = TRUE}: the value of a named argument is hardly ever a column called T. The matrix
     * of {@code cov = K} is no column either.
     */
    private Expression constant(String argument, Expression value) {
        if (!(value instanceof Variable variable)) {
            return value;
        }
        if (argument.equals("cov")) {
            variables.remove(variables.size() - 1);
            return value;
        }
        if (text.charAt(value.span().start()) == '`') {
            return value;
        }
        String truth =
                switch (variable.name()) {
                    case "T", "true" -> "TRUE";
                    case "F", "false" -> "FALSE";
                    default -> "";
                };
        if (truth.isEmpty()) {
            return value;
        }
        variables.remove(variables.size() - 1);
        return new Literal(truth, false, value.span());
    }

    private Span close(Span open) {
        if (scanner.kind() == Kind.END) {
            throw scanner.error("this parenthesis is never closed", open);
        }
        if (scanner.kind() != Kind.CLOSE) {
            throw unexpected();
        }
        Span span = scanner.span();
        scanner.advance();
        return span;
    }

    private FormulaException missingOperand() {
        Span span = scanner.span();
        if (scanner.isOperator("|") || scanner.isOperator("||")) {
            return scanner.error(
                    "nothing stands before '" + scanner.value() + "'; write (1 | g) for a random intercept", span);
        }
        int before = span.start() - 1;
        while (before >= 0 && Character.isWhitespace(text.charAt(before))) {
            before--;
        }
        if (before >= 0 && text.charAt(before) == '|') {
            return scanner.error(
                    "the grouping factor after '|' is missing; write it as in (1 | g)", new Span(before, before + 1));
        }
        String place = "before '" + scanner.value() + "'";
        if (scanner.kind() == Kind.END) {
            place = "after '" + text.charAt(before) + "' at the end of the formula";
        }
        return scanner.error("a column, a number or a function is missing " + place, span);
    }

    private FormulaException unexpected() {
        Span span = scanner.span();
        String value = text.substring(span.start(), span.end());
        String sentence =
                switch (scanner.kind()) {
                    case CLOSE -> "this parenthesis was never opened";
                    case COMMA -> "a comma can stand only between the arguments of a function";
                    case ASSIGN ->
                        "'=' can stand only between the name and the value of an argument; write '~' after the"
                                + " response and '==' for equality";
                    case PACKAGE -> "'" + value + "' can stand only between a package and a function";
                    case OPEN -> "an operator is missing before this parenthesis";
                    case OPERATOR ->
                        value.equals("~")
                                ? "'~' can stand only once, between the response and the terms"
                                : "'" + value + "' cannot stand here; an operator such as '+' is missing before it";
                    case STRING -> "an operator such as '+' is missing before this text";
                    default -> "an operator such as '+' is missing before '" + value + "'";
                };
        return scanner.error(sentence, span);
    }
}
