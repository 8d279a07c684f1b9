package dev.echelon.internal.design;

/** What rows are encoded for: which variables they must have. */
public enum Purpose {
    /** To fit: response, weights, predictors and known groups. */
    FIT,
    /** To predict with random effects: predictors and grouping factors; an unseen or missing level has code -1. */
    PREDICT_CONDITIONAL,
    /** To predict without random effects: fixed predictors only; the design has no random blocks. */
    PREDICT_POPULATION
}
