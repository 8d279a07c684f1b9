package dev.echelon;

/** Symmetric q×q matrices one after another and their lower triangles, column by column. */
final class Triangles {
    private Triangles() {}

    /** Whether each is equal to its transpose to the last bit. */
    static boolean areSymmetric(int q, double[] matrices) {
        for (int from = 0; from < matrices.length; from += q * q) {
            for (int k = 0; k < q; k++) {
                for (int i = k + 1; i < q; i++) {
                    long below = Double.doubleToRawLongBits(matrices[from + k * q + i]);
                    if (below != Double.doubleToRawLongBits(matrices[from + i * q + k])) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    static double[] lower(int q, double[] matrices) {
        double[] lower = new double[matrices.length / (q * q) * (q * (q + 1) / 2)];
        int next = 0;
        for (int from = 0; from < matrices.length; from += q * q) {
            for (int k = 0; k < q; k++) {
                int count = q - k;
                System.arraycopy(matrices, from + k * q + k, lower, next, count);
                next += count;
            }
        }
        return lower;
    }

    static double[] full(int q, double[] lower) {
        double[] full = new double[Math.multiplyExact(lower.length / (q * (q + 1) / 2), q * q)];
        int next = 0;
        for (int from = 0; from < full.length; from += q * q) {
            for (int k = 0; k < q; k++) {
                for (int i = k; i < q; i++) {
                    full[from + k * q + i] = lower[next];
                    full[from + i * q + k] = lower[next++];
                }
            }
        }
        return full;
    }
}
