package dev.echelon.internal.crossproducts;

import java.util.Arrays;

/** The change of a covariance matrix under a linear map. */
public final class Congruence {
    private Congruence() {}

    /** TMT', all n×n column-major. */
    public static double[] apply(int n, double[] t, double[] m) {
        double[] out = new double[n * n];
        apply(n, t, m, new double[n * n], out, 0);
        return out;
    }

    /** Writes TMT' at {@code out[at]}; {@code half} is n² scratch. */
    public static void apply(int n, double[] t, double[] m, double[] half, double[] out, int at) {
        Arrays.fill(half, 0);
        Arrays.fill(out, at, at + n * n, 0);
        for (int k = 0; k < n; k++) {
            for (int h = 0; h < n; h++) {
                double x = m[k * n + h];
                for (int i = 0; i < n && x != 0; i++) {
                    half[k * n + i] += t[h * n + i] * x;
                }
            }
        }
        for (int h = 0; h < n; h++) {
            for (int k = 0; k < n; k++) {
                double x = t[h * n + k];
                for (int i = 0; i < n && x != 0; i++) {
                    out[at + k * n + i] += half[h * n + i] * x;
                }
            }
        }
    }
}
