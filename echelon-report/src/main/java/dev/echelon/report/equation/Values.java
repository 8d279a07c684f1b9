package dev.echelon.report.equation;

import java.util.List;
import java.util.Map;

/**
 * Estimates, already rounded, to be written in place of symbols.
 *
 * @param fixed one for each column of X
 * @param covariances of each random term by its unique name, rows of the matrix
 * @param residual the residual variance
 */
public record Values(List<String> fixed, Map<String, List<List<String>>> covariances, String residual) {
    public Values {
        fixed = List.copyOf(fixed);
        covariances = Map.copyOf(covariances);
    }
}
