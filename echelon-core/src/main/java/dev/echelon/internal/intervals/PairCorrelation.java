package dev.echelon.internal.intervals;

import dev.echelon.covariance.Covariance;
import dev.echelon.covariance.Covariances;
import dev.echelon.internal.predict.EffectsMap;
import java.util.ArrayList;
import java.util.List;

/**
 * An unstructured Σ in parameters of which the last is the correlation r of two effects of the data, so that r can be
 * held fixed. With the two effects first, the data's Σ = LL' where
 *
 * <pre>
 *   L = | s_1                |
 *       | s_2 r   s_2√(1−r²) |
 *       | free ...           |
 * </pre>
 *
 * and Σ* = M⁻¹ΣM⁻ᵀ. L is linear in all parameters but r, whose derivatives are not given (zero).
 */
final class PairCorrelation implements Covariance {
    private static final Covariance UNSTRUCTURED = Covariances.named("us");

    private final int width;
    private final int[] order;
    private final EffectsMap map;

    PairCorrelation(int width, int first, int second, EffectsMap map) {
        this.width = width;
        this.map = map;
        this.order = new int[width];
        order[0] = first;
        order[1] = second;
        for (int i = 0, next = 2; i < width; i++) {
            if (i != first && i != second) {
                order[next++] = i;
            }
        }
    }

    /** Index of r among the parameters. */
    int correlation() {
        return parameterCount(width) - 1;
    }

    @Override
    public String name() {
        return "us";
    }

    @Override
    public int parameterCount(int q) {
        return q * (q + 1) / 2;
    }

    @Override
    public void start(int q, double scale, double[] theta, int offset) {
        double[] sigma = new double[q * q];
        for (int i = 0; i < q; i++) {
            sigma[i * q + i] = scale * scale;
        }
        parameters(q, sigma, theta, offset);
    }

    /** L in the order of the data's effects: row order[i] of column i. */
    private double[] factor(double[] theta, int offset) {
        double[] l = new double[width * width];
        double r = theta[offset + correlation()];
        set(l, 0, 0, theta[offset]);
        set(l, 1, 0, theta[offset + 1] * r);
        set(l, 1, 1, theta[offset + 1] * Math.sqrt(Math.max(0, 1 - r * r)));
        int k = offset + 2;
        for (int i = 2; i < width; i++) {
            for (int j = 0; j <= i; j++) {
                set(l, i, j, theta[k++]);
            }
        }
        return l;
    }

    private void set(double[] l, int i, int j, double value) {
        l[j * width + order[i]] = value;
    }

    /** ∂L/∂θ_k. */
    private double[] factorDerivative(double[] theta, int offset, int k) {
        double[] unit = new double[offset + parameterCount(width)];
        unit[offset + correlation()] = theta[offset + correlation()];
        if (k == correlation()) {
            return new double[width * width];
        }
        unit[offset + k] = 1;
        return factor(unit, offset);
    }

    /** K(AB' + BA')K' for A, B in the data's effects, or half of it if A is B. */
    private void symmetricProduct(double[] a, double[] b, double[] out) {
        double[] product = new double[width * width];
        for (int j = 0; j < width; j++) {
            for (int i = 0; i < width; i++) {
                for (int h = 0; h < width; h++) {
                    double x = a[h * width + i] * b[h * width + j];
                    product[j * width + i] += x;
                    if (a != b) {
                        product[i * width + j] += x;
                    }
                }
            }
        }
        System.arraycopy(map.conditioned(product), 0, out, 0, width * width);
    }

    @Override
    public void covariance(int q, double[] theta, int offset, double[] sigma) {
        double[] l = factor(theta, offset);
        symmetricProduct(l, l, sigma);
    }

    @Override
    public boolean factor(int q, double[] theta, int offset, double[] lambda) {
        double[] sigma = new double[q * q];
        covariance(q, theta, offset, sigma);
        double[] triangle = new double[parameterCount(q)];
        UNSTRUCTURED.parameters(q, sigma, triangle, 0);
        return UNSTRUCTURED.factor(q, triangle, 0, lambda);
    }

    @Override
    public void derivative(int q, double[] theta, int offset, int k, double[] dSigma) {
        symmetricProduct(factorDerivative(theta, offset, k), factor(theta, offset), dSigma);
    }

    @Override
    public void secondDerivative(int q, double[] theta, int offset, int k, int l, double[] d2Sigma) {
        symmetricProduct(factorDerivative(theta, offset, k), factorDerivative(theta, offset, l), d2Sigma);
    }

    @Override
    public void parameters(int q, double[] sigma, double[] theta, int offset) {
        double[] original = map.original(sigma);
        double[] permuted = new double[q * q];
        for (int j = 0; j < q; j++) {
            for (int i = 0; i < q; i++) {
                permuted[j * q + i] = original[order[j] * q + order[i]];
            }
        }
        double[] triangle = new double[parameterCount(q)];
        double[] l = new double[q * q];
        UNSTRUCTURED.parameters(q, permuted, triangle, 0);
        UNSTRUCTURED.factor(q, triangle, 0, l);
        theta[offset] = Math.sqrt(Math.max(0, permuted[0]));
        theta[offset + 1] = Math.sqrt(Math.max(0, permuted[q + 1]));
        double scale = theta[offset] * theta[offset + 1];
        theta[offset + correlation()] = scale > 0 ? Math.max(-1, Math.min(1, permuted[1] / scale)) : 0;
        int k = offset + 2;
        for (int i = 2; i < q; i++) {
            for (int j = 0; j <= i; j++) {
                theta[k++] = l[j * q + i];
            }
        }
    }

    @Override
    public Invariance invariance() {
        return Invariance.SCALAR;
    }

    @Override
    public List<String> parameterNames(List<String> columns) {
        List<String> names = new ArrayList<>();
        for (int k = 0; k < parameterCount(columns.size()); k++) {
            names.add("parameter " + k);
        }
        return names;
    }
}
