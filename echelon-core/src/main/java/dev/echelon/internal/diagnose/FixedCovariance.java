package dev.echelon.internal.diagnose;

/**
 * The covariance of the fixed effects as a metric: its inverse form and its determinant, from the factor of the
 * correlations, so that units do not matter.
 */
final class FixedCovariance {
    private final int p;
    private final double[] scale;
    private final double[] factor;
    private final boolean positive;

    /** @param covariance p×p, symmetric */
    FixedCovariance(int p, double[] covariance) {
        this.p = p;
        this.scale = new double[p];
        this.factor = new double[p * p];
        for (int k = 0; k < p; k++) {
            scale[k] = Math.sqrt(covariance[k * p + k]);
        }
        boolean ok = true;
        for (int k = 0; k < p; k++) {
            for (int i = k; i < p; i++) {
                double sum = covariance[k * p + i] / (scale[i] * scale[k]);
                for (int h = 0; h < k; h++) {
                    sum -= factor[h * p + i] * factor[h * p + k];
                }
                factor[k * p + i] = i == k ? Math.sqrt(sum) : sum / factor[k * p + k];
            }
            ok &= factor[k * p + k] > 0;
        }
        this.positive = ok;
    }

    /** d'C⁻¹d; NaN if C is not positive definite. */
    double distance(double[] d) {
        if (!positive) {
            return Double.NaN;
        }
        double[] x = solve(d);
        double sum = 0;
        for (double value : x) {
            sum += value * value;
        }
        return sum;
    }

    /** L⁻¹d with C = LL'. */
    private double[] solve(double[] d) {
        double[] x = new double[p];
        for (int i = 0; i < p; i++) {
            double sum = d[i] / scale[i];
            for (int h = 0; h < i; h++) {
                sum -= factor[h * p + i] * x[h];
            }
            x[i] = sum / factor[i * p + i];
        }
        return x;
    }

    /** log|C|. */
    double logDeterminant() {
        double sum = 0;
        for (int k = 0; k < p; k++) {
            sum += 2 * Math.log(factor[k * p + k] * scale[k]);
        }
        return sum;
    }

    /** tr(C⁻¹B) for a symmetric B. */
    double trace(double[] b) {
        double[] half = new double[p * p]; // L⁻¹B by columns
        for (int k = 0; k < p; k++) {
            double[] column = new double[p];
            System.arraycopy(b, k * p, column, 0, p);
            System.arraycopy(solve(column), 0, half, k * p, p);
        }
        double trace = 0;
        double[] row = new double[p];
        for (int i = 0; i < p; i++) {
            for (int k = 0; k < p; k++) {
                row[k] = half[k * p + i];
            }
            trace += solve(row)[i];
        }
        return trace;
    }
}
