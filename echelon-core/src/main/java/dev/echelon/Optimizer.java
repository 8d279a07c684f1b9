package dev.echelon;

/** How the criterion is optimised. */
public enum Optimizer {
    /** Trust-region Newton on analytic derivatives; the default. */
    TRUST_REGION,
    /** Powell's derivative-free BOBYQA, an independent check. */
    BOBYQA
}
