package dev.echelon;

/** What is optimised: the likelihood or the restricted likelihood. */
public enum Criterion {
    /** Maximum likelihood. */
    ML,
    /** Restricted (residual) maximum likelihood. */
    REML
}
