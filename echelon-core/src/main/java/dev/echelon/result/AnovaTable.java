package dev.echelon.result;

import java.util.List;

/**
 * Tests of the terms of the fixed part.
 *
 * @param type of the hypotheses: 1 sequential, 2 each term given those that do not contain it, 3 marginal
 * @param dfMethod how the denominator degrees of freedom were found
 * @param tests one for each term, in the order of the formula
 */
public record AnovaTable(int type, String dfMethod, List<TestResult> tests) {
    /** Copies the list. */
    public AnovaTable {
        tests = List.copyOf(tests);
    }
}
