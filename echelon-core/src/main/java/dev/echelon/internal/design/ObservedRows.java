package dev.echelon.internal.design;

/**
 * Rows to be predicted, or to predict others from. Arrays are shared, never written.
 *
 * @param residual the R side; subjects are numbered as they occur here, -1 where the subject is missing
 * @param response as on the left of the formula; NaN where it is missing or there is no such column
 * @param weights precision weights, one if there are none
 * @param used the rows as indices into the table
 */
public record ObservedRows(ResidualRows residual, double[] response, double[] weights, int[] used) {}
