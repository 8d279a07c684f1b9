package dev.echelon.internal.design;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

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

        /** The value of each column of a factor, averaged over its levels with these weights. */
        public double[] average(double[] shares) {
            double[] average = new double[columns];
            for (int j = 0; j < columns; j++) {
                for (int level = 0; level < levels; level++) {
                    average[j] += shares[level] * coding[j * levels + level];
                }
            }
            return average;
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

    /**
     * Writes a row of the columns of the term: each the product of one number of each variable.
     *
     * @param values of a variable, one for each of its columns
     * @param from where the term's columns begin in {@code row}
     */
    public void write(Function<Variable, double[]> values, double[] row, int from) {
        int columns = columns();
        Arrays.fill(row, from, from + columns, 1);
        int stride = 1;
        for (Variable variable : variables) {
            double[] of = values.apply(variable);
            for (int c = 0; c < columns; c++) {
                row[from + c] *= of[c / stride % variable.columns()];
            }
            stride *= variable.columns();
        }
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
