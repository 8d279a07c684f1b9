package dev.echelon.internal.inference;

import dev.echelon.covariance.Covariance;
import dev.echelon.covariance.RepeatedCovariance;
import java.util.ArrayList;
import java.util.List;

/**
 * The parameters of one random term as directions in which its Σ can move, on the scale of the cross-products and
 * relative to σ².
 *
 * <p>Structures that are linear in variances and covariances ({@code us}, {@code diag}, {@code id}, {@code homcs}) get
 * those as parameters, so that Σ has no second derivatives; {@code cs}, {@code ar1} and {@code arh1} variances and a
 * correlation. Components that are
 * null at a singular Σ have no direction: the fit is then treated as one of the smaller model, which for a variance of
 * zero is also what derivatives with respect to its standard deviation give.
 *
 * @param first ∂Σ/∂φ_i, w×w each
 * @param second the ∂²Σ/∂φ_i∂φ_k, i ≤ k, that are not zero
 * @param linear whether the family of Σ is a linear space, of which the directions are tangents
 */
public record TermDirections(List<double[]> first, List<Second> second, boolean linear) {
    /** A pivot below this part of its diagonal entry is a null direction; the change of scale costs digits. */
    private static final double NULL_PIVOT = 1e-8;

    /** A variance this small relative to σ² is null. */
    private static final double NULL_VARIANCE = 1e-10;

    /** The second derivative with respect to parameters i and k of the term. */
    public record Second(int i, int k, double[] matrix) {}

    /** The directions at Σ, w×w; components that are null there have none. */
    public static TermDirections of(Covariance structure, int w, double[] sigma) {
        if (structure instanceof RepeatedCovariance repeated) {
            return repeated(repeated, w, sigma);
        }
        switch (structure.name()) {
            case "us":
                return unstructured(w, sigma);
            case "diag":
                return diagonal(w, sigma);
            case "id":
                return scaledIdentity(w, sigma);
            case "homcs":
                return exchangeable(w, sigma);
            case "cs":
            case "ar1":
            case "arh1":
                return correlated(structure.name(), w, sigma);
            default:
                return general(structure, w, sigma);
        }
    }

    /** Directions of one set of columns, the same for all sets. */
    private static TermDirections repeated(RepeatedCovariance structure, int w, double[] sigma) {
        int v = structure.width();
        double[] one = new double[v * v];
        for (int e = 0; e < v * v; e++) {
            one[e] = sigma[e / v * w + e % v];
        }
        TermDirections own = of(structure.inner(), v, one);
        List<double[]> first =
                own.first().stream().map(d -> structure.spread(w, d)).toList();
        List<Second> second = own.second().stream()
                .map(d -> new Second(d.i(), d.k(), structure.spread(w, d.matrix())))
                .toList();
        return new TermDirections(first, second, own.linear());
    }

    private static TermDirections unstructured(int w, double[] sigma) {
        double[] lambda = new double[w * w];
        int rank = semidefinite(w, sigma, lambda);
        List<double[]> first = new ArrayList<>();
        List<Second> second = new ArrayList<>();
        if (rank == w) {
            for (int k = 0; k < w; k++) {
                for (int i = k; i < w; i++) {
                    first.add(unit(w, i, k));
                }
            }
            return new TermDirections(first, second, true);
        }
        for (int k = 0; k < w; k++) { // Σ = Σ_k λ_kλ_k' over the columns that are not null
            if (lambda[k * w + k] == 0) {
                continue;
            }
            int start = first.size();
            for (int i = k; i < w; i++) {
                double[] d = new double[w * w];
                for (int h = k; h < w; h++) {
                    d[h * w + i] += lambda[k * w + h];
                    d[i * w + h] += lambda[k * w + h];
                }
                first.add(d);
                for (int h = k; h <= i; h++) {
                    double[] twice = unit(w, i, h);
                    twice[i * w + h] *= i == h ? 2 : 1;
                    second.add(new Second(start + h - k, start + i - k, twice));
                }
            }
        }
        return new TermDirections(first, second, true);
    }

    private static TermDirections diagonal(int w, double[] sigma) {
        List<double[]> first = new ArrayList<>();
        for (int k = 0; k < w; k++) {
            if (sigma[k * w + k] > NULL_VARIANCE) {
                first.add(unit(w, k, k));
            }
        }
        return new TermDirections(first, List.of(), true);
    }

    private static TermDirections scaledIdentity(int w, double[] sigma) {
        return new TermDirections(sigma[0] > NULL_VARIANCE ? List.of(mix(w, 1, 0)) : List.of(), List.of(), true);
    }

    /** Σ = (v − c)I + c11': the two eigenvalues are the parameters. */
    private static TermDirections exchangeable(int w, double[] sigma) {
        if (w == 1) {
            return scaledIdentity(w, sigma);
        }
        List<double[]> first = new ArrayList<>();
        double within = sigma[0] - sigma[1];
        double mean = sigma[0] + (w - 1) * sigma[1];
        double floor = Math.max(NULL_VARIANCE, NULL_PIVOT * sigma[0]);
        if (within > floor) {
            first.add(mix(w, 1, -1.0 / w));
        }
        if (mean > floor) {
            first.add(mix(w, 0, 1.0 / w));
        }
        return new TermDirections(first, List.of(), true);
    }

    private static TermDirections correlated(String name, int w, double[] sigma) {
        if (w == 1) {
            return scaledIdentity(w, sigma);
        }
        double[] used = sigma.clone();
        int positive = 0;
        for (int k = 0; k < w; k++) {
            boolean isNull = sigma[k * w + k] <= NULL_VARIANCE;
            positive += isNull ? 0 : 1;
            used[k * w + k] = isNull ? 0 : sigma[k * w + k];
        }
        boolean singular = semidefinite(w, sigma, new double[w * w]) < positive || positive < 2;
        return CorrelatedDirections.of(w, used, !name.equals("cs"), !name.equals("ar1"), singular);
    }

    private static TermDirections general(Covariance structure, int w, double[] sigma) {
        int count = structure.parameterCount(w);
        double[] theta = new double[count];
        structure.parameters(w, sigma, theta, 0);
        List<double[]> first = new ArrayList<>();
        int[] kept = new int[count];
        for (int k = 0; k < count; k++) {
            double[] d = new double[w * w];
            structure.derivative(w, theta, 0, k, d);
            kept[first.size()] = k;
            if (largest(d) > Math.sqrt(NULL_VARIANCE)) {
                first.add(d);
            }
        }
        List<Second> second = new ArrayList<>();
        for (int k = 0; k < first.size(); k++) {
            for (int i = 0; i <= k; i++) {
                double[] d = new double[w * w];
                structure.secondDerivative(w, theta, 0, kept[i], kept[k], d);
                if (largest(d) > 0) {
                    second.add(new Second(i, k, d));
                }
            }
        }
        return new TermDirections(first, second, false);
    }

    /** Lower λ with λλ' = Σ, null pivots giving zero columns; the rank. */
    public static int semidefinite(int w, double[] sigma, double[] lambda) {
        int rank = 0;
        for (int k = 0; k < w; k++) {
            double diagonal = sigma[k * w + k];
            double pivot = diagonal;
            for (int h = 0; h < k; h++) {
                pivot -= lambda[h * w + k] * lambda[h * w + k];
            }
            if (!(pivot > Math.max(NULL_VARIANCE, NULL_PIVOT * diagonal))) {
                continue;
            }
            rank++;
            double root = Math.sqrt(pivot);
            lambda[k * w + k] = root;
            for (int i = k + 1; i < w; i++) {
                double s = sigma[k * w + i];
                for (int h = 0; h < k; h++) {
                    s -= lambda[h * w + i] * lambda[h * w + k];
                }
                lambda[k * w + i] = s / root;
            }
        }
        return rank;
    }

    private static double[] unit(int w, int i, int k) {
        double[] d = new double[w * w];
        d[k * w + i] = 1;
        d[i * w + k] = 1;
        return d;
    }

    /** aI + c11'. */
    private static double[] mix(int w, double a, double c) {
        double[] d = new double[w * w];
        for (int k = 0; k < w; k++) {
            for (int i = 0; i < w; i++) {
                d[k * w + i] = c + (i == k ? a : 0);
            }
        }
        return d;
    }

    private static double largest(double[] d) {
        double max = 0;
        for (double x : d) {
            max = Math.max(max, Math.abs(x));
        }
        return max;
    }
}
