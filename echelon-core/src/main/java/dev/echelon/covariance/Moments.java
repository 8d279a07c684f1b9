package dev.echelon.covariance;

import java.util.Arrays;

/** From moments of residuals to starting values that are safely inside a family. */
final class Moments {

    /** How far starting values move towards the safe ones at a time, and how often at most. */
    static final double STEP = 0.2;

    static final int MOST_STEPS = 60;

    /** The least ratio of a pivot to its variance with which a fit may start. */
    private static final double LEAST_PIVOT = 0.05;

    private Moments() {}

    /** The mean square of all residuals; 1 if there is none to speak of. */
    static double variance(ResidualMoments moments) {
        double variance = moments.variance();
        return variance > 0 && Double.isFinite(variance) ? variance : 1;
    }

    /** The mean square at a slot, or that of all residuals where the slot has too few to tell. */
    static double variance(ResidualMoments moments, int slot) {
        int at = slot * (moments.slots() + 1);
        double all = variance(moments);
        double own = moments.products()[at];
        return own > 1e-3 * all && moments.counts()[at] > 1 && Double.isFinite(own) ? own : all;
    }

    /** The correlation of two slots, at most 0.95 in size; 0 where no subject has both. */
    static double correlation(ResidualMoments moments, int i, int j) {
        double product = moments.products()[i + j * moments.slots()];
        double r = product / Math.sqrt(variance(moments, i) * variance(moments, j));
        return Double.isFinite(r) ? Math.max(-0.95, Math.min(0.95, r)) : 0;
    }

    /**
     * The mean correlation at a lag, weighted by the numbers of pairs; NaN if there are none. Without a grid, from the
     * classes of distance nearest to the lag.
     */
    static double correlationAtLag(ResidualMoments moments, int lag) {
        int m = moments.slots();
        double sum = 0;
        double count = 0;
        for (int j = 0; j + lag < m; j++) {
            double pairs = moments.counts()[j + lag + j * m];
            if (pairs > 0) {
                sum += pairs * correlation(moments, j + lag, j);
                count += pairs;
            }
        }
        for (int c = 0; m == 0 && c < moments.distances().length; c++) {
            if (moments.pairs()[c] > 0 && Math.abs(moments.distances()[c] - lag) <= 0.5) {
                sum += moments.pairs()[c] * correlationInClass(moments, c);
                count += moments.pairs()[c];
            }
        }
        return sum / count;
    }

    /** The mean correlation of all pairs of observations of a subject; 0 if there are none. */
    static double meanCorrelation(ResidualMoments moments) {
        int m = moments.slots();
        double sum = 0;
        double count = 0;
        for (int j = 0; j < m; j++) {
            for (int i = j + 1; i < m; i++) {
                double pairs = Math.max(0, moments.counts()[i + j * m]);
                sum += pairs * correlation(moments, i, j);
                count += pairs;
            }
        }
        for (int c = 0; m == 0 && c < moments.distances().length; c++) {
            double pairs = Math.max(0, moments.pairs()[c]);
            sum += pairs * correlationInClass(moments, c);
            count += pairs;
        }
        return count > 0 ? sum / count : 0;
    }

    /** The correlation in a class of distances, at most 0.95 in size. */
    static double correlationInClass(ResidualMoments moments, int c) {
        double r = moments.covariances()[c] / variance(moments);
        return Double.isFinite(r) ? Math.max(-0.95, Math.min(0.95, r)) : 0;
    }

    /** The moments of the residuals divided by the standard deviation of their slot, or of all. */
    static ResidualMoments standardised(ResidualMoments moments, boolean bySlot) {
        int m = moments.slots();
        double[] products = moments.products().clone();
        for (int j = 0; j < m; j++) {
            for (int i = 0; i < m; i++) {
                products[i + j * m] /=
                        bySlot ? Math.sqrt(variance(moments, i) * variance(moments, j)) : variance(moments);
            }
        }
        double[] covariances = Arrays.stream(moments.covariances())
                .map(value -> value / variance(moments))
                .toArray();
        return new ResidualMoments(m, products, moments.counts(), 1, moments.distances(), covariances, moments.pairs());
    }

    /** Whether θ gives a covariance on the whole grid that is positive definite by a margin. */
    static boolean admissible(ResidualStructure structure, int slots, double[] theta, int offset) {
        Positions grid = Positions.grid(slots);
        double[] sigma = new double[slots * slots];
        return structure.covariance(grid, theta, offset, sigma) && smallestPivot(slots, sigma) > LEAST_PIVOT;
    }

    /** The least pivot of the Cholesky factor of the correlation matrix; not positive if there is none. */
    private static double smallestPivot(int n, double[] sigma) {
        double[] l = sigma.clone();
        double least = 1;
        for (int j = 0; j < n; j++) {
            double pivot = l[j + j * n] / sigma[j + j * n];
            if (!(sigma[j + j * n] > 0 && pivot > 0)) {
                return 0;
            }
            least = Math.min(least, pivot);
            for (int k = j + 1; k < n; k++) {
                double ratio = l[k + j * n] / l[j + j * n];
                for (int i = k; i < n; i++) {
                    l[i + k * n] -= ratio * l[i + j * n];
                }
            }
        }
        return least;
    }

    /** Writes the parameters of a linear structure that are nearest to the moments, each weighted by its pairs. */
    static void leastSquares(LinearStructure structure, ResidualMoments moments, double[] theta, int offset) {
        int m = moments.slots();
        int count = structure.parameterCount(m);
        double[] normal = new double[count * count];
        double[] right = new double[count];
        int[] parameters = new int[LinearStructure.MOST_TERMS];
        double[] coefficients = new double[LinearStructure.MOST_TERMS];
        Positions grid = Positions.grid(m);
        for (int j = 0; j < m; j++) {
            for (int i = j; i < m; i++) {
                double weight = moments.counts()[i + j * m];
                double value = i == j ? variance(moments, i) : moments.products()[i + j * m];
                if (!Double.isFinite(value) || !(weight > 0)) {
                    weight = 1e-3;
                    value = i == j ? variance(moments) : 0;
                }
                int terms = structure.terms(grid, i, j, parameters, coefficients);
                for (int a = 0; a < terms; a++) {
                    right[parameters[a]] += weight * coefficients[a] * value;
                    for (int b = 0; b < terms; b++) {
                        normal[parameters[a] + parameters[b] * count] += weight * coefficients[a] * coefficients[b];
                    }
                }
            }
        }
        solve(count, normal, right);
        System.arraycopy(right, 0, theta, offset, count);
    }

    /** Solves A x = b in place of b for a positive semidefinite A; directions A does not see are left at 0. */
    private static void solve(int n, double[] a, double[] b) {
        double[] l = new double[n * n];
        Cholesky.semidefinite(n, a, l);
        for (int j = 0; j < n; j++) {
            b[j] = l[j + j * n] == 0 ? 0 : b[j] / l[j + j * n];
            for (int i = j + 1; i < n; i++) {
                b[i] -= l[i + j * n] * b[j];
            }
        }
        for (int j = n - 1; j >= 0; j--) {
            for (int i = j + 1; i < n; i++) {
                b[j] -= l[i + j * n] * b[i];
            }
            b[j] = l[j + j * n] == 0 ? 0 : b[j] / l[j + j * n];
        }
    }
}
