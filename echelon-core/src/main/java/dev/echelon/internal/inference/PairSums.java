package dev.echelon.internal.inference;

import dev.echelon.internal.crossproducts.CrossProducts;

/**
 * Σ over pairs of levels (j of f, k of g) of M_jk ⊗ M_jk, from which every tr(MD_aMD_b) is a sum of few products: the
 * directions repeat the same small block for every level.
 */
final class PairSums {
    private final CrossProducts data;
    private final double[][][] sums;
    private final double[][] diagonals;

    PairSums(CrossProducts data) {
        this.data = data;
        int count = data.factors();
        sums = new double[count][count][];
        diagonals = new double[count][];
        for (int f = 0; f < count; f++) {
            int qf = data.block(f).effects();
            diagonals[f] = new double[qf * qf];
            for (int g = f; g < count; g++) {
                int qg = data.block(g).effects();
                sums[f][g] = new double[qf * qf * qg * qg];
            }
        }
    }

    void add(ComponentMatrices matrices, int[][] levels) {
        double[] m = matrices.marginal();
        int ld = matrices.stride();
        for (int f = 0; f < levels.length; f++) {
            int qf = data.block(f).effects();
            for (int j = 0; j < levels[f].length; j++) {
                int at = matrices.start(f) + j * qf;
                for (int k = 0; k < qf; k++) {
                    for (int i = 0; i < qf; i++) {
                        diagonals[f][k * qf + i] += m[(at + k) * ld + at + i];
                    }
                }
            }
            for (int g = f; g < levels.length; g++) {
                int qg = data.block(g).effects();
                for (int k = 0; k < levels[g].length; k++) {
                    int column = matrices.start(g) + k * qg;
                    for (int j = 0; j < levels[f].length; j++) {
                        pair(m, column * ld + matrices.start(f) + j * qf, ld, qf, qg, sums[f][g]);
                    }
                }
            }
        }
    }

    /** Adds M[a, c]·M[b, d] at ((a·qf + b)·qg + c)·qg + d. */
    private static void pair(double[] m, int at, int ld, int qf, int qg, double[] sum) {
        if (qf == 1 && qg == 1) {
            sum[0] += m[at] * m[at];
            return;
        }
        int e = 0;
        for (int a = 0; a < qf; a++) {
            for (int b = 0; b < qf; b++) {
                for (int c = 0; c < qg; c++) {
                    double x = m[at + c * ld + a];
                    for (int d = 0; d < qg; d++) {
                        sum[e++] += x * m[at + d * ld + b];
                    }
                }
            }
        }
    }

    /** tr(MD). */
    double trace(double[][] direction) {
        double trace = 0;
        for (int f = 0; f < direction.length; f++) {
            for (int i = 0; i < direction[f].length; i++) {
                trace += direction[f][i] * diagonals[f][i];
            }
        }
        return trace;
    }

    /** tr(MAMB). */
    double trace(double[][] a, double[][] b) {
        double trace = 0;
        for (int f = 0; f < a.length; f++) {
            trace += contract(f, f, a[f], b[f]);
            for (int g = f + 1; g < a.length; g++) {
                trace += contract(f, g, a[f], b[g]) + contract(f, g, b[f], a[g]);
            }
        }
        return trace;
    }

    private double contract(int f, int g, double[] left, double[] right) {
        if (left.length == 0 || right.length == 0) {
            return 0;
        }
        int qf = data.block(f).effects();
        int qg = data.block(g).effects();
        double trace = 0;
        int e = 0;
        for (int i = 0; i < qf * qf; i++) {
            for (int k = 0; k < qg * qg; k++) {
                trace += left[i] * right[k] * sums[f][g][e++];
            }
        }
        return trace;
    }
}
