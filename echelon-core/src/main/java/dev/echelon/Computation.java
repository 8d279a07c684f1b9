package dev.echelon;

/** How the likelihood of a model with independent residuals is computed. */
public enum Computation {
    /** Exactly if the model fits into memory, else iteratively; the default. */
    AUTOMATIC,
    /** By a Cholesky factor, or not at all. */
    EXACT,
    /**
     * Crossed factors by conjugate gradients and random probes. θ̂ has a Monte Carlo error, which the fit reports and which
     * is kept below a tenth of the statistical one; given θ̂, fixed effects, their covariance and conditional modes are
     * exact to eight digits.
     */
    ITERATIVE
}
