package dev.echelon;

import dev.echelon.result.ComputationForecast;
import dev.echelon.result.Finding;
import dev.echelon.result.ModelShape;
import dev.echelon.result.RowReport;
import java.util.List;

/**
 * How a model is understood and how its likelihood will be computed, before any fit.
 *
 * @param formula the expanded formula
 * @param rows rows read, used, dropped
 * @param fixedColumns names of X's columns
 * @param terms the random terms
 * @param plan lines that describe representation, predicted flops, bytes and times
 * @param forecasts of the exact computation and, for crossed factors, of the iterative one
 * @param findings what should be known before fitting
 * @param shape the dimensions, of which equations are made
 */
public record Explanation(
        String formula,
        RowReport rows,
        List<String> fixedColumns,
        List<TermPlan> terms,
        List<String> plan,
        List<ComputationForecast> forecasts,
        List<Finding> findings,
        ModelShape shape) {
    public Explanation {
        fixedColumns = List.copyOf(fixedColumns);
        terms = List.copyOf(terms);
        plan = List.copyOf(plan);
        forecasts = List.copyOf(forecasts);
        findings = List.copyOf(findings);
    }

    /**
     * One random term.
     *
     * @param name unique name
     * @param structure {@code us}, …
     * @param columns its effects
     * @param levels number of levels
     * @param smallest observations of the smallest level
     * @param largest observations of the largest level
     * @param theta names of its parameters
     */
    public record TermPlan(
            String name,
            String structure,
            List<String> columns,
            int levels,
            long smallest,
            long largest,
            List<String> theta) {}
}
