package dev.echelon.result;

/**
 * One evaluation on the way to an optimum.
 *
 * @param evaluation counted from 1
 * @param objective the criterion there but for a constant, +∞ outside the domain
 * @param gradient largest absolute component of the gradient from which the step was computed; NaN at the start
 */
public record TraceStep(int evaluation, double objective, double gradient) {}
