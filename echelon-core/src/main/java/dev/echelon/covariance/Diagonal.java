package dev.echelon.covariance;

import java.util.Arrays;
import java.util.List;

/** Independent columns: Σ = diag(θ_k²), θ_k the relative standard deviation of column k with free sign. */
final class Diagonal implements Covariance {

    @Override
    public String name() {
        return "diag";
    }

    @Override
    public int parameterCount(int q) {
        return q;
    }

    @Override
    public void start(int q, double scale, double[] theta, int offset) {
        Arrays.fill(theta, offset, offset + q, scale);
    }

    @Override
    public void covariance(int q, double[] theta, int offset, double[] sigma) {
        Arrays.fill(sigma, 0, q * q, 0);
        for (int i = 0; i < q; i++) {
            sigma[i + i * q] = theta[offset + i] * theta[offset + i];
        }
    }

    @Override
    public boolean factor(int q, double[] theta, int offset, double[] lambda) {
        Arrays.fill(lambda, 0, q * q, 0);
        for (int i = 0; i < q; i++) {
            lambda[i + i * q] = theta[offset + i];
        }
        return true;
    }

    @Override
    public void derivative(int q, double[] theta, int offset, int k, double[] dSigma) {
        Arrays.fill(dSigma, 0, q * q, 0);
        dSigma[k + k * q] = 2 * theta[offset + k];
    }

    @Override
    public void secondDerivative(int q, double[] theta, int offset, int k, int l, double[] d2Sigma) {
        Arrays.fill(d2Sigma, 0, q * q, 0);
        if (k == l) {
            d2Sigma[k + k * q] = 2;
        }
    }

    @Override
    public void parameters(int q, double[] sigma, double[] theta, int offset) {
        for (int i = 0; i < q; i++) {
            theta[offset + i] = Math.sqrt(Math.max(0, sigma[i + i * q]));
        }
    }

    @Override
    public Invariance invariance() {
        return Invariance.DIAGONAL;
    }

    @Override
    public List<String> parameterNames(List<String> columns) {
        return List.copyOf(columns);
    }
}
