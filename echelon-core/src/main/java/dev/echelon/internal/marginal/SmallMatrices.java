package dev.echelon.internal.marginal;

/** Sums and products of column-major matrices that are too small or too odd for the dense kernels. */
final class SmallMatrices {
    private SmallMatrices() {}

    /** Copies the lower triangle to the upper. */
    static void mirror(int n, double[] a) {
        for (int k = 0; k < n; k++) {
            for (int i = k + 1; i < n; i++) {
                a[i * n + k] = a[k * n + i];
            }
        }
    }

    /** Σ a_ib_i over the first {@code length} elements. */
    static double dot(int length, double[] a, double[] b) {
        return dot(length, a, 0, b);
    }

    /** The same with those of a from an element on. */
    static double dot(int length, double[] a, int from, double[] b) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 3 < length; i += 4) {
            s0 += a[from + i] * b[i];
            s1 += a[from + i + 1] * b[i + 1];
            s2 += a[from + i + 2] * b[i + 2];
            s3 += a[from + i + 3] * b[i + 3];
        }
        for (; i < length; i++) {
            s0 += a[from + i] * b[i];
        }
        return s0 + s1 + (s2 + s3);
    }

    /** A·B, A m×k, B k×n. */
    static double[] multiply(int m, int k, int n, double[] a, double[] b) {
        double[] c = new double[m * n];
        for (int j = 0; j < n; j++) {
            for (int h = 0; h < k; h++) {
                double x = b[j * k + h];
                if (x != 0) {
                    for (int i = 0; i < m; i++) {
                        c[j * m + i] += a[h * m + i] * x;
                    }
                }
            }
        }
        return c;
    }

    /** A'·B, A k×m, B k×n. */
    static double[] multiplyTransposed(int m, int k, int n, double[] a, double[] b) {
        double[] c = new double[m * n];
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < m; i++) {
                double sum = 0;
                for (int h = 0; h < k; h++) {
                    sum += a[i * k + h] * b[j * k + h];
                }
                c[j * m + i] = sum;
            }
        }
        return c;
    }

    /** Aᵀ, A m×n. */
    static double[] transpose(int m, int n, double[] a) {
        double[] t = new double[m * n];
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < m; i++) {
                t[i * n + j] = a[j * m + i];
            }
        }
        return t;
    }

    /** Rows and columns {@code from} … of an n×n matrix: height×width. */
    static double[] part(int n, double[] a, int row, int height, int column, int width) {
        double[] out = new double[height * width];
        for (int j = 0; j < width; j++) {
            System.arraycopy(a, (column + j) * n + row, out, j * height, height);
        }
        return out;
    }

    /** tr(AB) of n×n matrices. */
    static double trace(int n, double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < n; i++) {
                sum += a[j * n + i] * b[i * n + j];
            }
        }
        return sum;
    }
}
