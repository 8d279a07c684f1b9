package dev.echelon.result;

/**
 * Fitted values of some rows of the data that a model was fitted to. Arrays have one entry per row and belong to the
 * receiver.
 *
 * @param rows where the rows are in the data, from 0; rows that were not used are not there
 * @param response the response
 * @param fitted conditional fitted values Xβ̂ + Zb̂ + offset
 * @param residuals response − fitted
 * @param scaled √w · residual / σ̂
 */
public record FittedBatch(long[] rows, double[] response, double[] fitted, double[] residuals, double[] scaled) {}
