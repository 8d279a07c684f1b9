package dev.echelon.covariance;

/** Plain operations on square column-major matrices for tests. */
final class Matrices {

    private Matrices() {}

    static double[] timesTranspose(int q, double[] a) {
        double[] product = new double[q * q];
        for (int i = 0; i < q; i++) {
            for (int j = 0; j < q; j++) {
                for (int k = 0; k < q; k++) {
                    product[i + j * q] += a[i + k * q] * a[j + k * q];
                }
            }
        }
        return product;
    }

    /** T S T'. */
    static double[] congruence(int q, double[] t, double[] s) {
        double[] product = new double[q * q];
        for (int i = 0; i < q; i++) {
            for (int j = 0; j < q; j++) {
                for (int k = 0; k < q * q; k++) {
                    product[i + j * q] += t[i + k % q * q] * s[k] * t[j + k / q * q];
                }
            }
        }
        return product;
    }

    static double maxAbs(double[] a) {
        double max = 0;
        for (double x : a) {
            max = Math.max(max, Math.abs(x));
        }
        return max;
    }
}
