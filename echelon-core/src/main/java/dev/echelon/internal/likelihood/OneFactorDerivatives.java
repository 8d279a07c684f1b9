package dev.echelon.internal.likelihood;

import java.util.Arrays;
import java.util.Optional;

/**
 * Gradient and exact Hessian of a model with one grouping factor from sums over its levels that do not depend on the
 * number of parameters. Per level, with P_j = I − A_jW_j: N_j = P_jA_j = Z_j'V⁻¹Z_j, B̂_j = P_jB_jL_XX⁻ᵀ, so that B̂_jB̂_j'
 * is what estimating β takes away, and g_j = Z_j'Py. The sums are
 *
 * <pre>
 *   H  = Σ N − B̂B̂' − gg'/σ̂²        (the middle term for REML only)
 *   NM = Σ N⊗(N − 2B̂B̂' [REML])     NG = Σ N⊗gg'     E = Σ B̂⊗g     S = Σ B̂⊗B̂  (REML)
 * </pre>
 *
 * and with S_k = ∂Σ/∂θ_k: y'PV_kPV_lPy = ⟨S_k, S_l⟩_NG − ĥ_k'ĥ_l with ĥ_k = ⟨E, S_k⟩; tr(TV_kTV_l) = ⟨S_k, S_l⟩_NM +
 * tr(T̂_kT̂_l) with T̂_k = ⟨S, S_k⟩.
 *
 * <p><b>Cost</b> per level q²(p² + 3q²). <b>Source</b> docs/math/likelihood.md#one-factor
 */
final class OneFactorDerivatives {
    /** Beyond this many numbers per level average information is cheaper than the exact Hessian. */
    private static final int LARGEST = 4096;

    private final BlockedCholesky cholesky;
    private final ChainBlock leaf;
    private final int q;
    private final int p;
    private final boolean reml;
    private final OneFactorSums sums;
    private final double[] score;
    private final double[] traces;
    private final double[] forms;
    private final double[] mixed;
    private final double[] spread;
    private final double[] halved;
    private final double[] projected; // B̂: p columns of q
    private final double[] information;
    private final double[] hat;

    private OneFactorDerivatives(BlockedCholesky cholesky, boolean reml) {
        this.cholesky = cholesky;
        this.leaf = cholesky.chain[0];
        this.q = leaf.q;
        this.p = cholesky.layout.fixedColumns();
        this.reml = reml;
        int size = q * q;
        this.sums = new OneFactorSums(q, p, reml);
        this.score = sums.score;
        this.traces = sums.traces;
        this.forms = sums.forms;
        this.mixed = sums.mixed;
        this.spread = sums.spread;
        this.halved = new double[size];
        this.projected = new double[q * p];
        this.information = new double[size];
        this.hat = new double[size];
    }

    static Optional<OneFactorDerivatives> of(BlockedCholesky cholesky, boolean reml) {
        if (cholesky.chain.length != 1 || cholesky.layout.tailColumns() > 0) {
            return Optional.empty();
        }
        int q = cholesky.chain[0].q;
        int p = cholesky.layout.fixedColumns();
        boolean small = (long) q * q * (p * p + q * q) <= LARGEST;
        return small ? Optional.of(new OneFactorDerivatives(cholesky, reml)) : Optional.empty();
    }

    /** The score matrix H of the last {@link #accumulate}. */
    double[] score() {
        return score;
    }

    /** See {@link OneFactorSums#hessian}. */
    void hessian(double[][] derivatives, double[] a, double sigma2, double r2, double[] out) {
        sums.hessian(derivatives, a, sigma2, r2, out);
    }

    /** Forms the sums at the last factorisation, whose modes are {@code modes}. */
    void accumulate(Modes modes, double sigma2) {
        Arrays.fill(score, 0);
        Arrays.fill(traces, 0);
        Arrays.fill(forms, 0);
        Arrays.fill(mixed, 0);
        Arrays.fill(spread, 0);
        double[] g = modes.gradient[0];
        for (int j = 0; j < leaf.levels; j++) {
            if (q == 1) {
                scalarLevel(j, g[j], sigma2);
            } else {
                vectorLevel(j, g, sigma2);
            }
        }
    }

    private void scalarLevel(int j, double g, double sigma2) {
        double a = leaf.own[j];
        double b = cholesky.half[0][j];
        double residual = 1 - a * b * b;
        double n = residual * a;
        int at = leaf.restStart[j];
        double taken = 0;
        int order = cholesky.order;
        double[] l = cholesky.factor;
        for (int k = 0; k < p; k++) {
            double sum = residual * leaf.rest[at + k];
            for (int h = 0; h < k; h++) {
                sum -= projected[h] * l[h * order + k];
            }
            double x = sum / l[k * order + k];
            projected[k] = x;
            taken += x * x;
            mixed[k] += x * g;
        }
        double m = n;
        score[0] += n - g * g / sigma2;
        if (reml) {
            score[0] -= taken;
            m -= 2 * taken;
            for (int k = 0; k < p; k++) {
                double x = projected[k];
                for (int h = k; h < p; h++) {
                    spread[k * p + h] += x * projected[h];
                }
            }
        }
        traces[0] += n * m;
        forms[0] += n * g * g;
    }

    private void vectorLevel(int j, double[] g, double sigma2) {
        project(j);
        int size = q * q;
        for (int b = 0; b < q; b++) {
            for (int a = 0; a < q; a++) {
                double taken = 0;
                for (int k = 0; reml && k < p; k++) {
                    taken += projected[k * q + a] * projected[k * q + b];
                }
                hat[b * q + a] = information[b * q + a] - 2 * taken;
                score[b * q + a] += information[b * q + a] - taken - g[j * q + a] * g[j * q + b] / sigma2;
            }
        }
        for (int x = 0; x < size; x++) {
            double n = information[x];
            for (int b = 0; b < q; b++) {
                for (int a = 0; a < q; a++) {
                    int y = b * q + a;
                    traces[x * size + y] += n * hat[y];
                    forms[x * size + y] += n * g[j * q + a] * g[j * q + b];
                }
            }
        }
        for (int b = 0; b < q; b++) {
            for (int a = 0; a < q; a++) {
                int pair = b * q + a;
                for (int k = 0; k < p; k++) {
                    double x = projected[k * q + a];
                    mixed[pair * p + k] += x * g[j * q + b];
                    for (int h = 0; reml && h < p; h++) {
                        spread[(pair * p + k) * p + h] += x * projected[h * q + b];
                    }
                }
            }
        }
    }

    /** information := N_j and projected := P_jB_jL⁻ᵀ with P_j = I − A B'B. */
    private void project(int j) {
        double[] b = cholesky.half[0];
        int at = j * q * q;
        for (int h = 0; h < q; h++) { // halved := BA, q×q
            for (int c = 0; c < q; c++) {
                double sum = 0;
                for (int m = 0; m < q; m++) {
                    sum += b[at + m * q + h] * leaf.own[at + c * q + m];
                }
                halved[c * q + h] = sum;
            }
        }
        for (int c = 0; c < q; c++) {
            for (int a = 0; a < q; a++) {
                double sum = leaf.own[at + c * q + a];
                for (int h = 0; h < q; h++) {
                    sum -= halved[a * q + h] * halved[c * q + h];
                }
                information[c * q + a] = sum;
            }
        }
        int order = cholesky.order;
        double[] l = cholesky.factor;
        int rest = leaf.restStart[j];
        for (int k = 0; k < p; k++) {
            int column = rest + k * q;
            for (int a = 0; a < q; a++) {
                projected[k * q + a] = leaf.rest[column + a];
            }
            for (int h = 0; h < q; h++) {
                double sum = 0;
                for (int m = 0; m < q; m++) {
                    sum += b[at + m * q + h] * leaf.rest[column + m];
                }
                for (int a = 0; a < q; a++) {
                    projected[k * q + a] -= halved[a * q + h] * sum;
                }
            }
            for (int a = 0; a < q; a++) {
                double sum = projected[k * q + a];
                for (int h = 0; h < k; h++) {
                    sum -= projected[h * q + a] * l[h * order + k];
                }
                projected[k * q + a] = sum / l[k * order + k];
            }
        }
    }
}
