package dev.echelon.result;

import java.util.List;

/**
 * An F test that marginal means do not differ.
 *
 * @param by levels of the factors within which it is made
 * @param test of the factor or interaction
 */
public record JointTest(List<String> by, TestResult test) {
    /** Copies the list. */
    public JointTest {
        by = List.copyOf(by);
    }
}
