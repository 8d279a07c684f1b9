package dev.echelon.internal.likelihood;

/** The q×q kernel of an elimination: B = K⁻¹λ' where KK' = λ'Aλ + I. */
final class SmallCholesky {

    private SmallCholesky() {}

    /**
     * Writes B = K⁻¹λ' at {@code b[at]} and returns |λ'Aλ + I|, or 0 if it is not positive definite.
     *
     * @param a A at {@code a[at]}, q×q column-major, symmetric
     * @param lambda q×q lower triangular
     * @param work q² scratch
     */
    static double halve(int q, double[] a, int at, double[] lambda, double[] b, double[] work) {
        scaleInflate(q, a, at, lambda, work, b);
        double determinant = 1;
        for (int k = 0; k < q; k++) { // lower Cholesky of work, column-major
            double pivot = work[k * q + k];
            if (!(pivot > 0)) {
                return 0;
            }
            determinant *= pivot;
            double root = Math.sqrt(pivot);
            work[k * q + k] = root;
            for (int i = k + 1; i < q; i++) {
                work[k * q + i] /= root;
            }
            for (int h = k + 1; h < q; h++) {
                double l = work[k * q + h];
                for (int i = h; i < q; i++) {
                    work[h * q + i] -= l * work[k * q + i];
                }
            }
        }
        for (int column = 0; column < q; column++) { // forward substitution on λ', which is upper triangular
            for (int i = 0; i < q; i++) {
                double sum = lambda[i * q + column];
                for (int h = 0; h < i; h++) {
                    sum -= work[h * q + i] * b[at + column * q + h];
                }
                b[at + column * q + i] = sum / work[i * q + i];
            }
        }
        return determinant;
    }

    /** work := λ'Aλ + I, lower triangle; {@code scratch} holds Aλ. */
    private static void scaleInflate(int q, double[] a, int at, double[] lambda, double[] work, double[] scratch) {
        for (int k = 0; k < q; k++) {
            for (int i = 0; i < q; i++) {
                double sum = 0;
                for (int h = k; h < q; h++) {
                    sum += a[at + h * q + i] * lambda[k * q + h];
                }
                scratch[at + k * q + i] = sum;
            }
        }
        for (int k = 0; k < q; k++) {
            for (int i = k; i < q; i++) {
                double sum = i == k ? 1 : 0;
                for (int h = i; h < q; h++) {
                    sum += lambda[i * q + h] * scratch[at + k * q + h];
                }
                work[k * q + i] = sum;
            }
        }
    }
}
