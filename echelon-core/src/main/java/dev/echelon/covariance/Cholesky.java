package dev.echelon.covariance;

import java.util.Arrays;

/** The Cholesky factor of a positive semidefinite matrix, with exact zeros where the matrix is singular. */
final class Cholesky {

    private Cholesky() {}

    /**
     * Writes the lower-triangular λ with λλ' = {@code sigma}. A pivot that is zero up to rounding, relative to its
     * diagonal entry, gives a zero column; other diagonal entries are positive. All matrices are q×q column-major and
     * distinct.
     */
    static void semidefinite(int q, double[] sigma, double[] lambda) {
        Arrays.fill(lambda, 0, q * q, 0);
        for (int j = 0; j < q; j++) {
            double diagonal = sigma[j + j * q];
            double pivot = remainder(q, sigma, lambda, j, j);
            if (!(pivot > 4 * q * 0x1p-52 * diagonal)) {
                continue;
            }
            double root = Math.sqrt(pivot);
            lambda[j + j * q] = root;
            for (int i = j + 1; i < q; i++) {
                lambda[i + j * q] = remainder(q, sigma, lambda, i, j) / root;
            }
        }
    }

    private static double remainder(int q, double[] sigma, double[] lambda, int i, int j) {
        double sum = sigma[i + j * q];
        for (int k = 0; k < j; k++) {
            sum -= lambda[i + k * q] * lambda[j + k * q];
        }
        return sum;
    }
}
