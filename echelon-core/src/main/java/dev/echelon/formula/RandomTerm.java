package dev.echelon.formula;

import java.util.List;

/**
 * One bar after expansion: {@code (1 | a/b)} has become two of these, {@code (1 | b:a)} and {@code (1 | a)}.
 *
 * @param structure the covariance structure by name: {@code us} for a plain bar, else {@code diag}, {@code id},
 *     {@code cs}, {@code homcs}, {@code ar1}, …
 * @param independent true for a double bar {@code ||}: each column of {@code effects} gets a scalar term of its own
 * @param effects the columns, {@code 1 + x} in {@code (x | g)}
 * @param grouping the factors whose observed combinations are the levels; {@code [b, a]} for {@code b:a}
 * @param span where it stands in the formula
 */
public record RandomTerm(
        String structure, boolean independent, LinearPart effects, List<Expression> grouping, Span span) {
    public RandomTerm {
        grouping = List.copyOf(grouping);
    }

    /** {@code b:a}: the grouping factors' labels joined by colons; the name of the term in results. */
    public String groupLabel() {
        return Expression.joinedLabels(grouping);
    }
}
