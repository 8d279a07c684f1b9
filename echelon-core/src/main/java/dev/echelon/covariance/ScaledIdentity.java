package dev.echelon.covariance;

import java.util.Arrays;
import java.util.List;

/** Independent columns with one variance: Σ = θ²I, θ the relative standard deviation with free sign. */
final class ScaledIdentity implements Covariance {

    @Override
    public String name() {
        return "id";
    }

    @Override
    public int parameterCount(int q) {
        return 1;
    }

    @Override
    public void start(int q, double scale, double[] theta, int offset) {
        theta[offset] = scale;
    }

    @Override
    public void covariance(int q, double[] theta, int offset, double[] sigma) {
        fillDiagonal(q, theta[offset] * theta[offset], sigma);
    }

    @Override
    public boolean factor(int q, double[] theta, int offset, double[] lambda) {
        fillDiagonal(q, theta[offset], lambda);
        return true;
    }

    @Override
    public void derivative(int q, double[] theta, int offset, int k, double[] dSigma) {
        fillDiagonal(q, 2 * theta[offset], dSigma);
    }

    @Override
    public void secondDerivative(int q, double[] theta, int offset, int k, int l, double[] d2Sigma) {
        fillDiagonal(q, 2, d2Sigma);
    }

    @Override
    public void parameters(int q, double[] sigma, double[] theta, int offset) {
        double trace = 0;
        for (int i = 0; i < q; i++) {
            trace += sigma[i + i * q];
        }
        theta[offset] = Math.sqrt(Math.max(0, trace / q));
    }

    @Override
    public Invariance invariance() {
        return Invariance.SCALAR;
    }

    @Override
    public List<String> parameterNames(List<String> columns) {
        return List.of("sd");
    }

    private static void fillDiagonal(int q, double value, double[] a) {
        Arrays.fill(a, 0, q * q, 0);
        for (int i = 0; i < q; i++) {
            a[i + i * q] = value;
        }
    }
}
