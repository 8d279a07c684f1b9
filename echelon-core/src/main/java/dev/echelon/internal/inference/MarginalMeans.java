package dev.echelon.internal.inference;

import dev.echelon.internal.design.TermCoding;

/**
 * The type III contrasts of one term: for its factors differences between a level and the first (every level where the
 * term carries the whole factor), for its numeric variables one column of each, averaged over the levels of all factors
 * that it does not have. A column of X is a product over variables, and so is its coefficient in a contrast.
 */
final class MarginalMeans {
    private final TermCoding term;
    private final int[] choices;
    private final int count;

    MarginalMeans(TermCoding term) {
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
        for (int c = 0; hasDifferences(other) && c < other.columns(); c++) {
            double weight = 1;
            int rest = c;
            for (TermCoding.Variable variable : other.variables()) {
                weight *= weight(contrast, variable, rest % variable.columns());
                rest /= variable.columns();
            }
            row[from + c] = weight;
        }
    }

    /** Whether a term has all factors of which differences are taken: without one of them a difference is zero. */
    private boolean hasDifferences(TermCoding other) {
        return term.variables().stream()
                .filter(own -> own.isFactor() && !whole(own))
                .allMatch(own -> other.variables().stream()
                        .anyMatch(variable -> variable.label().equals(own.label())));
    }

    private double weight(int contrast, TermCoding.Variable variable, int column) {
        int rest = contrast;
        for (int v = 0; v < choices.length; v++) {
            int choice = rest % choices[v];
            rest /= choices[v];
            TermCoding.Variable own = term.variables().get(v);
            if (!own.label().equals(variable.label())) {
                continue;
            }
            if (!variable.isFactor()) {
                return choice == column ? 1 : 0;
            }
            double[] coding = variable.coding();
            int base = column * variable.levels();
            return whole(own) ? coding[base + choice] : coding[base + choice + 1] - coding[base];
        }
        double sum = 0;
        for (int level = 0; level < variable.levels(); level++) {
            sum += variable.coding()[column * variable.levels() + level];
        }
        return sum / variable.levels();
    }
}
