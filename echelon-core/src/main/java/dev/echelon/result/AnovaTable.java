package dev.echelon.result;

import java.util.List;

/**
 * Tests of the terms of the fixed part.
 *
 * @param type of the hypotheses: 1 sequential, 2 each term given those that do not contain it, 3 marginal
 * @param dfMethod how the denominator degrees of freedom were found
 * @param tests one for each term, in the order of the formula
 * @param notes what a reader must know: hypotheses of which only a part can be estimated
 */
public record AnovaTable(int type, String dfMethod, List<TestResult> tests, List<String> notes) {
    /** Copies the lists. */
    public AnovaTable {
        tests = List.copyOf(tests);
        notes = List.copyOf(notes);
    }
}
