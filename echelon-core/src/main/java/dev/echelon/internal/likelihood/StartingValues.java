package dev.echelon.internal.likelihood;

import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.linalg.DenseKernels;

/**
 * Moment estimates of the relative variances from the cross-products alone. With e the least-squares residuals and z_k
 * the k-th effect, E Σ_j(z_jk'e)² ≈ σ²Σz_jk'z_jk + σ_k²Σ(z_jk'z_jk)² and E e'e ≈ nσ² + Σ_kσ_k²Σz_jk'z_jk; effects are
 * taken as uncorrelated and the loss of degrees of freedom to X is ignored. Only a start: nothing depends on it but the
 * number of evaluations.
 */
public final class StartingValues {
    /** A relative variance starts no lower, so that the gradient in λ is not near its zero. */
    private static final double SMALLEST = 0.01;

    private static final double LARGEST = 25;

    private final CrossProducts data;
    private final Sums sums;
    private final double[] beta;
    private double residual;

    /** Where the sums over the levels of a factor come from. */
    interface Sums {
        /** Σ(z'e)², Σz'z and Σ(z'z)² for each effect of a factor, where e = y − Xβ. */
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
        double n = data.rows();
        double[][] level = new double[map.factors()][]; // A_k: variance if σ² were 0
        double[][] slope = new double[map.factors()][]; // B_k: what each unit of σ² takes away
        double explained = 0;
        double taken = 0;
        for (int f = 0; f < map.factors(); f++) {
            int q = map.effects(f);
            double[][] found = sums.of(f, beta);
            level[f] = new double[q];
            slope[f] = new double[q];
            for (int k = 0; k < q; k++) {
                double[] own = found[k];
                double squares = Math.max(own[2], Double.MIN_NORMAL);
                level[f][k] = own[0] / squares;
                slope[f][k] = own[1] / squares;
                explained += level[f][k] * own[1] / n;
                taken += slope[f][k] * own[1] / n;
            }
        }
        double total = residual / n;
        double sigma2 = taken < 0.95 ? (total - explained) / (1 - taken) : 0;
        sigma2 = Math.min(Math.max(sigma2, 0.1 * total), total);
        double[] theta = new double[map.dimension()];
        for (ThetaMap.Slot slot : map.slots()) {
            int w = slot.width();
            double[] relative = new double[w * w];
            for (int k = 0; k < w; k++) {
                int f = slot.factor();
                double variance = level[f][slot.offset() + k] / sigma2 - slope[f][slot.offset() + k];
                relative[k * w + k] = Math.min(Math.max(variance, SMALLEST), LARGEST);
            }
            slot.covariance().parameters(w, relative, theta, slot.theta());
        }
        return theta;
    }

    /** Σ(z'e)², Σz'z and Σ(z'z)² of each effect over the levels of a block. */
    static double[][] sums(CrossProducts.Block block, double[] beta) {
        int q = block.effects();
        int r = beta.length + 1;
        double[][] sums = new double[q][3];
        for (int k = 0; k < q; k++) {
            for (int j = 0; j < block.levels(); j++) {
                int at = j * q * r + k;
                double score = block.withFixed()[at + (r - 1) * q];
                for (int h = 0; h < r - 1; h++) {
                    score -= beta[h] * block.withFixed()[at + h * q];
                }
                double square = block.own()[(j * q + k) * q + k];
                sums[k][0] += score * score;
                sums[k][1] += square;
                sums[k][2] += square * square;
            }
        }
        return sums;
    }
}
