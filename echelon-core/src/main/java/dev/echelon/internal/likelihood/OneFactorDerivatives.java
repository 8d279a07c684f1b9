package dev.echelon.internal.likelihood;

import dev.echelon.internal.levels.Lanes;
import dev.echelon.internal.levels.LevelSweep;
import dev.echelon.internal.levels.SweepSums;
import java.util.Arrays;

/**
 * Gradient and exact Hessian of a model with one grouping factor from sums over its levels that do not depend on the
 * number of parameters. Per level: N_j = Z_j'V⁻¹Z_j, B̂_j = Z_j'V⁻¹XL_XX⁻ᵀ, so that B̂_jB̂_j' is what estimating β takes
 * away, and g_j = Z_j'Py. The sums are
 *
 * <pre>
 *   H  = Σ N − B̂B̂' − gg'/σ̂²        (the middle term for REML only)
 *   NM = Σ N⊗(N − 2B̂B̂' [REML])     NG = Σ N⊗gg'     E = Σ B̂⊗g     S = Σ B̂⊗B̂  (REML)
 * </pre>
 *
 * and with S_k = ∂Σ/∂θ_k: y'PV_kPV_lPy = ⟨S_k, S_l⟩_NG − ĥ_k'ĥ_l with ĥ_k = ⟨E, S_k⟩; tr(TV_kTV_l) = ⟨S_k, S_l⟩_NM +
 * tr(T̂_kT̂_l) with T̂_k = ⟨S, S_k⟩. Products that are symmetric are summed once; {@link #unpack} puts them into {@link
 * OneFactorSums}.
 *
 * <p><b>Cost</b> per level q²p²/2 + q⁴/2 multiply-adds. <b>Source</b> docs/math/likelihood.md#one-factor
 */
final class OneFactorDerivatives implements SweepSums.Reader {
    private final int q;
    private final int p;
    private final boolean reml;
    private final int pairs;
    private final double[] factor;
    private final double[] beta;
    private final double[][] g;
    private final double[][] projected; // B̂: p columns of q
    private final double[][] reached; // both of them
    private final double[][] score; // N − B̂B̂'
    private final double[][] partners; // of N in products: N − 2B̂B̂', then gg'

    /**
     * A reader.
     *
     * @param like a sweep of the shape of those that will be read
     * @param factor L of [X y]'V⁻¹[X y], (p+1)×(p+1)
     * @param beta β̂
     */
    OneFactorDerivatives(LevelSweep like, double[] factor, double[] beta, boolean reml) {
        this.q = like.effects();
        this.p = like.columns() - 1;
        this.reml = reml;
        this.pairs = q * (q + 1) / 2;
        this.factor = factor;
        this.beta = beta;
        this.reached = like.rows(q + q * p);
        this.g = Arrays.copyOfRange(reached, 0, q);
        this.projected = Arrays.copyOfRange(reached, q, reached.length);
        this.score = like.rows(pairs);
        this.partners = like.rows(2 * pairs);
    }

    /** How many numbers are summed. */
    static int size(int q, int p, boolean reml) {
        int pairs = q * (q + 1) / 2;
        return 2 * pairs + 2 * pairs * pairs + q * q * p + (reml ? q * p * (q * p + 1) / 2 : 0);
    }

    @Override
    public void read(LevelSweep sweep, double[] sums) {
        sweep.reduce();
        int n = sweep.size();
        double[][] information = sweep.information();
        project(n, sweep.reached());
        square(n, information);
        int at = 2 * pairs;
        for (int i = 0; i < pairs; i++, at += 2 * pairs) {
            sums[i] += Lanes.sum(n, score[i]);
            sums[pairs + i] += Lanes.sum(n, partners[pairs + i]);
            Lanes.addDots(n, information[i], partners, 0, 1, 2 * pairs, sums, at);
        }
        for (int i = 0; i < q * p; i++) {
            int count = q + (reml ? i + 1 : 0);
            Lanes.addDots(n, projected[i], reached, 0, 1, count, sums, at);
            at += count;
        }
    }

    /** B̂ := R̃_XL⁻ᵀ and g := R̃(−β̂, 1)'. */
    private void project(int n, double[][] fixed) {
        int r = p + 1;
        for (int a = 0; a < q; a++) {
            Lanes.copy(n, fixed[p * q + a], g[a]);
            for (int k = 0; k < p; k++) {
                Lanes.add(n, -beta[k], fixed[k * q + a], g[a]);
                double[] out = projected[k * q + a];
                Lanes.copy(n, fixed[k * q + a], out);
                for (int h = 0; h < k; h++) {
                    Lanes.add(n, -factor[h * r + k], projected[h * q + a], out);
                }
                Lanes.scale(n, 1 / factor[k * r + k], out);
            }
        }
    }

    private void square(int n, double[][] information) {
        for (int b = 0, pair = 0; b < q; b++) {
            for (int a = b; a < q; a++, pair++) {
                Lanes.multiply(n, g[a], g[b], partners[pairs + pair]);
                Lanes.copy(n, information[pair], score[pair]);
                for (int k = 0; k < p && reml; k++) {
                    Lanes.subtract(n, projected[k * q + a], projected[k * q + b], score[pair]);
                }
                Lanes.copy(n, score[pair], partners[pair]);
                if (reml) { // N − 2B̂B̂' = 2(N − B̂B̂') − N
                    Lanes.scale(n, 2, partners[pair]);
                    Lanes.add(n, -1, information[pair], partners[pair]);
                }
            }
        }
    }

    /** Writes the sums out in full, and Σ gg', q×q. */
    static void unpack(int q, int p, boolean reml, double[] sums, double sigma2, OneFactorSums out, double[] forms) {
        int pairs = q * (q + 1) / 2;
        int size = q * q;
        for (int x = 0; x < size; x++) {
            int pair = SweepSums.pair(q, x % q, x / q);
            forms[x] = sums[pairs + pair];
            out.score[x] = sums[pair] - forms[x] / sigma2;
            for (int y = 0; y < size; y++) {
                int at = (2 + 2 * pair) * pairs + SweepSums.pair(q, y % q, y / q);
                out.traces[x * size + y] = sums[at];
                out.forms[x * size + y] = sums[at + pairs];
            }
        }
        int at = 2 * pairs + 2 * pairs * pairs;
        for (int i = 0; i < q * p; i++) {
            for (int b = 0; b < q; b++) {
                out.mixed[(b * q + i % q) * p + i / q] = sums[at++];
            }
            for (int h = 0; h <= i && reml; h++) {
                double sum = sums[at++];
                out.spread[((h % q * q + i % q) * p + i / q) * p + h / q] = sum;
                out.spread[((i % q * q + h % q) * p + h / q) * p + i / q] = sum;
            }
        }
    }
}
