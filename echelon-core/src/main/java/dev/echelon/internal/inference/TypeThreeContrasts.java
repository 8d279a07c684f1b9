package dev.echelon.internal.inference;

import dev.echelon.internal.design.TermCoding;
import java.util.Arrays;

/**
 * The type III contrasts of one term: for its factors differences between a level and the first (every level where the
 * term carries the whole factor), for its numeric variables one column of each, averaged over the levels of all factors
 * that it does not have. A column of X is a product over variables, and so is its coefficient in a contrast.
 */
final class TypeThreeContrasts {
    private final TermCoding term;
    private final int[] choices;
    private final int count;

    TypeThreeContrasts(TermCoding term) {
        this.term = term;
        choices = new int[term.variables().size()];
        int product = 1;
        for (int v = 0; v < choices.length; v++) {
            TermCoding.Variable variable = term.variables().get(v);
            choices[v] = !variable.isFactor()
                    ? variable.columns()
                    : whole(variable) ? variable.levels() : variable.levels() - 1;
            product *= choices[v];
        }
        count = product;
    }

    private static boolean whole(TermCoding.Variable variable) {
        return variable.columns() == variable.levels();
    }

    /** Number of contrasts. */
    int count() {
        return count;
    }

    /** Writes a contrast's coefficients of the columns of a term with the same numeric variables. */
    void write(int contrast, TermCoding other, double[] row, int from) {
        if (hasDifferences(other)) {
            other.write(variable -> values(contrast, variable), row, from);
        }
    }

    /** Whether a term has all factors of which differences are taken: without one of them a difference is zero. */
    private boolean hasDifferences(TermCoding other) {
        return term.variables().stream()
                .filter(own -> own.isFactor() && !whole(own))
                .allMatch(own -> other.variables().stream()
                        .anyMatch(variable -> variable.label().equals(own.label())));
    }

    private double[] values(int contrast, TermCoding.Variable variable) {
        double[] shares = new double[variable.isFactor() ? variable.levels() : variable.columns()];
        int rest = contrast;
        for (int v = 0; v < choices.length; v++) {
            int choice = rest % choices[v];
            rest /= choices[v];
            TermCoding.Variable own = term.variables().get(v);
            if (!own.label().equals(variable.label())) {
                continue;
            }
            boolean difference = own.isFactor() && !whole(own);
            shares[difference ? choice + 1 : choice] = 1;
            shares[0] -= difference ? 1 : 0;
            return variable.isFactor() ? variable.average(shares) : shares;
        }
        Arrays.fill(shares, 1.0 / shares.length);
        return variable.average(shares);
    }
}
