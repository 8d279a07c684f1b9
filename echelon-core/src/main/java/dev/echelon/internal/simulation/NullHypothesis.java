package dev.echelon.internal.simulation;

import dev.echelon.internal.crossproducts.Conditioning;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.predict.FittedModel;

/**
 * Lβ = 0 imposed on cross-products: with β = Tβ* + c the constraint LTβ* = −Lc is solved for as many β* as it has rows;
 * they are put into X*β*, so that fewer columns and another response are left.
 */
final class NullHypothesis {
    /** A pivot below this share of the largest entry means that a row depends on those before it. */
    private static final double DEPENDENT = 1e-10;

    private final double[] map;
    private final int columns;

    /** @param l L by rows, one number for each column of X that is estimated */
    NullHypothesis(FittedModel model, double[][] l) {
        int p = model.kept().length;
        Conditioning conditioning = model.conditioning();
        double[] t = conditioning.fixedMap(model.kept());
        double[] c = conditioning.fixedEffects(new double[p], model.kept());
        double[][] a = new double[l.length][p + 1];
        for (int i = 0; i < l.length; i++) {
            for (int k = 0; k < p; k++) {
                for (int h = 0; h < p; h++) {
                    a[i][k] += l[i][h] * t[k * p + h];
                }
                a[i][p] -= l[i][k] * c[k];
            }
        }
        int[] solved = solve(a, p);
        this.columns = p + 1 - count(solved);
        this.map = new double[(p + 1) * columns];
        int column = 0;
        for (int k = 0; k <= p; k++) {
            if (k < p && solved[k] >= 0) {
                continue;
            }
            map[column * (p + 1) + k] = 1;
            for (int h = 0; h < p; h++) {
                if (solved[h] >= 0) {
                    map[column * (p + 1) + h] = -a[solved[h]][k];
                }
            }
            column++;
        }
    }

    private static int count(int[] solved) {
        int count = 0;
        for (int row : solved) {
            count += row >= 0 ? 1 : 0;
        }
        return count;
    }

    /** Gauss–Jordan elimination; for each column of X the row that determines it, or −1. */
    private static int[] solve(double[][] a, int p) {
        int[] solved = new int[p];
        java.util.Arrays.fill(solved, -1);
        double largest = 0;
        for (double[] row : a) {
            for (int k = 0; k < p; k++) {
                largest = Math.max(largest, Math.abs(row[k]));
            }
        }
        for (int i = 0; i < a.length; i++) {
            int pivot = 0;
            for (int k = 1; k < p; k++) {
                pivot = Math.abs(a[i][k]) > Math.abs(a[i][pivot]) ? k : pivot;
            }
            double value = a[i][pivot];
            if (!(Math.abs(value) > DEPENDENT * largest)) {
                continue;
            }
            solved[pivot] = i;
            for (int k = 0; k <= p; k++) {
                a[i][k] /= value;
            }
            for (int j = 0; j < a.length; j++) {
                double factor = a[j][pivot];
                for (int k = 0; j != i && k <= p; k++) {
                    a[j][k] -= factor * a[i][k];
                }
            }
        }
        return solved;
    }

    /** Number of independent constraints. */
    int degrees() {
        int r = map.length / columns;
        return r - columns;
    }

    /** The cross-products of the model under the hypothesis. */
    CrossProducts impose(CrossProducts data) {
        return data.withFixedMap(map, columns);
    }
}
