package dev.echelon.formula;

import java.util.List;

/**
 * A model formula in lme4's language, parsed and expanded: {@code Reaction ~ Days + (Days | Subject)}. Immutable and
 * independent of data; names are checked against columns when it meets a table.
 */
public final class Formula {
    private final String text;
    private final Expression response;
    private final LinearPart fixed;
    private final List<RandomTerm> random;

    Formula(String text, Expression response, LinearPart fixed, List<RandomTerm> random) {
        this.text = text;
        this.response = response;
        this.fixed = fixed;
        this.random = List.copyOf(random);
    }

    /**
     * Parses and expands a formula.
     *
     * @throws FormulaException if it is not a formula; the message shows the place
     */
    public static Formula parse(String text) {
        throw new UnsupportedOperationException(text);
    }

    /** The formula as written. */
    public String text() {
        return text;
    }

    /** The left-hand side. */
    public Expression response() {
        return response;
    }

    /** The fixed effects. */
    public LinearPart fixed() {
        return fixed;
    }

    /** The bars, expanded, as written from left to right. */
    public List<RandomTerm> random() {
        return random;
    }

    @Override
    public String toString() {
        return text;
    }
}
