package dev.echelon.result;

import java.util.List;

/**
 * What checks of a fit found. Without rows, {@code observations} is 0 and what needs them is empty or NaN.
 *
 * @param formula the model
 * @param observations rows that were looked at
 * @param findings what a reader must know, the worst first; empty if nothing is wrong
 * @param normality of the standardised residuals, and of the random effects by term and effect
 * @param tests of equal variance
 * @param simulated residuals by simulation, by row and by level of each grouping factor
 * @param neighbours correlation of the residuals of neighbouring rows of one level
 * @param neighboursWithin the grouping factor of these levels; empty if there is none
 * @param components principal components of the random effects
 * @param condition condition number of X with columns of length one
 * @param conditionCentred the same with centred columns
 * @param effectiveParameters sum of the leverages
 * @param influentialRows the rows with the largest Cook's distances of the fixed effects, largest first
 * @param outlyingRows the rows with the largest studentised residuals, largest first
 * @param influence of the levels of grouping factors
 * @param notes what was left out, and why
 */
public record CheckResult(
        String formula,
        long observations,
        List<Finding> findings,
        List<NormalityTest> normality,
        List<DiagnosticTest> tests,
        List<SimulatedResiduals> simulated,
        double neighbours,
        String neighboursWithin,
        List<PrincipalComponents> components,
        double condition,
        double conditionCentred,
        double effectiveParameters,
        List<RowDiagnostics> influentialRows,
        List<RowDiagnostics> outlyingRows,
        List<GroupInfluence> influence,
        List<String> notes) {}
