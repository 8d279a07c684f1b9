package dev.echelon.formula;

import dev.echelon.formula.Expression.Binary;
import dev.echelon.formula.Expression.Call;
import dev.echelon.formula.Expression.Parenthesis;
import dev.echelon.formula.Expression.Unary;
import dev.echelon.formula.Expression.Variable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Multiplies out the terms of one side, with the meaning that R's {@code terms()} gives to the operators: a sum is an
 * ordered set of products, variables are numbered as they first appear, and the intercept is a switch, not a term.
 * Bars met on the way, where the sum is at its top level, go to a {@link BarReader}.
 */
final class Expander {

    /** Pairs of terms multiplied; far more than a model that can be fitted needs. */
    private static final int MAX_WORK = 500_000;

    /** A chain of operators is a tree as deep as the chain is long. */
    private static final int MAX_DEPTH = 500;

    private final String text;
    private final CallCheck check;
    private final List<String> dot;
    private final BarReader bars;
    private final boolean offsetsAllowed;

    private final List<Expression> variables = new ArrayList<>();
    private final List<Expression> offsets = new ArrayList<>();
    /** Whether the first variable has been numbered but not met yet. */
    private boolean reserved;

    private boolean intercept = true;
    private boolean adding = true;
    /** Above zero inside a tree that has been searched for bars. */
    private int barFree;

    private int work;
    private int depth;

    /**
     * @param dot the columns that {@code .} stands for; empty leaves it as it is
     * @param bars takes the bars, or refuses them
     */
    Expander(String text, CallCheck check, List<String> dot, BarReader bars, boolean offsetsAllowed) {
        this.text = text;
        this.check = check;
        this.dot = dot;
        this.bars = bars;
        this.offsetsAllowed = offsetsAllowed;
    }

    /** Numbers a variable before those of the side itself, as R does with the response. */
    void number(Expression variable) {
        variables.add(variable);
        reserved = true;
    }

    LinearPart expand(Expression side) {
        Set<Product> products = sum(side, true);
        List<Term> terms = new ArrayList<>(products.size());
        for (int order = 1; terms.size() < products.size(); order++) {
            for (Product product : products) {
                if (product.order() == order) {
                    terms.add(term(product));
                }
            }
        }
        return new LinearPart(intercept, terms, offsets);
    }

    private Term term(Product product) {
        List<Expression> factors = new ArrayList<>(product.order());
        for (int k = 0; k < product.order(); k++) {
            factors.add(variables.get(product.factor(k)));
        }
        return new Term(factors);
    }

    /** A sum may have thousands of operands, so its left spine is walked, not recursed into. */
    private Set<Product> sum(Expression side, boolean top) {
        if (!(side instanceof Binary first && isSum(first))) {
            return operand(side, top);
        }
        Deque<Binary> spine = new ArrayDeque<>();
        Expression head = side;
        while (head instanceof Binary binary && isSum(binary)) {
            spine.push(binary);
            head = binary.left();
        }
        Set<Product> all = operand(head, top);
        for (Binary binary : spine) {
            if (binary.operator().equals("+")) {
                all.addAll(operand(binary.right(), top));
            } else {
                removed(binary.right()).forEach(all::remove);
            }
        }
        return all;
    }

    private static boolean isSum(Binary binary) {
        return binary.operator().equals("+") || binary.operator().equals("-");
    }

    private Set<Product> removed(Expression expression) {
        refuseBars(expression, "a random term cannot be removed with '-'; leave it out instead");
        barFree++;
        adding = !adding;
        Set<Product> products = sum(expression, false);
        adding = !adding;
        barFree--;
        return products;
    }

    private Set<Product> operand(Expression expression, boolean top) {
        if (++depth > MAX_DEPTH) {
            throw error("this chain of operators is too long", expression.span());
        }
        Set<Product> products = dispatch(expression, top);
        depth--;
        return products;
    }

    private Set<Product> dispatch(Expression expression, boolean top) {
        if (expression instanceof Variable variable) {
            return variable.name().equals(".") ? dot(variable) : one(variable);
        }
        if (expression instanceof Parenthesis || expression instanceof Call) {
            if (top && bars.take(expression)) {
                return new LinkedHashSet<>();
            }
            return expression instanceof Parenthesis parenthesis
                    ? sum(parenthesis.inner(), top)
                    : call((Call) expression, top);
        }
        if (expression instanceof Unary unary) {
            return unary(unary, top);
        }
        if (expression instanceof Binary binary) {
            return isSum(binary) ? sum(binary, top) : product(binary);
        }
        if (expression instanceof Expression.Number number && (number.value() == 0 || number.value() == 1)) {
            intercept = (number.value() == 1) == adding;
            return new LinkedHashSet<>();
        }
        if (expression instanceof Expression.Literal) {
            throw error("a constant cannot be a term; put a column name with blanks in backticks", expression.span());
        }
        throw error(
                "only the numbers 0 and 1 (without and with intercept) can be terms; write I(…) for arithmetic",
                expression.span());
    }

    private Set<Product> unary(Unary unary, boolean top) {
        if (unary.operator().equals("+")) {
            return sum(unary.operand(), top);
        }
        if (unary.operator().equals("-")) {
            removed(unary.operand());
            return new LinkedHashSet<>();
        }
        throw error("write I(…) around logic, as in I(!x)", unary.span());
    }

    private Set<Product> call(Call call, boolean top) {
        check.term(call);
        if (!call.function().equals("offset")) {
            return one(call);
        }
        if (!offsetsAllowed) {
            throw error("an offset belongs to the fixed effects; it cannot stand in a random term", call.span());
        }
        if (!top || !adding) {
            throw error("an offset can only be added with '+'", call.span());
        }
        Expression value = call.arguments().get(0).value();
        if (offsets.stream().noneMatch(value.label()::equals)) {
            offsets.add(value);
        }
        return new LinkedHashSet<>();
    }

    private Set<Product> product(Binary binary) {
        String operator = binary.operator();
        if (operator.equals("|") || operator.equals("||")) {
            throw bars.naked(binary);
        }
        refuseBars(binary, "a random term can only be added with '+'; it cannot be part of a product or a power");
        barFree++;
        Set<Product> products =
                switch (operator) {
                    case "^" -> power(binary);
                    case ":", "*", "/", "%in%" ->
                        times(operator, sum(binary.left(), false), sum(binary.right(), false), binary);
                    default ->
                        throw error(
                                "'" + operator + "' is arithmetic; write I(…) around it to make it a term",
                                check.operatorSpan(binary));
                };
        barFree--;
        return products;
    }

    /** Looks through a whole tree once, at its root. */
    private void refuseBars(Expression expression, String sentence) {
        if (barFree == 0) {
            bars.refuse(expression, sentence);
        }
    }

    private Set<Product> times(String operator, Set<Product> left, Set<Product> right, Binary place) {
        switch (operator) {
            case ":":
                return pairs(left, right, place);
            case "*": {
                Set<Product> both = pairs(left, right, place);
                left.addAll(right);
                left.addAll(both);
                return left;
            }
            case "/": {
                // a + b within it: every term of the right inside the product of all factors of the left.
                left.addAll(pairs(together(left), right, place));
                return left;
            }
            default:
                return right.isEmpty() ? left : pairs(left, together(right), place);
        }
    }

    private static Set<Product> together(Set<Product> products) {
        Product all = null;
        for (Product product : products) {
            all = all == null ? product : all.times(product);
        }
        Set<Product> result = new LinkedHashSet<>();
        if (all != null) {
            result.add(all);
        }
        return result;
    }

    private Set<Product> pairs(Set<Product> left, Set<Product> right, Expression place) {
        work += left.size() * right.size();
        if (work > MAX_WORK || (long) left.size() * right.size() > MAX_WORK) {
            throw error("this expands to far too many terms", place.span());
        }
        Set<Product> result = new LinkedHashSet<>();
        for (Product l : left) {
            for (Product r : right) {
                result.add(l.times(r));
            }
        }
        return result;
    }

    private Set<Product> power(Binary binary) {
        int exponent = exponent(binary.right());
        Set<Product> base = sum(binary.left(), false);
        Set<Product> result = base;
        for (int k = 1; k < exponent; k++) {
            Set<Product> next = pairs(base, result, binary);
            if (next.size() == result.size()) {
                return next;
            }
            result = next;
        }
        return result;
    }

    private int exponent(Expression expression) {
        Expression inner = expression;
        while (inner instanceof Parenthesis parenthesis) {
            inner = parenthesis.inner();
        }
        if (inner instanceof Expression.Number number
                && number.value() >= 1
                && number.value() <= Integer.MAX_VALUE
                && number.value() == Math.rint(number.value())) {
            return (int) number.value();
        }
        throw error(
                "the power of terms must be a whole number from 1, as in (a + b)^2; write I(…) for arithmetic",
                expression.span());
    }

    private Set<Product> one(Expression variable) {
        Set<Product> products = new LinkedHashSet<>();
        products.add(Product.of(index(variable)));
        return products;
    }

    private Set<Product> dot(Variable place) {
        if (dot.isEmpty()) {
            return one(place);
        }
        Set<Product> products = new LinkedHashSet<>();
        for (String column : dot) {
            products.add(Product.of(index(new Variable(column, place.span()))));
        }
        return products;
    }

    /** The number of a variable; two of them are the same if they are written the same. */
    private int index(Expression variable) {
        for (int k = 0; k < variables.size(); k++) {
            if (same(variables.get(k), variable)) {
                if (reserved && k == 0) {
                    variables.set(0, variable);
                    reserved = false;
                }
                return k;
            }
        }
        variables.add(variable);
        return variables.size() - 1;
    }

    private static boolean same(Expression a, Expression b) {
        if (a instanceof Variable first && b instanceof Variable second) {
            return first.name().equals(second.name());
        }
        return !(a instanceof Variable) && !(b instanceof Variable) && a.label().equals(b.label());
    }

    private FormulaException error(String sentence, Span span) {
        return new FormulaException(sentence, text, span);
    }
}
