package dev.echelon.result;

import java.util.List;

/**
 * Residuals and influence of one row that was used. Deletion is exact with θ kept at θ̂; a number that does not exist
 * because the row has leverage one is NaN. Definitions: docs/math/diagnostics.md.
 *
 * @param row index of the row in the data, from 1
 * @param fitted Xβ̂ + Zb̂ + offset
 * @param response y − fitted
 * @param pearson √w·(y − fitted)
 * @param scaled √w·(y − fitted)/σ̂
 * @param standardised scaled/√(1 − leverage): variance one given θ̂; lme4's {@code rstudent}
 * @param studentised as standardised, with σ̂ of the fit without the row
 * @param marginal y − Xβ̂ − offset
 * @param marginalStandardised marginal over its standard deviation
 * @param leverage ∂fitted/∂y
 * @param cooks Cook's distance of fitted values with random effects, as lme4 defines it
 * @param fixedCooks Cook's distance of the fixed effects
 * @param mdffits the same in the covariance of the fixed effects without the row
 * @param covratio determinant of the covariance of the fixed effects without the row over that with it
 * @param dfbetas change of each fixed effect over its standard error without the row
 */
public record RowDiagnostics(
        int row,
        double fitted,
        double response,
        double pearson,
        double scaled,
        double standardised,
        double studentised,
        double marginal,
        double marginalStandardised,
        double leverage,
        double cooks,
        double fixedCooks,
        double mdffits,
        double covratio,
        List<Double> dfbetas) {}
