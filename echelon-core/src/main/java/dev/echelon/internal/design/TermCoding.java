package dev.echelon.internal.design;

import java.util.ArrayList;
import java.util.List;

/**
 * How the columns of one fixed term are made of its variables: a column is the product of one column of each, the first
 * variable fastest.
 *
 * @param label the term as in the formula
 * @param variables in order
 */
public record TermCoding(String label, List<Variable> variables) {
    /** Copies the list. */
    public TermCoding {
        variables = List.copyOf(variables);
    }

    /**
     * A variable of a term.
     *
     * @param label as in the formula
     * @param levels how many levels a factor has, 0 for numbers
     * @param columns how many columns it has in the term
     * @param coding for a factor the value of each column at each level, levels×columns column-major
     */
    public record Variable(String label, int levels, int columns, double[] coding) {
        /** Whether it is a factor. */
        public boolean isFactor() {
            return levels > 0;
        }
    }

    /** Number of columns of the term. */
    public int columns() {
        int columns = 1;
        for (Variable variable : variables) {
            columns *= variable.columns();
        }
        return columns;
    }

    static TermCoding of(PlannedTerm term) {
        List<Variable> variables = new ArrayList<>();
        for (PlannedTerm.Part part : term.parts()) {
            double[] coding = part.contrasts();
            if (part.isIndicator()) {
                coding = new double[part.levels() * part.width()];
                for (int k = 0; k < part.width(); k++) {
                    coding[k * part.levels() + part.codes()[k]] = 1;
                }
            }
            variables.add(new Variable(part.expression().label(), part.levels(), part.width(), coding));
        }
        return new TermCoding(term.label(), variables);
    }
}
