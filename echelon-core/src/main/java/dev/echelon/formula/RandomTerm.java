package dev.echelon.formula;

import java.util.List;

/**
 * One bar after expansion: {@code (1 | a/b)} has become two of these, {@code (1 | b:a)} and {@code (1 | a)}.
 *
 * @param kind the covariance structure: {@code us} for a plain bar, else {@code diag}, {@code id}, {@code cs},
 *     {@code homcs}, {@code ar1}, …
 * @param independent true for a double bar {@code ||}: each column of {@code effects} gets a scalar term of its own
 * @param effects the columns, {@code 1 + x} in {@code (x | g)}
 * @param grouping the factors whose observed combinations are the levels; {@code [b, a]} for {@code b:a}
 * @param relationship name of the known covariance of the levels, {@code K} of {@code gr(g, cov = K)}; empty if the levels
 *     are independent
 * @param span where it stands in the formula
 */
public record RandomTerm(
        Structure kind,
        boolean independent,
        LinearPart effects,
        List<Expression> grouping,
        String relationship,
        Span span) {
    public RandomTerm {
        grouping = List.copyOf(grouping);
    }

    /** The name of the covariance structure. */
    public String structure() {
        return kind.name();
    }

    /** {@code b:a}: the grouping factors' labels joined by colons; the name of the term in results. */
    public String groupLabel() {
        return Expression.joinedLabels(grouping);
    }
}
