package dev.echelon.internal.likelihood;

import java.util.List;

/**
 * All numbers of a fit on the scale of the data.
 *
 * @param objective −2 log-likelihood or REML criterion
 * @param sigma residual standard deviation
 * @param beta fixed effects of the kept columns
 * @param covariance of beta, p×p column-major
 * @param theta parameters of the terms, in the order of the formula
 * @param terms per random term
 */
public record Estimates(
        double objective, double sigma, double[] beta, double[] covariance, double[] theta, List<TermEstimates> terms) {

    /**
     * One random term.
     *
     * @param relative Σ relative to σ², w×w
     * @param modes conditional modes, w per level
     * @param variances conditional variances given β̂ and θ̂, w×w per level
     */
    public record TermEstimates(double[] relative, double[] modes, double[] variances) {}
}
