package dev.echelon.internal.marginal;

import dev.echelon.covariance.Covariance;
import dev.echelon.internal.inference.TermDirections;
import java.util.ArrayList;
import java.util.List;

/**
 * The covariance of one level of a random term at a point, and how its parameters move it.
 *
 * @param covariance G, w×w
 * @param factor lower λ with λλ' = G
 * @param first ∂G/∂φ_i
 * @param second the ∂²G/∂φ_i∂φ_k, i ≤ k, that are not zero
 */
record TermState(double[] covariance, double[] factor, List<double[]> first, List<Second> second) {

    /** The second derivative by parameters i ≤ k of the term. */
    record Second(int i, int k, double[] matrix) {}

    /** At θ of the term's structure; an empty list if θ is outside the domain. */
    static List<TermState> at(EffectColumns term, double[] theta, int offset, boolean derivatives) {
        Covariance structure = term.covariance;
        int w = term.width;
        double[] g = new double[w * w];
        double[] lambda = new double[w * w];
        if (!structure.factor(w, theta, offset, lambda)) {
            return List.of();
        }
        structure.covariance(w, theta, offset, g);
        int count = structure.parameterCount(w);
        List<double[]> first = new ArrayList<>(count);
        List<Second> second = new ArrayList<>();
        for (int k = 0; derivatives && k < count; k++) {
            double[] d = new double[w * w];
            structure.derivative(w, theta, offset, k, d);
            first.add(d);
            for (int i = 0; i <= k; i++) {
                double[] d2 = new double[w * w];
                structure.secondDerivative(w, theta, offset, i, k, d2);
                if (!isZero(d2)) {
                    second.add(new Second(i, k, d2));
                }
            }
        }
        return List.of(new TermState(g, lambda, first, second));
    }

    /** At a given G in natural parameters, variances and covariances or correlations. */
    static TermState natural(EffectColumns term, double[] g) {
        int w = term.width;
        double[] lambda = new double[w * w];
        TermDirections.semidefinite(w, g, lambda);
        TermDirections directions = TermDirections.of(term.covariance, w, g);
        List<Second> second = new ArrayList<>();
        directions.second().forEach(s -> second.add(new Second(s.i(), s.k(), s.matrix())));
        return new TermState(g, lambda, directions.first(), second);
    }

    private static boolean isZero(double[] d) {
        for (double x : d) {
            if (x != 0) {
                return false;
            }
        }
        return true;
    }
}
