package dev.echelon.internal.design;

import java.util.List;

/**
 * What an encoding knows of the R side from the training rows.
 *
 * @param axes how values become positions, one for each expression before the bar; empty for {@code 1}
 * @param slots names of the slots of the grid in order; empty without a grid
 * @param subjects names of the subjects; empty if all rows are one or each row is its own
 * @param groups names of the levels with parameters of their own; one empty name if there is one set of parameters
 * @param strata names of the strata of each variance function; empty for a covariate
 */
public record LearnedResidual(
        List<Axis> axes, List<String> slots, List<String> subjects, List<String> groups, List<List<String>> strata) {
    /** Copies its arguments. */
    public LearnedResidual {
        axes = List.copyOf(axes);
        slots = List.copyOf(slots);
        subjects = List.copyOf(subjects);
        groups = List.copyOf(groups);
        strata = strata.stream().map(List::copyOf).toList();
    }

    /** Whether positions are slots of a grid. */
    public boolean hasGrid() {
        return !slots.isEmpty();
    }

    /** How the values of an expression become positions. */
    public enum Kind {
        /** A category: its place among the levels. */
        LEVELS,
        /** A whole number: steps from the origin. */
        STEPS,
        /** A number as it is. */
        NUMBER,
        /** A date such as 2024-02-29: days since 1970. */
        DATE
    }

    /**
     * One coordinate of positions.
     *
     * @param levels names of the places in order, for levels and for steps on a grid
     * @param origin the smallest whole number, for steps
     * @param step their greatest common difference, for steps
     */
    public record Axis(Kind kind, List<String> levels, long origin, long step) {
        /** Copies the levels. */
        public Axis {
            levels = List.copyOf(levels);
        }
    }
}
