package dev.echelon.report.equation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Estimates, already rounded, to be written in place of symbols.
 *
 * @param fixed one for each column of X
 * @param covariances of each random term by its unique name, rows of the matrix
 * @param residual the residual variance
 * @param residualMatrix rows of R for one subject, if R has a structure and is small; otherwise empty
 * @param residualParameters those of the structure of R by name, if they are few and there is no matrix
 */
public record Values(
        List<String> fixed,
        Map<String, List<List<String>>> covariances,
        String residual,
        List<List<String>> residualMatrix,
        Map<String, String> residualParameters) {
    public Values {
        fixed = List.copyOf(fixed);
        covariances = Map.copyOf(covariances);
        residualMatrix = residualMatrix.stream().map(List::copyOf).toList();
        residualParameters = Collections.unmodifiableMap(new LinkedHashMap<>(residualParameters));
    }

    /** With residuals that are independent. */
    public Values(List<String> fixed, Map<String, List<List<String>>> covariances, String residual) {
        this(fixed, covariances, residual, List.of(), Map.of());
    }
}
