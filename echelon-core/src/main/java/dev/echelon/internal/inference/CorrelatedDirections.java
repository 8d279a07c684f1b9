package dev.echelon.internal.inference;

import java.util.ArrayList;
import java.util.List;

/**
 * Directions of Σ_jk = s_j s_k c_jk(ρ) in its natural parameters, the variances v_i = s_i² (or one for all) and ρ, as
 * Kenward and Roger's method takes them: for them its second derivatives depend on the parametrisation.
 */
final class CorrelatedDirections {
    private final int w;
    private final boolean power;
    private final double[] s;
    private final double rho;

    private CorrelatedDirections(int w, boolean power, double[] sigma) {
        this.w = w;
        this.power = power;
        s = new double[w];
        for (int i = 0; i < w; i++) {
            s[i] = Math.sqrt(sigma[i * w + i]);
        }
        rho = s[0] * s[1] > 0 ? sigma[1] / (s[0] * s[1]) : 0;
    }

    /**
     * The directions at Σ.
     *
     * @param power whether c_jk = ρ^|j−k|; otherwise ρ for all j ≠ k
     * @param heterogeneous whether each column has a variance of its own
     * @param singular whether ρ is at an end of its range and has no direction
     */
    static TermDirections of(int w, double[] sigma, boolean power, boolean heterogeneous, boolean singular) {
        CorrelatedDirections at = new CorrelatedDirections(w, power, sigma);
        return heterogeneous ? at.heterogeneous(singular) : at.homogeneous(singular);
    }

    private TermDirections homogeneous(boolean singular) {
        if (s[0] == 0) {
            return new TermDirections(List.of(), List.of(), false);
        }
        double v = s[0] * s[0];
        List<double[]> first = new ArrayList<>(List.of(matrix(0, (j, k) -> 1)));
        List<TermDirections.Second> second = new ArrayList<>();
        if (!singular) {
            first.add(matrix(1, (j, k) -> v));
            second.add(new TermDirections.Second(0, 1, matrix(1, (j, k) -> 1)));
            second.add(new TermDirections.Second(1, 1, matrix(2, (j, k) -> v)));
        }
        return new TermDirections(first, second, false);
    }

    private TermDirections heterogeneous(boolean singular) {
        List<double[]> first = new ArrayList<>();
        List<TermDirections.Second> second = new ArrayList<>();
        int[] own = new int[w];
        for (int i = 0; i < w; i++) {
            own[i] = s[i] > 0 ? first.size() : -1;
            if (s[i] > 0) {
                int at = i;
                first.add(matrix(0, (j, k) -> scale(j, k, at)));
            }
        }
        for (int i = 0; i < w; i++) {
            for (int l = 0; l <= i; l++) {
                if (own[i] >= 0 && own[l] >= 0) {
                    int a = i;
                    int b = l;
                    second.add(new TermDirections.Second(own[l], own[i], matrix(0, (j, k) -> twice(j, k, a, b))));
                }
            }
        }
        if (!singular) {
            int last = first.size();
            first.add(matrix(1, (j, k) -> s[j] * s[k]));
            for (int i = 0; i < w; i++) {
                if (own[i] >= 0) {
                    int at = i;
                    second.add(new TermDirections.Second(own[i], last, matrix(1, (j, k) -> scale(j, k, at))));
                }
            }
            second.add(new TermDirections.Second(last, last, matrix(2, (j, k) -> s[j] * s[k])));
        }
        return new TermDirections(first, second, false);
    }

    /** ∂(s_j s_k)/∂v_i. */
    private double scale(int j, int k, int i) {
        int times = (j == i ? 1 : 0) + (k == i ? 1 : 0);
        return times == 0 ? 0 : times * s[j] * s[k] / (2 * s[i] * s[i]);
    }

    /** ∂²(s_j s_k)/∂v_i∂v_l. */
    private double twice(int j, int k, int i, int l) {
        if (j == k) {
            return 0;
        }
        if (i != l) {
            boolean both = j == i && k == l || j == l && k == i;
            return both ? 1 / (4 * s[i] * s[l]) : 0;
        }
        return j == i || k == i ? -s[j] * s[k] / (4 * Math.pow(s[i], 4)) : 0;
    }

    /** The matrix of f(j, k) times the correlation c_jk or one of its derivatives by ρ. */
    private double[] matrix(int order, Entry f) {
        double[] m = new double[w * w];
        for (int k = 0; k < w; k++) {
            for (int j = 0; j < w; j++) {
                m[k * w + j] = f.at(j, k) * correlation(Math.abs(j - k), order);
            }
        }
        return m;
    }

    private double correlation(int distance, int order) {
        int d = power ? distance : Math.min(distance, 1);
        double factor = 1;
        for (int i = 0; i < order; i++) {
            factor *= d - i;
        }
        return factor == 0 ? 0 : factor * Math.pow(rho, d - order);
    }

    private interface Entry {
        double at(int j, int k);
    }
}
