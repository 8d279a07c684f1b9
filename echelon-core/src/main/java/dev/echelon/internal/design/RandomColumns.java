package dev.echelon.internal.design;

import java.util.List;
import java.util.Set;

/**
 * What the columns of one random term are made of.
 *
 * @param name the term's unique name
 * @param labels for each column the part of the bar's left side it belongs to, {@code (Intercept)} for the constant
 * @param variables for each column the variables whose product with the indicators of the levels it is, those of the
 *     grouping factors among them
 * @param indicators the parts whose columns are the indicators of all levels of a factor, so that their sum is constant
 */
public record RandomColumns(String name, List<String> labels, List<Set<String>> variables, Set<String> indicators) {
    /** Copies the lists. */
    public RandomColumns {
        labels = List.copyOf(labels);
        variables = List.copyOf(variables);
        indicators = Set.copyOf(indicators);
    }
}
