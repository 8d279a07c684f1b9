package dev.echelon.internal.inference;

import dev.echelon.internal.crossproducts.Conditioning;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.linalg.Kernels;

/**
 * Hypotheses by sequential sums of squares: with X'WX = R'R, columns in some order, the rows of R that belong to a term,
 * scaled to a unit diagonal (Doolittle's form). Factored in the conditioned scale and carried back.
 */
public final class SequentialRows {
    private final CrossProducts data;
    private final int p;
    private final double[] map;

    /** For the kept columns, which are those of the cross-products; the constant must be the first if there is one. */
    public SequentialRows(CrossProducts data, Conditioning conditioning, int[] kept) {
        this.data = data;
        this.p = data.fixedColumns();
        this.map = conditioning.fixedMap(kept);
    }

    /** The rows of the given columns when all are taken in the given order, in which the constant is first. */
    double[][] rows(int[] order, int[] columns) {
        double[] factor = new double[p * p];
        for (int k = 0; k < p; k++) {
            for (int i = k; i < p; i++) {
                int row = Math.max(order[i], order[k]);
                factor[k * p + i] = data.fixed()[Math.min(order[i], order[k]) * (p + 1) + row];
            }
        }
        if (Kernels.java().potrf(p, factor, 0, p) != 0) {
            throw new IllegalStateException("X'WX of the kept columns is not positive definite");
        }
        double[][] rows = new double[columns.length][];
        for (int i = 0; i < columns.length; i++) {
            int at = 0;
            while (order[at] != columns[i]) {
                at++;
            }
            rows[i] = row(order, factor, at);
        }
        return rows;
    }

    /** Row {@code at} of R = R*T⁻¹, T upper triangular in this order. */
    private double[] row(int[] order, double[] factor, int at) {
        double[] solved = new double[p];
        for (int k = at; k < p; k++) {
            double s = factor[at * p + k];
            for (int h = at; h < k; h++) {
                s -= solved[h] * map[order[k] * p + order[h]];
            }
            solved[k] = s / map[order[k] * p + order[k]];
        }
        double[] row = new double[p];
        for (int k = at; k < p; k++) {
            row[order[k]] = solved[k] / solved[at];
        }
        return row;
    }
}
