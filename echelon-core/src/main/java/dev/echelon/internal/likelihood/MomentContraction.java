package dev.echelon.internal.likelihood;

import dev.echelon.internal.levels.GroupMoments;

/**
 * Puts β̂ and L_XX into {@link GroupMoments}: g = R̃w with w = (−β̂, 1) and B̂ = R̃T with T = L_XX⁻ᵀ, so that sums of products
 * of g and B̂ are combinations of sums of products of R̃.
 */
final class MomentContraction {
    private final GroupMoments moments;
    private final int q;
    private final int p;
    private final double[] inverse; // L_XX⁻¹, lower, p×p
    private final double[] beta;

    /** From L of [X y]'V⁻¹[X y], (p+1)×(p+1). */
    MomentContraction(GroupMoments moments, double[] factor, int q, int p) {
        this.moments = moments;
        this.q = q;
        this.p = p;
        this.inverse = inverse(factor, p);
        this.beta = new double[p];
        for (int k = 0; k < p; k++) {
            for (int h = k; h < p; h++) {
                beta[k] += inverse[k * p + h] * factor[h * (p + 1) + p];
            }
        }
    }

    private static double[] inverse(double[] factor, int p) {
        int r = p + 1;
        double[] inverse = new double[p * p];
        for (int k = 0; k < p; k++) {
            for (int i = k; i < p; i++) {
                double sum = i == k ? 1 : 0;
                for (int h = k; h < i; h++) {
                    sum -= factor[h * r + i] * inverse[k * p + h];
                }
                inverse[k * p + i] = sum / factor[i * r + i];
            }
        }
        return inverse;
    }

    /** β̂. */
    double[] fixedEffects() {
        return beta.clone();
    }

    /** σ̂²(X'V⁻¹X)⁻¹, p×p. */
    double[] fixedCovariance(double sigma2) {
        double[] covariance = unit();
        for (int i = 0; i < covariance.length; i++) {
            covariance[i] *= sigma2;
        }
        return covariance;
    }

    /** (X'V⁻¹X)⁻¹ = TT'. */
    private double[] unit() {
        double[] unit = new double[p * p];
        for (int k = 0; k < p; k++) {
            for (int i = 0; i < p; i++) {
                for (int h = Math.max(i, k); h < p; h++) {
                    unit[k * p + i] += inverse[i * p + h] * inverse[k * p + h];
                }
            }
        }
        return unit;
    }

    /** Writes the sums of the levels, and Σ gg'. */
    void write(OneFactorSums sums, double[] forms, double sigma2, boolean reml) {
        double[] unit = unit();
        for (int b = 0; b < q; b++) {
            for (int a = 0; a < q; a++) {
                int pair = b * q + a;
                double[] block = reachedBlock(a, b);
                forms[pair] = form(block);
                double taken = reml ? trace(block, unit) : 0;
                sums.score[pair] = moments.information(a, b) - taken - forms[pair] / sigma2;
                writeWithFixed(block, pair, sums, reml);
                writeWithInformation(a, b, unit, sums, reml);
            }
        }
    }

    /** E and S of the pair (a, b). */
    private void writeWithFixed(double[] block, int pair, OneFactorSums sums, boolean reml) {
        int r = p + 1;
        double[] half = new double[p * r]; // T'·block: rows k of B̂, columns of R̃
        for (int h = 0; h < r; h++) {
            for (int k = 0; k < p; k++) {
                for (int i = 0; i <= k; i++) {
                    half[h * p + k] += inverse[i * p + k] * block[h * r + i];
                }
            }
        }
        for (int k = 0; k < p; k++) {
            double mixed = half[p * p + k];
            for (int h = 0; h < p; h++) {
                mixed -= half[h * p + k] * beta[h];
            }
            sums.mixed[pair * p + k] = mixed;
            for (int h = 0; h < p && reml; h++) {
                double sum = 0;
                for (int i = 0; i <= h; i++) {
                    sum += half[i * p + k] * inverse[i * p + h];
                }
                sums.spread[(pair * p + k) * p + h] = sum;
            }
        }
    }

    /** Column (a, b) of NM and NG. */
    private void writeWithInformation(int a, int b, double[] unit, OneFactorSums sums, boolean reml) {
        int size = q * q;
        int pair = b * q + a;
        for (int d = 0; d < q; d++) {
            for (int c = 0; c < q; c++) {
                double[] block = informedBlock(c, d, a, b);
                int at = (d * q + c) * size + pair;
                sums.forms[at] = form(block);
                sums.traces[at] = moments.information(c, d, a, b) - (reml ? 2 * trace(block, unit) : 0);
            }
        }
    }

    /** Σ R̃_a·R̃_b·', r×r: entry (k, h) is R̃_ak·R̃_bh. */
    private double[] reachedBlock(int a, int b) {
        int r = p + 1;
        double[] block = new double[r * r];
        for (int h = 0; h < r; h++) {
            for (int k = 0; k < r; k++) {
                block[h * r + k] = moments.reached(a, k, b, h);
            }
        }
        return block;
    }

    /** Σ N_cd·R̃_a·R̃_b·'. */
    private double[] informedBlock(int c, int d, int a, int b) {
        int r = p + 1;
        double[] block = new double[r * r];
        for (int h = 0; h < r; h++) {
            for (int k = 0; k < r; k++) {
                block[h * r + k] = moments.reached(c, d, a, k, b, h);
            }
        }
        return block;
    }

    /** w'·block·w. */
    private double form(double[] block) {
        int r = p + 1;
        double sum = 0;
        for (int h = 0; h < r; h++) {
            double column = block[h * r + p];
            for (int k = 0; k < p; k++) {
                column -= beta[k] * block[h * r + k];
            }
            sum += h < p ? -beta[h] * column : column;
        }
        return sum;
    }

    /** tr(T'·block·T) over the columns of X. */
    private double trace(double[] block, double[] unit) {
        double sum = 0;
        for (int h = 0; h < p; h++) {
            for (int k = 0; k < p; k++) {
                sum += unit[h * p + k] * block[h * (p + 1) + k];
            }
        }
        return sum;
    }
}
