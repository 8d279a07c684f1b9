package dev.echelon.formula;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A fixed-effect term: the product of one or more distinct factors, {@code a}, {@code a:b}, {@code a:poly(x, 2)}. The
 * intercept is not a term; {@link LinearPart#intercept()} tells of it.
 *
 * @param factors the distinct factors (by label) in R's order
 */
public record Term(List<Expression> factors) {
    public Term {
        factors = List.copyOf(factors);
    }

    /** {@code a:b}: the labels joined by colons. */
    public String label() {
        return Expression.joinedLabels(factors);
    }

    /** The labels of the factors, as a set: two terms with equal sets are the same term. */
    public Set<String> key() {
        Set<String> labels = new LinkedHashSet<>();
        for (Expression factor : factors) {
            labels.add(factor.label());
        }
        return labels;
    }

    /** How many factors it multiplies. */
    public int order() {
        return factors.size();
    }
}
