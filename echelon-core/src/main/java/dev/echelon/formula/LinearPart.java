package dev.echelon.formula;

import java.util.List;

/**
 * The right-hand side of a model without its bars, or the left-hand side of a bar, fully expanded ({@code *}, {@code ^},
 * {@code /}, {@code %in%} and {@code -} are gone) and in R's order: by {@link Term#order()}, then as written.
 *
 * @param intercept whether a constant column belongs to it
 * @param terms the terms
 * @param offsets arguments of {@code offset(...)}; their sum enters with coefficient one
 */
public record LinearPart(boolean intercept, List<Term> terms, List<Expression> offsets) {
    public LinearPart {
        terms = List.copyOf(terms);
        offsets = List.copyOf(offsets);
    }
}
