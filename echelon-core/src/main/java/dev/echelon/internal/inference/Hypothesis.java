package dev.echelon.internal.inference;

import dev.echelon.internal.linalg.Symmetric;

/**
 * Lβ = 0 turned to independent rows: with LΦL' = PDP' the rows of P'L that D does not annihilate.
 *
 * @param rows q×p, row by row
 * @param variances the q diagonal elements of D that are not zero
 */
record Hypothesis(double[][] rows, double[] variances) {
    /** Relative to the largest eigenvalue, as lmerTest has it: the square root of the machine's precision. */
    private static final double NULL = 0x1p-26;

    static Hypothesis of(double[][] l, double[] covariance, int p) {
        int k = l.length;
        double[] c = new double[k * k];
        for (int a = 0; a < k; a++) {
            double[] moved = Small.apply(p, covariance, l[a]);
            for (int b = 0; b < k; b++) {
                c[a * k + b] = Small.dot(l[b], moved);
            }
        }
        double[] values = new double[k];
        double[] vectors = new double[k * k];
        Symmetric.eigen(k, c, values, vectors);
        int rank = 0;
        for (double value : values) {
            rank += value > NULL * Math.max(values[k - 1], 0) ? 1 : 0;
        }
        double[][] rows = new double[rank][p];
        double[] variances = new double[rank];
        for (int m = 0; m < rank; m++) {
            int e = k - 1 - m;
            variances[m] = values[e];
            for (int a = 0; a < k; a++) {
                for (int i = 0; i < p; i++) {
                    rows[m][i] += vectors[e * k + a] * l[a][i];
                }
            }
        }
        return new Hypothesis(rows, variances);
    }

    /** (Lβ)'(LΦL')⁻¹Lβ / q. */
    double statistic(double[] beta) {
        double sum = 0;
        for (int m = 0; m < rows.length; m++) {
            double x = Small.dot(rows[m], beta);
            sum += x * x / variances[m];
        }
        return sum / rows.length;
    }
}
