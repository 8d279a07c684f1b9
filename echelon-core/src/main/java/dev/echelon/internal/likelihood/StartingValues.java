package dev.echelon.internal.likelihood;

import dev.echelon.covariance.Covariance;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.levels.SweepSums;
import dev.echelon.internal.linalg.DenseKernels;
import dev.echelon.internal.linalg.Kernels;

/**
 * Moment estimates of the relative covariances from the cross-products alone. With e the least-squares residuals and z_k
 * the k-th effect,
 *
 * <pre>
 *   E Σ_j(z_jk'e)(z_jl'e) ≈ σ²Σz_jk'z_jl + σ_klΣ(z_jk'z_jk)(z_jl'z_jl),   E e'e ≈ nσ² + Σ_kσ_kkΣz_jk'z_jk
 * </pre>
 *
 * where effects are taken as orthogonal within levels and the loss of degrees of freedom to X is ignored. Only a start:
 * nothing depends on it but the number of evaluations.
 *
 * <p><b>Source</b> docs/math/likelihood.md#start
 */
public final class StartingValues {
    /** A relative variance starts no lower, so that the gradient in λ is not near its zero. */
    private static final double SMALLEST = 0.01;

    private static final double LARGEST = 25;
    /** A correlation starts no nearer to ±1, where the criterion is flat along null directions. */
    private static final double CORRELATED = 0.9;

    private final CrossProducts data;
    private final Sums sums;
    private final double[] beta;
    private double residual;

    /** Where the sums over the levels of a factor come from. */
    interface Sums {
        /**
         * For each pair k ≥ l of a factor's effects, by columns of the lower triangle: Σ(z_k'e)(z_l'e), Σz_k'z_l and
         * Σ(z_k'z_k)(z_l'z_l), where e = y − Xβ.
         */
        double[][] of(int factor, double[] beta);
    }

    private StartingValues(CrossProducts data, Sums sums, DenseKernels kernels) {
        this.data = data;
        this.sums = sums;
        this.beta = leastSquares(kernels);
    }

    /** The moment estimates as parameters. */
    public static double[] of(CrossProducts data, ThetaMap map, DenseKernels kernels) {
        return of(data, map, (f, beta) -> sums(data.block(f), beta), kernels);
    }

    /** The same where the blocks of the factors are elsewhere; of {@code data} only those of X and y are read. */
    static double[] of(CrossProducts data, ThetaMap map, Sums sums, DenseKernels kernels) {
        return new StartingValues(data, sums, kernels).theta(map);
    }

    /** β of ordinary least squares; the residual sum of squares is kept. */
    private double[] leastSquares(DenseKernels kernels) {
        int p = data.fixedColumns();
        int r = p + 1;
        double[] l = data.fixed().clone();
        double total = l[r * r - 1];
        double[] x = new double[p];
        if (kernels.potrf(p, l, 0, r) != 0) {
            residual = total;
            return x;
        }
        residual = total;
        for (int k = 0; k < p; k++) {
            double sum = l[k * r + p];
            for (int h = 0; h < k; h++) {
                sum -= l[h * r + k] * x[h];
            }
            x[k] = sum / l[k * r + k];
            residual -= x[k] * x[k];
        }
        for (int k = p - 1; k >= 0; k--) {
            for (int h = k + 1; h < p; h++) {
                x[k] -= l[k * r + h] * x[h];
            }
            x[k] /= l[k * r + k];
        }
        residual = Math.max(residual, 1e-12 * total);
        return x;
    }

    private double[] theta(ThetaMap map) {
        double[][][] found = new double[map.factors()][][];
        double n = data.rows();
        double explained = 0;
        double taken = 0;
        for (int f = 0; f < map.factors(); f++) {
            int q = map.effects(f);
            found[f] = sums.of(f, beta);
            for (int k = 0; k < q; k++) {
                double[] own = found[f][SweepSums.pair(q, k, k)];
                explained += variance(own, 0) * own[1] / n;
                taken += own[1] / squares(own) * own[1] / n;
            }
        }
        double total = residual / n;
        double sigma2 = taken < 0.95 ? (total - explained) / (1 - taken) : 0;
        sigma2 = Math.min(Math.max(sigma2, 0.1 * total), total);
        double[] theta = new double[map.dimension()];
        for (ThetaMap.Slot slot : map.slots()) {
            double[] relative = relative(slot, map.effects(slot.factor()), found[slot.factor()], sigma2);
            slot.covariance().parameters(slot.width(), relative, theta, slot.theta());
        }
        return theta;
    }

    private static double squares(double[] own) {
        return Math.max(own[2], Double.MIN_NORMAL);
    }

    /** σ_kl, given σ². */
    private static double variance(double[] own, double sigma2) {
        return (own[0] - sigma2 * own[1]) / squares(own);
    }

    /** Σ/σ² of a term, positive definite; with correlations where every such matrix is one of the family. */
    private static double[] relative(ThetaMap.Slot slot, int q, double[][] sums, double sigma2) {
        int w = slot.width();
        double[] relative = new double[w * w];
        for (int k = 0; k < w; k++) {
            double[] own = sums[SweepSums.pair(q, slot.offset() + k, slot.offset() + k)];
            relative[k * w + k] = Math.min(Math.max(variance(own, sigma2) / sigma2, SMALLEST), LARGEST);
        }
        if (slot.covariance().invariance() != Covariance.Invariance.LINEAR) {
            return relative;
        }
        for (int l = 0; l < w; l++) {
            for (int k = l + 1; k < w; k++) {
                double[] own = sums[SweepSums.pair(q, slot.offset() + k, slot.offset() + l)];
                double bound = CORRELATED * Math.sqrt(relative[k * w + k] * relative[l * w + l]);
                double covariance = Math.min(Math.max(variance(own, sigma2) / sigma2, -bound), bound);
                relative[l * w + k] = covariance;
                relative[k * w + l] = covariance;
            }
        }
        while (Kernels.java().potrf(w, relative.clone(), 0, w) != 0) {
            weaken(w, relative);
        }
        return relative;
    }

    private static void weaken(int w, double[] covariance) {
        for (int i = 0; i < w * w; i++) {
            covariance[i] *= i % (w + 1) == 0 ? 1 : 0.5;
        }
    }

    /** See {@link Sums#of}, over the levels of a block. */
    static double[][] sums(CrossProducts.Block block, double[] beta) {
        int q = block.effects();
        int r = beta.length + 1;
        double[][] sums = new double[q * (q + 1) / 2][3];
        double[] score = new double[q];
        for (int j = 0; j < block.levels(); j++) {
            for (int k = 0; k < q; k++) {
                int at = j * q * r + k;
                score[k] = block.withFixed()[at + (r - 1) * q];
                for (int h = 0; h < r - 1; h++) {
                    score[k] -= beta[h] * block.withFixed()[at + h * q];
                }
            }
            int pair = 0;
            for (int l = 0; l < q; l++) {
                for (int k = l; k < q; k++) {
                    double[] own = sums[pair++];
                    own[0] += score[k] * score[l];
                    own[1] += block.own()[(j * q + l) * q + k];
                    own[2] += block.own()[(j * q + k) * q + k] * block.own()[(j * q + l) * q + l];
                }
            }
        }
        return sums;
    }
}
