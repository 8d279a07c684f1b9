package dev.echelon.result;

import java.util.List;

/**
 * Comparisons of marginal means; those with the same levels of the {@code by} factors are adjusted as one family.
 *
 * @param method name of the comparisons
 * @param adjustment of p values
 * @param by names of the factors that form families
 * @param contrasts family after family
 * @param notes what a reader must know
 */
public record ContrastTable(
        String method, Adjustment adjustment, List<String> by, List<Contrast> contrasts, List<String> notes) {
    /** Copies the lists. */
    public ContrastTable {
        by = List.copyOf(by);
        contrasts = List.copyOf(contrasts);
        notes = List.copyOf(notes);
    }
}
