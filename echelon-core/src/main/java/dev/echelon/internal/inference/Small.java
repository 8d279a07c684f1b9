package dev.echelon.internal.inference;

import dev.echelon.internal.linalg.Symmetric;

/** Arithmetic of small square matrices, n×n column-major. */
final class Small {
    /** Eigenvalues below this part of the largest, after scaling to unit diagonal, are zero up to rounding. */
    private static final double NULL = 1e-10;

    private Small() {}

    /** Copies the lower triangle to the upper. */
    static void mirror(int n, double[] a) {
        for (int k = 0; k < n; k++) {
            for (int i = k + 1; i < n; i++) {
                a[i * n + k] = a[k * n + i];
            }
        }
    }

    static double[] multiply(int n, double[] a, double[] b) {
        double[] c = new double[n * n];
        for (int k = 0; k < n; k++) {
            for (int h = 0; h < n; h++) {
                double x = b[k * n + h];
                for (int i = 0; i < n; i++) {
                    c[k * n + i] += a[h * n + i] * x;
                }
            }
        }
        return c;
    }

    /** tr(AB). */
    static double trace(int n, double[] a, double[] b) {
        double trace = 0;
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < n; i++) {
                trace += a[k * n + i] * b[i * n + k];
            }
        }
        return trace;
    }

    static double[] apply(int n, double[] a, double[] x) {
        double[] y = new double[n];
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < n; i++) {
                y[i] += a[k * n + i] * x[k];
            }
        }
        return y;
    }

    /** x'Ax. */
    static double quadratic(int n, double[] x, double[] a) {
        return dot(x, apply(n, a, x));
    }

    static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    /**
     * Twice the inverse of an information matrix. Directions without information, and those in which it is negative away
     * from an optimum, count as known exactly, as in lmerTest; scaling first makes this independent of units.
     */
    static double[] twiceInverse(int n, double[] information) {
        double[] scale = new double[n];
        double[] scaled = new double[n * n];
        for (int k = 0; k < n; k++) {
            double d = Math.abs(information[k * n + k]);
            scale[k] = d > 0 ? 1 / Math.sqrt(d) : 0;
        }
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < n; i++) {
                scaled[k * n + i] = information[k * n + i] * scale[i] * scale[k];
            }
        }
        double[] values = new double[n];
        double[] vectors = new double[n * n];
        Symmetric.eigen(n, scaled, values, vectors);
        double[] inverse = new double[n * n];
        for (int e = 0; e < n; e++) {
            if (values[e] <= NULL * values[n - 1]) {
                continue;
            }
            for (int k = 0; k < n; k++) {
                for (int i = 0; i < n; i++) {
                    inverse[k * n + i] += 2 / values[e] * vectors[e * n + i] * scale[i] * vectors[e * n + k] * scale[k];
                }
            }
        }
        return inverse;
    }
}
