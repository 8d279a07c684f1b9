package dev.echelon.result;

import java.util.List;

/**
 * Which means do not differ significantly, as letters: two means with a letter in common do not; two without one do.
 *
 * @param adjustment of the pairwise p values
 * @param alpha p values below it are significant
 * @param letters one text for each mean, in their order; {@code a} belongs to the smallest; empty if not estimable
 */
public record LetterDisplay(Adjustment adjustment, double alpha, List<String> letters) {
    /** Copies the list. */
    public LetterDisplay {
        letters = List.copyOf(letters);
    }
}
