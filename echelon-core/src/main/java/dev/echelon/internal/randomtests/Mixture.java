package dev.echelon.internal.randomtests;

import dev.echelon.internal.linalg.Symmetric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * The asymptotic law of a likelihood ratio when parameters lie on the boundary: Σ_j w_j χ²(j).
 *
 * <p><b>Source</b> Self and Liang (1987), JASA 82, 605–610; Stram and Lee (1994), Biometrics 50, 1171–1177; Kudo (1963),
 * Biometrika 50, 403–418; docs/math/inference.md#random-effects
 *
 * @param weights w_0, w_1, …
 * @param bound whether the law is one that is never below the true one, so that p is at most what it gives
 */
public record Mixture(List<Double> weights, boolean bound) {
    private static final double HALF_ROOT = Math.sqrt(0.5) / 2;

    /** Copies the weights. */
    public Mixture {
        weights = List.copyOf(weights);
    }

    /** ½χ²(d − 1) + ½χ²(d): one more variance, with d − 1 covariances. */
    public static Mixture oneMore(int d) {
        Double[] weights = new Double[d + 1];
        Arrays.fill(weights, 0.0);
        weights[d - 1] = 0.5;
        weights[d] = 0.5;
        return new Mixture(List.of(weights), false);
    }

    /** The law of a half-space, which is never below that of a smaller cone: for d parameters in any cone of covariances. */
    public static Mixture bound(int d) {
        return new Mixture(oneMore(d).weights(), true);
    }

    /**
     * Two more correlated effects beside q others: 2q covariances without bounds and a 2×2 covariance matrix, whose cone is
     * a circular one of half-angle π/4 where all groups have the same design.
     */
    public static Mixture twoMore(int q) {
        double outer = (1 - Math.sqrt(0.5)) / 2;
        List<Double> weights = new ArrayList<>();
        for (int k = 0; k < 2 * q; k++) {
            weights.add(0.0);
        }
        weights.addAll(List.of(outer, HALF_ROOT, HALF_ROOT, outer));
        return new Mixture(weights, false);
    }

    /**
     * Several variances at once: the weights of the orthant in the metric of their information. Exact for up to three; for
     * more, those of independent variances.
     *
     * @param covariance of the unbounded estimates up to a factor, m×m
     */
    public static Mixture orthant(int m, double[] covariance) {
        switch (m) {
            case 1:
                return new Mixture(List.of(0.5, 0.5), false);
            case 2:
                double apart = Math.acos(correlation(m, covariance, 0, 1)) / (2 * Math.PI);
                return new Mixture(List.of(apart, 0.5, 0.5 - apart), false);
            case 3:
                return three(covariance);
            default:
                return independent(m);
        }
    }

    private static Mixture three(double[] covariance) {
        double ab = correlation(3, covariance, 0, 1);
        double ac = correlation(3, covariance, 0, 2);
        double bc = correlation(3, covariance, 1, 2);
        double all = (2 * Math.PI - Math.acos(ab) - Math.acos(ac) - Math.acos(bc)) / (4 * Math.PI);
        double two = (3 * Math.PI
                        - Math.acos(partial(ab, ac, bc))
                        - Math.acos(partial(ac, ab, bc))
                        - Math.acos(partial(bc, ab, ac)))
                / (4 * Math.PI);
        return new Mixture(List.of(0.5 - two, 0.5 - all, two, all), false);
    }

    /** Σ 2^{-m} C(m, j) χ²(j). */
    public static Mixture independent(int m) {
        List<Double> weights = new ArrayList<>();
        double weight = Math.scalb(1.0, -m);
        for (int j = 0; j <= m; j++) {
            weights.add(weight);
            weight *= (m - j) / (j + 1.0);
        }
        return new Mixture(weights, false);
    }

    private static double correlation(int m, double[] c, int i, int k) {
        return clamped(c[k * m + i] / Math.sqrt(c[i * m + i] * c[k * m + k]));
    }

    private static double partial(double ab, double ac, double bc) {
        return clamped((ab - ac * bc) / Math.sqrt((1 - ac * ac) * (1 - bc * bc)));
    }

    private static double clamped(double x) {
        return Math.max(-1, Math.min(1, x));
    }

    /** P(ratio ≥ observed). */
    public double pValue(double observed) {
        double p = 0;
        for (int j = 0; j < weights.size(); j++) {
            p += weights.get(j) * tail(j, observed);
        }
        return Math.min(1, p);
    }

    private static double tail(int df, double x) {
        if (x <= 0) {
            return 1;
        }
        return df == 0 ? 0 : ChiSquaredDistribution.of(df).survivalProbability(x);
    }

    /** The covariance of some of k parameters from the information about all, up to a factor. */
    public static double[] covariance(int k, double[] information, int[] which) {
        double[] scale = new double[k];
        double[] scaled = new double[k * k];
        for (int i = 0; i < k; i++) {
            scale[i] = 1 / Math.sqrt(information[i * k + i]);
        }
        for (int i = 0; i < k * k; i++) {
            scaled[i] = information[i] * scale[i % k] * scale[i / k];
        }
        double[] values = new double[k];
        double[] vectors = new double[k * k];
        Symmetric.eigen(k, scaled, values, vectors);
        int m = which.length;
        double[] covariance = new double[m * m];
        for (int e = 0; e < k; e++) {
            for (int a = 0; values[e] > 1e-12 * values[k - 1] && a < m; a++) {
                for (int b = 0; b < m; b++) {
                    covariance[b * m + a] += vectors[e * k + which[a]]
                            * vectors[e * k + which[b]]
                            / values[e]
                            * scale[which[a]]
                            * scale[which[b]];
                }
            }
        }
        return covariance;
    }
}
