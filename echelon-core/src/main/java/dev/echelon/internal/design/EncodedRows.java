package dev.echelon.internal.design;

import dev.echelon.result.RowReport;

/**
 * Rows of data as the matrices of a model. Arrays are shared, never written.
 *
 * @param design the matrices of the used rows; without response if the data were encoded for prediction
 * @param offset the offset of each used row; empty array when there is none
 * @param used the used rows as indices into the encoded table, ascending
 * @param rows how many rows were read, used and dropped, with reasons
 */
public record EncodedRows(Design design, double[] offset, int[] used, RowReport rows) {}
