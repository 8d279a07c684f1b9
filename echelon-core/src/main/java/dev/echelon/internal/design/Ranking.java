package dev.echelon.internal.design;

import java.util.List;

/**
 * The final order of levels that had codes in the order in which they were first seen.
 *
 * @param ranks the final code of each code; numbers with the same name have the same
 * @param levels in their final order
 */
public record Ranking(int[] ranks, List<String> levels) {}
