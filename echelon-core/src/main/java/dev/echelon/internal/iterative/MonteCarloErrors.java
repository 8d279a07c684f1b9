package dev.echelon.internal.iterative;

import dev.echelon.internal.linalg.Symmetric;

/**
 * The errors of θ̂ at an optimum of the estimated score. With s_i the score by probe i, B the Hessian of d and t probes,
 * θ̂ differs from the optimum of the likelihood by −B⁻¹s̄, so its Monte Carlo covariance is B⁻¹Cov(s)B⁻¹/t; the
 * statistical one is 2B⁻¹. Directions in which B is not positive, as those of a singular Σ, are left out.
 *
 * @param monteCarlo covariance of θ̂ by the choice of probes, K×K
 * @param statistical covariance of θ̂ by the data, K×K
 * @param objective Monte Carlo standard error of the objective
 */
public record MonteCarloErrors(double[] monteCarlo, double[] statistical, double objective) {
    private static final double FLAT = 1e-10;

    /** The errors at the last point of a likelihood. */
    static MonteCarloErrors of(StochasticLikelihood likelihood) {
        int n = likelihood.dimension();
        double[] inverse = pseudoInverse(n, likelihood.hessian());
        double[][] scores = likelihood.scores();
        int t = scores.length;
        double[] means = new double[n];
        for (double[] score : scores) {
            for (int k = 0; k < n; k++) {
                means[k] += score[k] / t;
            }
        }
        double[] covariance = new double[n * n];
        for (double[] score : scores) {
            double[] moved = new double[n]; // B⁻¹(s_i − s̄)
            for (int k = 0; k < n; k++) {
                for (int i = 0; i < n; i++) {
                    moved[i] += inverse[k * n + i] * (score[k] - means[k]);
                }
            }
            for (int k = 0; k < n; k++) {
                for (int i = 0; i < n; i++) {
                    covariance[k * n + i] += moved[i] * moved[k] / (t - 1) / t;
                }
            }
        }
        double[] statistical = new double[n * n];
        for (int i = 0; i < n * n; i++) {
            statistical[i] = 2 * inverse[i];
        }
        return new MonteCarloErrors(covariance, statistical, standardError(likelihood.objectives()));
    }

    private static double[] pseudoInverse(int n, double[] matrix) {
        double[] values = new double[n];
        double[] vectors = new double[n * n];
        Symmetric.eigen(n, matrix, values, vectors);
        double[] inverse = new double[n * n];
        for (int k = 0; k < n; k++) {
            for (int b = 0; values[k] > FLAT * values[n - 1] && b < n; b++) {
                for (int a = 0; a < n; a++) {
                    inverse[b * n + a] += vectors[k * n + a] * vectors[k * n + b] / values[k];
                }
            }
        }
        return inverse;
    }

    static double standardError(double[] values) {
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        double sum = 0;
        for (double value : values) {
            sum += (value - mean) * (value - mean);
        }
        return Math.sqrt(sum / (values.length - 1) / values.length);
    }

    /** Largest Monte Carlo standard error over statistical one of a direction of θ: of each parameter. */
    double ratio() {
        int n = (int) Math.round(Math.sqrt(monteCarlo.length));
        double largest = 0;
        for (int k = 0; k < n; k++) {
            double variance = statistical[k * n + k];
            largest = variance > 0 ? Math.max(largest, Math.sqrt(monteCarlo[k * n + k] / variance)) : largest;
        }
        return largest;
    }
}
