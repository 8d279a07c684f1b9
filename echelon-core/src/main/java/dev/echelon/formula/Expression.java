package dev.echelon.formula;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/**
 * An expression over columns: what stands between the formula operators, such as {@code Days}, {@code log(x + 1)} or
 * {@code poly(Days, 2)}. Immutable syntax; nothing is evaluated here.
 */
public sealed interface Expression {

    /** Where it stands in the formula. */
    Span span();

    /** The text R would print for it ({@code I(Days^2)}, {@code poly(Days, 2)}): the stem of coefficient names. */
    String label();

    /** The columns it reads, in order of first appearance. */
    default Set<String> columns() {
        Set<String> names = new LinkedHashSet<>();
        collectColumns(names);
        return names;
    }

    /** {@code a:b}: the labels joined by colons. */
    static String joinedLabels(List<Expression> expressions) {
        if (expressions.size() == 1) {
            return expressions.get(0).label();
        }
        StringJoiner labels = new StringJoiner(":");
        for (Expression expression : expressions) {
            labels.add(expression.label());
        }
        return labels.toString();
    }

    /** Adds the columns it reads to {@code names}. */
    void collectColumns(Set<String> names);

    /** A column, {@code name} without backticks. */
    record Variable(String name, Span span) implements Expression {
        @Override
        public String label() {
            return Names.quoteIfNeeded(name);
        }

        @Override
        public void collectColumns(Set<String> names) {
            names.add(name);
        }
    }

    /** A number as written. */
    record Number(double value, String text, Span span) implements Expression {
        @Override
        public String label() {
            return Deparse.number(value, text);
        }

        @Override
        public void collectColumns(Set<String> names) {}
    }

    /** A quoted text or one of the words {@code TRUE}, {@code FALSE}, {@code NULL}, {@code NA}; {@code text} has no quotes. */
    record Literal(String text, boolean quoted, Span span) implements Expression {
        @Override
        public String label() {
            return quoted ? Deparse.quoted(text) : text;
        }

        @Override
        public void collectColumns(Set<String> names) {}
    }

    /** A prefix operator: {@code -} or {@code +} or {@code !}. */
    record Unary(String operator, Expression operand, Span span) implements Expression {
        @Override
        public String label() {
            return operator + operand.label();
        }

        @Override
        public void collectColumns(Set<String> names) {
            operand.collectColumns(names);
        }
    }

    /** An infix operator of arithmetic or comparison: {@code + - * / ^ %% %/% == != < <= > >= & |}. */
    record Binary(String operator, Expression left, Expression right, Span span) implements Expression {
        @Override
        public String label() {
            boolean tight =
                    switch (operator) {
                        case "^", ":", "/", "%%", "%/%" -> true;
                        default -> false;
                    };
            return left.label() + (tight ? operator : " " + operator + " ") + right.label();
        }

        @Override
        public void collectColumns(Set<String> names) {
            left.collectColumns(names);
            right.collectColumns(names);
        }
    }

    /** An expression in parentheses, kept because R prints them. */
    record Parenthesis(Expression inner, Span span) implements Expression {
        @Override
        public String label() {
            return "(" + inner.label() + ")";
        }

        @Override
        public void collectColumns(Set<String> names) {
            inner.collectColumns(names);
        }
    }

    /**
     * A call such as {@code poly(Days, 2, raw = TRUE)}.
     *
     * @param function the name without a package prefix ({@code ns} for {@code splines::ns})
     * @param written the name as written, prefix included
     */
    record Call(String function, String written, List<Argument> arguments, Span span) implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
        }

        @Override
        public String label() {
            List<String> parts = new ArrayList<>();
            for (Argument argument : arguments) {
                parts.add(argument.label());
            }
            return written + "(" + String.join(", ", parts) + ")";
        }

        @Override
        public void collectColumns(Set<String> names) {
            arguments.forEach(argument -> argument.value().collectColumns(names));
        }
    }

    /**
     * An argument of a call.
     *
     * @param name the name before {@code =}, empty if positional
     */
    record Argument(String name, Expression value) {
        String label() {
            return name.isEmpty() ? value.label() : Names.quoteIfNeeded(name) + " = " + value.label();
        }
    }
}
