package dev.echelon.internal.likelihood;

import java.util.Arrays;

/** Multiplies the tail's rows and columns of the root by Λ when effects are vectors. */
final class RootScaling {

    private RootScaling() {}

    /** Whether every tail factor has one effect per level. */
    static boolean isScalar(Layout layout, double[][] lambda) {
        for (int f : layout.tail()) {
            if (lambda[f].length > 1) {
                return false;
            }
        }
        return true;
    }

    /** λ of each tail column, then ones up to {@code length}; for scalar tails. */
    private static double[] scales(Layout layout, double[][] lambda, int length) {
        double[] scale = new double[length];
        Arrays.fill(scale, 1);
        for (int t = 0; t < layout.tail().length; t++) {
            int end = layout.tailEnd(t);
            Arrays.fill(scale, layout.tailOffset()[t], end, lambda[layout.tail()[t]][0]);
        }
        return scale;
    }

    /** out := Λ'·in·Λ on tail rows and columns, in·Λ on the rows of X and y; lower triangles. */
    static void scale(Layout layout, int order, double[][] lambda, double[] in, double[] out) {
        if (isScalar(layout, lambda)) {
            double[] scale = scales(layout, lambda, order);
            for (int k = 0; k < order; k++) {
                double s = scale[k];
                for (int i = k; i < order; i++) {
                    out[k * order + i] = s * scale[i] * in[k * order + i];
                }
            }
            return;
        }
        System.arraycopy(in, 0, out, 0, in.length);
        symmetriseDiagonalBlocks(layout, order, out);
        for (int t = 0; t < layout.tail().length; t++) {
            double[] l = lambda[layout.tail()[t]];
            int q = layout.tailEffects()[t];
            int end = layout.tailEnd(t);
            for (int first = layout.tailOffset()[t]; first < end; first += q) {
                timesColumns(order, first, q, l, out);
            }
        }
        for (int t = 0; t < layout.tail().length; t++) {
            double[] l = lambda[layout.tail()[t]];
            int q = layout.tailEffects()[t];
            int end = layout.tailEnd(t);
            for (int first = layout.tailOffset()[t]; first < end; first += q) {
                timesRows(order, first, q, l, out);
            }
        }
    }

    private static void symmetriseDiagonalBlocks(Layout layout, int order, double[] out) {
        for (int t = 0; t < layout.tail().length; t++) {
            int q = layout.tailEffects()[t];
            int end = layout.tailEnd(t);
            for (int first = layout.tailOffset()[t]; first < end; first += q) {
                for (int b = 0; b < q; b++) {
                    for (int a = 0; a < b; a++) {
                        out[(first + b) * order + first + a] = out[(first + a) * order + first + b];
                    }
                }
            }
        }
    }

    /** Columns of a level times λ: column k becomes Σ_{h≥k} column_h λ[h,k]; done from left to right in place. */
    private static void timesColumns(int order, int first, int q, double[] l, double[] out) {
        for (int k = 0; k < q; k++) {
            int target = (first + k) * order;
            double diagonal = l[k * q + k];
            for (int i = first; i < order; i++) {
                out[target + i] *= diagonal;
            }
            for (int h = k + 1; h < q; h++) {
                double s = l[k * q + h];
                int source = (first + h) * order;
                for (int i = first; i < order && s != 0; i++) {
                    out[target + i] += s * out[source + i];
                }
            }
        }
    }

    /** Rows of a level times λ' from the left, for all columns up to the level's own. */
    private static void timesRows(int order, int first, int q, double[] l, double[] out) {
        for (int column = 0; column < first + q; column++) {
            int at = column * order + first;
            for (int k = 0; k < q; k++) {
                double sum = 0;
                for (int h = k; h < q; h++) {
                    sum += l[k * q + h] * out[at + h];
                }
                out[at + k] = sum;
            }
        }
    }

    /** c := ΛcΛ' on the tail of a symmetric matrix over {@code columns} columns, lower triangle. */
    static void expand(Layout layout, int order, int columns, double[][] lambda, double[] c) {
        if (isScalar(layout, lambda)) {
            double[] scale = scales(layout, lambda, columns);
            for (int k = 0; k < columns; k++) {
                for (int i = k; i < columns; i++) {
                    c[k * order + i] *= scale[k] * scale[i];
                }
            }
            return;
        }
        for (int t = 0; t < layout.tail().length; t++) {
            double[] l = lambda[layout.tail()[t]];
            int q = layout.tailEffects()[t];
            int end = layout.tailEnd(t);
            for (int first = layout.tailOffset()[t]; first < end; first += q) {
                expandLevel(order, columns, first, q, l, c);
            }
        }
    }

    private static void expandLevel(int order, int columns, int first, int q, double[] l, double[] c) {
        for (int b = 0; b < q; b++) {
            for (int a = 0; a < b; a++) {
                c[(first + b) * order + first + a] = c[(first + a) * order + first + b];
            }
        }
        for (int k = q - 1; k >= 0; k--) { // columns times λ': column k becomes Σ_{h≤k} λ[k,h] column_h
            int target = (first + k) * order;
            double diagonal = l[k * q + k];
            for (int i = first; i < columns; i++) {
                c[target + i] *= diagonal;
            }
            for (int h = 0; h < k; h++) {
                double s = l[h * q + k];
                int source = (first + h) * order;
                for (int i = first; i < columns && s != 0; i++) {
                    c[target + i] += s * c[source + i];
                }
            }
        }
        for (int column = 0; column < first + q; column++) { // rows times λ
            int at = column * order + first;
            for (int k = q - 1; k >= 0; k--) {
                double sum = 0;
                for (int h = 0; h <= k; h++) {
                    sum += l[h * q + k] * c[at + h];
                }
                c[at + k] = sum;
            }
        }
    }
}
