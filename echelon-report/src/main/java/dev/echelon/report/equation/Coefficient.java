package dev.echelon.report.equation;

import java.util.ArrayList;
import java.util.List;

/**
 * A coefficient of an equation of one level, which has an equation of its own at the next: a sum of coefficients times
 * predictors of that level, and random effects.
 */
final class Coefficient {
    /** The predictors that the coefficient is multiplied by, all of one level; empty for an intercept. */
    final List<String> predictors;

    /** Its number among those of its equation, after the numbers of the coefficients it belongs to. */
    final List<Integer> number;

    /** The terms of its equation. */
    final List<Coefficient> terms = new ArrayList<>();

    /** Grouping factors that give it a random effect. */
    final List<String> randomBy = new ArrayList<>();

    /** The column of X if it is a fixed effect, −1 if it is none. */
    int column = -1;

    Coefficient(List<String> predictors, List<Integer> number) {
        this.predictors = predictors;
        this.number = number;
    }

    /** The term with these predictors, added at the end if there is none yet. */
    Coefficient term(List<String> of) {
        for (Coefficient term : terms) {
            if (term.predictors.equals(of)) {
                return term;
            }
        }
        List<Integer> own = new ArrayList<>(number);
        own.add(of.isEmpty() ? 0 : nextNumber());
        Coefficient added = new Coefficient(List.copyOf(of), own);
        terms.add(of.isEmpty() ? 0 : terms.size(), added);
        return added;
    }

    /** Slopes count from 1 whether there is an intercept or not. */
    private int nextNumber() {
        return 1
                + (int) terms.stream()
                        .filter(term -> !term.predictors.isEmpty())
                        .count();
    }

    /** {@code 01}, or {@code 0,12} as soon as a number has two digits. */
    String subscript() {
        boolean wide = number.stream().anyMatch(n -> n > 9);
        return String.join(wide ? "," : "", number.stream().map(String::valueOf).toList());
    }
}
