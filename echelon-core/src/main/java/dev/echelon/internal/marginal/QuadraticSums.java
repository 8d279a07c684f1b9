package dev.echelon.internal.marginal;

import java.util.Arrays;

/** tr(KQ_kl) and v'Q_klv of a block from E_k with Q_kl = E_k'E_l. */
final class QuadraticSums {
    private QuadraticSums() {}

    /**
     * Adds to the lower triangles of {@code out}.
     *
     * @param present columns of a that E has
     * @param e for each active parameter, n×(present columns)
     */
    static void add(int n, int[] present, double[][] e, int[] active, Kernel.Multipliers by, Kernel.Derivatives out) {
        int c = present.length - 1;
        double[] k = Stack.gather(Arrays.copyOf(present, c), by.traces(), by.c() - 1);
        double[][] forms = new double[e.length][n];
        for (int i = 0; i < e.length; i++) {
            for (int j = 0; j <= c; j++) {
                double x = by.v()[present[j]];
                for (int h = 0; h < n; h++) {
                    forms[i][h] += e[i][j * n + h] * x;
                }
            }
        }
        for (int i = 0; i < e.length; i++) {
            double[] ek = SmallMatrices.multiply(n, c, c, e[i], k);
            for (int j = 0; j <= i; j++) {
                int at = active[j] * out.k + active[i];
                out.kq[at] += SmallMatrices.dot(n * c, ek, e[j]);
                out.vq[at] += SmallMatrices.dot(n, forms[i], forms[j]);
            }
        }
    }
}
