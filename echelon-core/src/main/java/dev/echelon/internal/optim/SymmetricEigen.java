package dev.echelon.internal.optim;

/**
 * Eigenvalues and eigenvectors of a small symmetric matrix by cyclic Jacobi rotations, which find tiny eigenvalues of
 * graded matrices accurately. Source: Golub and Van Loan, Matrix Computations, section 8.5.
 */
final class SymmetricEigen {

    private static final int MAX_SWEEPS = 60;

    private SymmetricEigen() {}

    /**
     * Overwrites {@code a} (n×n, both triangles given); writes the unsorted eigenvalues and, in the columns of
     * {@code vectors}, orthonormal eigenvectors. Cost about 6n³ flops for each of about 6 sweeps.
     */
    static void decompose(int n, double[] a, double[] values, double[] vectors) {
        identity(n, vectors);
        for (int sweep = 0; sweep < MAX_SWEEPS && sweep(n, a, vectors); sweep++) {}
        for (int i = 0; i < n; i++) {
            values[i] = a[i + i * n];
        }
    }

    private static void identity(int n, double[] vectors) {
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < n; i++) {
                vectors[i + j * n] = i == j ? 1 : 0;
            }
        }
    }

    private static boolean sweep(int n, double[] a, double[] vectors) {
        boolean rotated = false;
        for (int p = 0; p < n - 1; p++) {
            for (int q = p + 1; q < n; q++) {
                double apq = a[p + q * n];
                double scale = Math.sqrt(Math.abs(a[p + p * n])) * Math.sqrt(Math.abs(a[q + q * n]));
                // relative to its own row and column, so that small eigenvalues keep their digits
                if (Math.abs(apq) > 0x1p-53 * scale && Math.abs(apq) > Double.MIN_NORMAL) {
                    rotate(n, a, vectors, p, q);
                    rotated = true;
                }
            }
        }
        return rotated;
    }

    private static void rotate(int n, double[] a, double[] vectors, int p, int q) {
        double apq = a[p + q * n];
        double tau = (a[q + q * n] - a[p + p * n]) / (2 * apq);
        double t = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.hypot(1, tau));
        double c = 1 / Math.sqrt(1 + t * t);
        double s = t * c;
        a[p + p * n] -= t * apq;
        a[q + q * n] += t * apq;
        a[p + q * n] = 0;
        a[q + p * n] = 0;
        for (int i = 0; i < n; i++) {
            if (i != p && i != q) {
                double aip = a[i + p * n];
                double aiq = a[i + q * n];
                a[i + p * n] = c * aip - s * aiq;
                a[i + q * n] = s * aip + c * aiq;
                a[p + i * n] = a[i + p * n];
                a[q + i * n] = a[i + q * n];
            }
            double vip = vectors[i + p * n];
            double viq = vectors[i + q * n];
            vectors[i + p * n] = c * vip - s * viq;
            vectors[i + q * n] = s * vip + c * viq;
        }
    }
}
