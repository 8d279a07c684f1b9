package dev.echelon.internal.distribution;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.FDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The largest |t| for any correlations R = AA' of rank r. The normal vector behind the statistics is a length times a
 * direction u, uniform on the sphere; given the direction the tail is exact, so that
 * P(max |t_i| > t) = E_u P(F(r, ν) > t²/(r·m(u)²)), m(u) = max_i |a_i'u|. Directions come from a rank-one lattice with
 * fixed random shifts, the spread between the shifts gives the error. Small tails have small errors, and the directions
 * serve every t and ν.
 *
 * <p><b>Cost</b> {@value #SHIFTS} × {@value #POINTS} directions, n·r each; then one tail of F for each and t.
 *
 * <p><b>Source</b> Genz and Bretz, Computation of Multivariate Normal and t Probabilities (2009), sections 4.1 and 4.2;
 * docs/math/marginal-means.md#multivariate-t
 */
final class DirectionalT implements LargestT {
    private static final int SHIFTS = 8;
    private static final int POINTS = 16381; // a prime
    private static final int CANDIDATES = 300;
    private static final double GOLDEN = 0.6180339887498949;
    /** Sorted values that are replaced by their mean: the tail is smooth, so their spread does not matter. */
    private static final int BINS = 1 << 10;

    private static final double NULL = 1e-10;
    private static final long SEED = 0x5DEECE66DL;
    /** The 99 % quantile of |t| with SHIFTS − 1 degrees of freedom. */
    private static final double T99 = 3.4995;

    private final int rank;
    /** 1/m(u)², shift after shift. */
    private final double[] inverse;

    private DirectionalT(int rank, double[] inverse) {
        this.rank = rank;
        this.inverse = inverse;
    }

    static DirectionalT of(int n, double[] correlation) {
        double[] root = new double[n * n];
        int rank = root(n, correlation, root);
        double[] shifts =
                new SplittableRandom(SEED).doubles((long) SHIFTS * rank).toArray();
        int[] generator = generator(rank);
        double[] inverse = new double[SHIFTS * BINS];
        double[] u = new double[rank];
        double[] values = new double[POINTS];
        for (int s = 0; s < SHIFTS; s++) {
            for (int k = 0; k < POINTS; k++) {
                for (int j = 0; j < rank; j++) {
                    double x = ((double) ((long) k * generator[j] % POINTS) / POINTS + shifts[s * rank + j]) % 1;
                    u[j] = quantile(1 - Math.abs(2 * x - 1)); // the baker's transformation: periodic
                }
                values[k] = 1 / largestSquare(n, rank, root, u);
            }
            Arrays.sort(values);
            for (int b = 0; b < BINS; b++) {
                int from = (int) ((long) b * POINTS / BINS);
                int to = (int) ((long) (b + 1) * POINTS / BINS);
                for (int k = from; k < to; k++) {
                    inverse[s * BINS + b] += values[k] / (to - from);
                }
            }
        }
        return new DirectionalT(rank, inverse);
    }

    private static double quantile(double p) {
        return NormalDistribution.of(0, 1).inverseCumulativeProbability(Math.max(1e-16, Math.min(1 - 1e-16, p)));
    }

    private static double largestSquare(int n, int rank, double[] root, double[] z) {
        double length = 0;
        for (double x : z) {
            length += x * x;
        }
        double most = 0;
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int j = 0; j < rank; j++) {
                sum += root[j * n + i] * z[j];
            }
            most = Math.max(most, sum * sum);
        }
        return most / length;
    }

    /** A with R = AA' by Cholesky with pivots, n×rank column-major. */
    private static int root(int n, double[] correlation, double[] root) {
        double[] left = correlation.clone();
        for (int r = 0; r < n; r++) {
            int pivot = 0;
            for (int i = 1; i < n; i++) {
                pivot = left[i * n + i] > left[pivot * n + pivot] ? i : pivot;
            }
            if (left[pivot * n + pivot] <= NULL) {
                return r;
            }
            double scale = Math.sqrt(left[pivot * n + pivot]);
            for (int i = 0; i < n; i++) {
                root[r * n + i] = left[i * n + pivot] / scale;
            }
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    left[i * n + j] -= root[r * n + i] * root[r * n + j];
                }
            }
        }
        return n;
    }

    /**
     * Components one after the other, each the best of some candidates for a worst-case error in which later dimensions
     * weigh less.
     */
    private static int[] generator(int dimensions) {
        double[] kernel = new double[POINTS];
        for (int k = 0; k < POINTS; k++) {
            double x = (double) k / POINTS;
            kernel[k] = 2 * Math.PI * Math.PI * (x * x - x + 1.0 / 6);
        }
        double[] product = new double[POINTS];
        Arrays.fill(product, 1);
        int[] generator = new int[dimensions];
        for (int j = 0; j < dimensions; j++) {
            double weight = 1 / ((j + 1.0) * (j + 1.0));
            generator[j] = j == 0 ? 1 : best(kernel, product, weight);
            for (int k = 0; k < POINTS; k++) {
                product[k] *= 1 + weight * kernel[(int) ((long) k * generator[j] % POINTS)];
            }
        }
        return generator;
    }

    private static int best(double[] kernel, double[] product, double weight) {
        int best = 1;
        double least = Double.POSITIVE_INFINITY;
        for (int c = 1; c <= CANDIDATES; c++) {
            int g = (int) (1 + (c * GOLDEN % 1) * (POINTS - 2));
            double sum = 0;
            int at = 0;
            for (int k = 0; k < POINTS; k++) {
                sum += product[k] * (1 + weight * kernel[at]);
                at += g;
                at -= at >= POINTS ? POINTS : 0;
            }
            if (sum < least) {
                least = sum;
                best = g;
            }
        }
        return best;
    }

    @Override
    public double survivalProbability(double t, double df) {
        double[] means = means(t, df);
        return Math.min(1, Arrays.stream(means).sum() / SHIFTS);
    }

    private double[] means(double t, double df) {
        double[] means = new double[SHIFTS];
        FDistribution f = FDistribution.of(rank, Double.isInfinite(df) ? 1 : df);
        ChiSquaredDistribution chi = ChiSquaredDistribution.of(rank);
        for (int i = 0; i < inverse.length; i++) {
            double x = t * t * inverse[i];
            double tail = Double.isInfinite(df) ? chi.survivalProbability(x) : f.survivalProbability(x / rank);
            means[i / BINS] += tail / BINS;
        }
        return means;
    }

    @Override
    public double error() {
        double[] means = means(inverseSurvivalProbability(0.05, Double.POSITIVE_INFINITY), Double.POSITIVE_INFINITY);
        double mean = Arrays.stream(means).sum() / SHIFTS;
        double variance = Arrays.stream(means).map(x -> (x - mean) * (x - mean)).sum() / (SHIFTS - 1);
        return T99 * Math.sqrt(variance / SHIFTS);
    }
}
