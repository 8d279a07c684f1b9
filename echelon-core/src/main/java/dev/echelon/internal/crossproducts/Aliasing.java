package dev.echelon.internal.crossproducts;

import java.util.Arrays;

/**
 * Which columns of X are linear combinations of the ones before them, judged from the conditioned cross-products: a
 * column is aliased when what is left of it after projection is below {@link #TOLERANCE} of its own length.
 *
 * @param kept columns that stay, ascending
 * @param dropped columns that are aliased, ascending
 * @param smallest smallest relative length left among the kept columns: about one over the condition number of X
 * @param dependence each dropped column as a combination of the kept ones, on the scale of the cross-products:
 *     dropped×kept, row by row
 */
public record Aliasing(int[] kept, int[] dropped, double smallest, double[] dependence) {
    /** R's qr() uses 1e-7 on the columns as given; here they are centred, so that shifts do not matter. */
    public static final double TOLERANCE = 1e-7;

    /** Judges the columns of X. */
    public static Aliasing of(CrossProducts data) {
        int p = data.fixedColumns();
        int r = p + 1;
        double[] a = new double[p * p];
        double[] length = new double[p];
        for (int k = 0; k < p; k++) {
            length[k] = Math.sqrt(data.fixed()[k * r + k]);
        }
        for (int k = 0; k < p; k++) {
            for (int i = k; i < p; i++) {
                double norm = length[i] * length[k];
                a[k * p + i] = norm > 0 ? data.fixed()[k * r + i] / norm : 0;
            }
        }
        int[] kept = new int[p];
        int[] dropped = new int[p];
        int keptCount = 0;
        int droppedCount = 0;
        double smallest = 1;
        // Left-looking Cholesky in the given order; aliased columns are skipped.
        for (int k = 0; k < p; k++) {
            for (int h = 0; h < keptCount; h++) {
                int c = kept[h];
                double l = a[c * p + k];
                for (int i = k; i < p && l != 0; i++) {
                    a[k * p + i] -= l * a[c * p + i];
                }
            }
            double left = a[k * p + k];
            if (!(left > TOLERANCE * TOLERANCE)) {
                dropped[droppedCount++] = k;
                continue;
            }
            double root = Math.sqrt(left);
            smallest = Math.min(smallest, root);
            for (int i = k; i < p; i++) {
                a[k * p + i] /= root;
            }
            kept[keptCount++] = k;
        }
        kept = Arrays.copyOf(kept, keptCount);
        dropped = Arrays.copyOf(dropped, droppedCount);
        return new Aliasing(kept, dropped, smallest, dependence(p, a, length, kept, dropped));
    }

    /** With the factor L of the columns of unit length: L_kk'c = l for each dropped row l, then the lengths back. */
    private static double[] dependence(int p, double[] a, double[] length, int[] kept, int[] dropped) {
        int r = kept.length;
        double[] dependence = new double[dropped.length * r];
        for (int d = 0; d < dropped.length; d++) {
            for (int k = r - 1; k >= 0; k--) {
                int c = kept[k];
                double s = c < dropped[d] ? a[c * p + dropped[d]] : 0;
                for (int h = k + 1; h < r && c < dropped[d]; h++) {
                    s -= a[c * p + kept[h]] * dependence[d * r + h];
                }
                dependence[d * r + k] = s / a[c * p + c];
            }
            for (int k = 0; k < r; k++) {
                dependence[d * r + k] *= length[kept[k]] > 0 ? length[dropped[d]] / length[kept[k]] : 0;
            }
        }
        return dependence;
    }
}
