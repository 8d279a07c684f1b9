package dev.echelon.formula;

import java.util.List;

/**
 * A factor of the residual standard deviation: {@code power(pressure)}, {@code ident(sex)}, {@code power(fitted())}.
 *
 * @param function the name of the variance function
 * @param argument the covariate, or the factors whose combinations are the strata; empty for the fitted value
 * @param span where it stands in the formula
 */
public record VarianceTerm(String function, List<Expression> argument, Span span) {
    public VarianceTerm {
        argument = List.copyOf(argument);
    }

    /** Whether the argument is the fitted value. */
    public boolean ofFitted() {
        return argument.isEmpty();
    }

    /** {@code power(pressure)}, as it would be written again. */
    public String label() {
        return function + "(" + (ofFitted() ? "fitted()" : Expression.joinedLabels(argument)) + ")";
    }
}
