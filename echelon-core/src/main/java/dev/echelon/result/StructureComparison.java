package dev.echelon.result;

import java.util.List;

/**
 * One model under several structures of the residuals, fitted to the same rows.
 *
 * @param formula the model with the first of them
 * @param criterion {@code REML} or {@code ML}
 * @param rows one for each structure, fewest parameters first
 */
public record StructureComparison(String formula, String criterion, List<Row> rows) {
    public StructureComparison {
        rows = List.copyOf(rows);
    }

    /**
     * A fit.
     *
     * @param structure its name in formulas
     * @param label its name in SAS
     * @param parameters of the covariances, those of random terms too
     * @param objective −2 log-likelihood or REML criterion
     * @param aic objective + 2·(parameters + fixed effects)
     * @param bic objective + log(rows)·(parameters + fixed effects)
     * @param delta AIC above the smallest
     * @param against the structure it is tested against, the largest in the list that is nested in it; empty if none is
     * @param chiSquare likelihood ratio; NaN without test
     * @param df difference of parameters
     * @param pValue of the χ² distribution; NaN without test
     * @param problem why there is no fit, or what is wrong with it; empty if nothing is
     */
    public record Row(
            String structure,
            String label,
            int parameters,
            double objective,
            double aic,
            double bic,
            double delta,
            String against,
            double chiSquare,
            int df,
            double pValue,
            String problem) {}
}
