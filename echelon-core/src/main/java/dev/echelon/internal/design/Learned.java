package dev.echelon.internal.design;

import dev.echelon.formula.Coding;
import dev.echelon.result.RowReport;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything an encoding knows from the training rows: with the formula and the options it rebuilds the encoding.
 *
 * @param bases the state of basis functions by the label of their expression
 * @param variables what each variable of a term is, by label
 * @param groups the observed levels of each grouping label
 * @param rows what became of the training rows
 * @param notes remarks for the reader, such as levels that do not occur
 * @param ranges smallest and largest value of each column of numbers that fixed or random effects are made of; empty in
 *     fits saved before there were any
 * @param composition what the used rows look like in the predictors of the fixed part
 * @param residual the R side; empty if there is none
 */
public record Learned(
        Map<String, Basis> bases,
        Map<String, Variable> variables,
        Map<String, List<String>> groups,
        RowReport rows,
        List<String> notes,
        Map<String, Range> ranges,
        Composition composition,
        Optional<LearnedResidual> residual) {
    /** Copies its arguments, keeping their order. */
    public Learned {
        bases = Collections.unmodifiableMap(new LinkedHashMap<>(bases));
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        groups = Collections.unmodifiableMap(new LinkedHashMap<>(groups));
        notes = List.copyOf(notes);
        ranges = Collections.unmodifiableMap(new LinkedHashMap<>(ranges));
    }

    Learned withResidual(LearnedResidual value) {
        return new Learned(bases, variables, groups, rows, notes, ranges, composition, Optional.of(value));
    }

    /** The values of a column in the training rows lie between these. */
    public record Range(double lower, double upper) {}

    /**
     * A variable of a term.
     *
     * @param width how many columns of numbers it has; 0 for a factor
     * @param levels the levels of a factor, those that occur
     * @param coding the contrasts of a factor
     */
    public record Variable(int width, List<String> levels, Coding coding) {
        /** Copies the levels. */
        public Variable {
            levels = List.copyOf(levels);
        }

        static Variable numeric(int width) {
            return new Variable(width, List.of(), Coding.treatment());
        }

        static Variable factor(List<String> levels, Coding coding) {
            return new Variable(0, levels, coding);
        }

        /** Whether it is a factor. */
        public boolean isFactor() {
            return width == 0;
        }
    }
}
