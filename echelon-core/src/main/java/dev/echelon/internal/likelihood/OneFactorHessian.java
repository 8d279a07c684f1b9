package dev.echelon.internal.likelihood;

/**
 * The traces t_kl = tr(T V_k T V_l) of a model with one grouping factor, from sums over its levels: with them the Hessian
 * is exact. With N_j = Z_j'V⁻¹Z_j, B̃_j = Z_j'V⁻¹X and S_k = ∂Σ/∂θ_k,
 *
 * <pre>
 *   t_kl = Σ_j tr(N_jS_kN_jS_l) − 2 Σ_j tr(S_kN_jS_l B̃_jV_βB̃_j') + tr(V_βT_kV_βT_l),   T_k = Σ_j B̃_j'S_kB̃_j
 * </pre>
 *
 * (the last two for REML only). <b>Source</b> docs/math/likelihood.md#one-factor
 */
final class OneFactorHessian {
    /** Beyond this many numbers per level the exact traces cost more than they save. */
    private static final int LARGEST = 4096;

    private final BlockedCholesky cholesky;
    private final int q;
    private final int p;
    private final double[] pairs; // Σ N⊗N − 2 N⊗(B̃V_βB̃'), symmetrised by its use
    private final double[] spread; // per pair (a,b) of effects: Σ B̂_j[a,:]'B̂_j[b,:], B̂ = B̃L_β, p×p
    private final double[] projected;

    private OneFactorHessian(BlockedCholesky cholesky, int q, int p) {
        this.cholesky = cholesky;
        this.q = q;
        this.p = p;
        this.pairs = new double[q * q * q * q];
        this.spread = new double[q * q * p * p];
        this.projected = new double[q * Math.max(p, 1)];
    }

    static java.util.Optional<OneFactorHessian> of(BlockedCholesky cholesky) {
        if (cholesky.chain.length != 1 || cholesky.layout.tailColumns() > 0) {
            return java.util.Optional.empty();
        }
        int q = cholesky.chain[0].q;
        int p = cholesky.layout.fixedColumns();
        boolean small = (long) q * q * (p * p + q * q) <= LARGEST;
        return small ? java.util.Optional.of(new OneFactorHessian(cholesky, q, p)) : java.util.Optional.empty();
    }

    /** Accumulates the sums at the last evaluation of {@code score}. */
    void accumulate(ScoreMatrices score, boolean reml) {
        java.util.Arrays.fill(pairs, 0);
        java.util.Arrays.fill(spread, 0);
        int levels = cholesky.chain[0].levels;
        int size = q * q;
        for (int j = 0; j < levels; j++) {
            int at = j * size;
            for (int x = 0; x < size; x++) {
                double n = score.leafInformation[at + x];
                for (int y = 0; y < size; y++) {
                    double other = score.leafInformation[at + y] - 2 * (reml ? score.leafProjection[at + y] : 0);
                    pairs[x * size + y] += n * other;
                }
            }
            if (reml && p > 0) {
                addSpread(j);
            }
        }
    }

    /** B̂_j = P_jB_j L_β with V_β = L_βL_β': L_β = L_XX⁻ᵀ from the factor of the root. */
    private void addSpread(int j) {
        ChainBlock block = cholesky.chain[0];
        double[] b = cholesky.half[0];
        double[] a = cholesky.own[0];
        int at = block.restStart[j];
        for (int k = 0; k < p; k++) {
            for (int i = 0; i < q; i++) {
                projected[k * q + i] = residualMaker(block, a, b, j, i, at + k * q);
            }
        }
        int order = cholesky.order;
        double[] l = cholesky.factor;
        for (int k = 0; k < p; k++) { // X := X L⁻ᵀ, columns from left to right
            for (int i = 0; i < q; i++) {
                double sum = projected[k * q + i];
                for (int h = 0; h < k; h++) {
                    sum -= projected[h * q + i] * l[h * order + k];
                }
                projected[k * q + i] = sum / l[k * order + k];
            }
        }
        for (int x = 0; x < q; x++) {
            for (int y = 0; y < q; y++) {
                int base = (y * q + x) * p * p;
                for (int k = 0; k < p; k++) {
                    for (int h = 0; h < p; h++) {
                        spread[base + k * p + h] += projected[h * q + x] * projected[k * q + y];
                    }
                }
            }
        }
    }

    /** Row i of P = I − A B'B times the column of q numbers at {@code at} of the leaf's rest. */
    private double residualMaker(ChainBlock block, double[] a, double[] b, int j, int i, int at) {
        double value = block.rest[at + i];
        int base = j * q * q;
        for (int h = 0; h < q; h++) {
            double half = 0;
            for (int m = 0; m < q; m++) {
                half += b[base + m * q + h] * block.rest[at + m];
            }
            double weight = 0;
            for (int m = 0; m < q; m++) {
                weight += a[base + m * q + i] * b[base + m * q + h];
            }
            value -= weight * half;
        }
        return value;
    }

    /** t_kl for two derivatives of Σ, q×q each. */
    double trace(double[] sk, double[] sl, boolean reml) {
        double total = 0;
        int size = q * q;
        for (int b = 0; b < q; b++) { // tr(N S_k N S_l) = Σ N[a,b] S_k[b,c] N[c,d] S_l[d,a]
            for (int a = 0; a < q; a++) {
                for (int d = 0; d < q; d++) {
                    for (int c = 0; c < q; c++) {
                        total += pairs[(b * q + a) * size + d * q + c] * sk[c * q + b] * sl[a * q + d];
                    }
                }
            }
        }
        if (reml && p > 0) {
            total += fixedTrace(sk, sl);
        }
        return total;
    }

    private double fixedTrace(double[] sk, double[] sl) {
        double[] tk = contract(sk);
        double[] tl = contract(sl);
        double sum = 0;
        for (int k = 0; k < p; k++) {
            for (int h = 0; h < p; h++) {
                sum += tk[k * p + h] * tl[h * p + k];
            }
        }
        return sum;
    }

    private double[] contract(double[] s) {
        double[] t = new double[p * p];
        for (int pair = 0; pair < q * q; pair++) {
            for (int i = 0; i < p * p; i++) {
                t[i] += s[pair] * spread[pair * p * p + i];
            }
        }
        return t;
    }
}
