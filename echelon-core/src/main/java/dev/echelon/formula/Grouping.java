package dev.echelon.formula;

import dev.echelon.formula.Expression.Argument;
import dev.echelon.formula.Expression.Binary;
import dev.echelon.formula.Expression.Call;
import dev.echelon.formula.Expression.Parenthesis;
import dev.echelon.formula.Expression.Variable;
import java.util.ArrayList;
import java.util.List;

/**
 * Works out what stands after a bar: {@code a/b} is {@code b:a} and {@code a}, {@code a*b} is {@code a}, {@code b} and
 * {@code a:b}, {@code interaction(a, b)} is {@code a:b}. The order of factors and terms is lme4's.
 */
final class Grouping {

    /** More than any hierarchy has; keeps the recursion and {@code *} in bounds. */
    private static final int MAX_FACTORS = 16;

    private static final int MAX_TERMS = 1000;

    private final String text;
    private final CallCheck check;

    Grouping(String text, CallCheck check) {
        this.text = text;
        this.check = check;
    }

    List<List<Expression>> expand(Expression expression) {
        return expand(expression, 0);
    }

    private List<List<Expression>> expand(Expression expression, int depth) {
        if (depth > MAX_FACTORS) {
            throw error("this grouping has too many factors", expression.span());
        }
        if (expression instanceof Parenthesis parenthesis) {
            return expand(parenthesis.inner(), depth);
        }
        if (expression instanceof Variable variable) {
            if (variable.name().equals(".")) {
                throw error("'.' cannot be a grouping factor; name the column", variable.span());
            }
            return List.of(List.of(variable));
        }
        if (expression instanceof Call call) {
            return List.of(call(call));
        }
        if (expression instanceof Binary binary) {
            return combined(binary, depth);
        }
        throw error("a column must stand after the bar, as in (1 | g)", expression.span());
    }

    private List<List<Expression>> combined(Binary binary, int depth) {
        String operator = binary.operator();
        switch (operator) {
            case ":", "/", "*":
                break;
            case "+":
                throw error(
                        "grouping factors cannot be added; write one term for each, as in (1 | a) + (1 | b)",
                        check.operatorSpan(binary));
            case "%in%":
                throw error("write b:a for the levels of b within a", check.operatorSpan(binary));
            default:
                throw error(
                        "'" + operator
                                + "' cannot stand after a bar; grouping factors are combined with ':', '/' and '*'",
                        check.operatorSpan(binary));
        }
        List<List<Expression>> left = expand(binary.left(), depth + 1);
        List<List<Expression>> right = expand(binary.right(), depth + 1);
        List<List<Expression>> all = new ArrayList<>();
        if (operator.equals("/")) {
            // The finest level first: the left side's own first entry is the product of all its factors.
            for (List<Expression> inner : right) {
                all.add(joined(inner, left.get(0)));
            }
            all.addAll(left);
            return all;
        }
        if (left.size() * right.size() > MAX_TERMS) {
            throw error("this grouping has too many factors", binary.span());
        }
        if (operator.equals("*")) {
            all.addAll(left);
            all.addAll(right);
        }
        for (List<Expression> l : left) {
            for (List<Expression> r : right) {
                all.add(joined(l, r));
            }
        }
        return all;
    }

    private static List<Expression> joined(List<Expression> first, List<Expression> second) {
        List<Expression> all = new ArrayList<>(first);
        for (Expression factor : second) {
            if (all.stream().noneMatch(known -> known.label().equals(factor.label()))) {
                all.add(factor);
            }
        }
        return all;
    }

    private List<Expression> call(Call call) {
        if (call.function().equals("gr")) {
            throw error("a relationship matrix can only stand alone after the bar of a random term", call.span());
        }
        if (call.function().equals("interaction")) {
            return interaction(call);
        }
        check.term(call);
        Functions.Function function = Functions.find(call.function()).orElseThrow();
        if (function.kind() == Functions.Kind.BASIS || function.name().equals("offset")) {
            throw error(call.function() + "(…) makes no groups; a factor must stand after the bar", call.span());
        }
        return List.of(call);
    }

    private List<Expression> interaction(Call call) {
        List<Expression> factors = new ArrayList<>();
        for (Argument argument : call.arguments()) {
            if (!argument.name().isEmpty()) {
                throw error(
                        "interaction() takes only columns here",
                        argument.value().span());
            }
            List<List<Expression>> one = expand(argument.value(), 1);
            if (one.size() != 1) {
                throw error(
                        "interaction() takes only columns here",
                        argument.value().span());
            }
            factors = joined(factors, one.get(0));
        }
        if (factors.isEmpty()) {
            throw error("interaction() takes the columns whose combinations are the groups", call.span());
        }
        return factors;
    }

    private FormulaException error(String sentence, Span span) {
        return new FormulaException(sentence, text, span);
    }
}
