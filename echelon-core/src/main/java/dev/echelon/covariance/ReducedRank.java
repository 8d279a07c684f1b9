package dev.echelon.covariance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Any Σ of at most a given rank, Σ = ΛΛ' with Λ q×r lower trapezoidal: factors without specific variances, FA0(r). θ is Λ
 * by columns, with free signs.
 */
final class ReducedRank implements Covariance {

    private final int rank;

    ReducedRank(int rank) {
        this.rank = rank;
    }

    @Override
    public String name() {
        return "fa0(rank=" + rank + ")";
    }

    private int columns(int q) {
        return Math.min(q, rank);
    }

    @Override
    public int parameterCount(int q) {
        int r = columns(q);
        return r * q - r * (r - 1) / 2;
    }

    /** Where λ_ik is in θ, i ≥ k. */
    private static int index(int q, int i, int k) {
        return k * q - k * (k - 1) / 2 + i - k;
    }

    /** A factor for each of the first columns, the others none: a Σ of the family can be no nearer to scale²·I. */
    @Override
    public void start(int q, double scale, double[] theta, int offset) {
        Arrays.fill(theta, offset, offset + parameterCount(q), 0);
        for (int k = 0; k < columns(q); k++) {
            theta[offset + index(q, k, k)] = scale;
        }
    }

    @Override
    public void covariance(int q, double[] theta, int offset, double[] sigma) {
        for (int j = 0; j < q; j++) {
            for (int i = j; i < q; i++) {
                double sum = 0;
                for (int k = 0; k < Math.min(j + 1, rank); k++) {
                    sum += theta[offset + index(q, i, k)] * theta[offset + index(q, j, k)];
                }
                sigma[i + j * q] = sum;
                sigma[j + i * q] = sum;
            }
        }
    }

    @Override
    public boolean factor(int q, double[] theta, int offset, double[] lambda) {
        Arrays.fill(lambda, 0, q * q, 0);
        for (int k = 0; k < columns(q); k++) {
            System.arraycopy(theta, offset + index(q, k, k), lambda, k + k * q, q - k);
        }
        return true;
    }

    @Override
    public void derivative(int q, double[] theta, int offset, int p, double[] dSigma) {
        Arrays.fill(dSigma, 0, q * q, 0);
        int k = columnOf(q, p);
        int row = p - index(q, 0, k);
        for (int i = k; i < q; i++) {
            double value = theta[offset + index(q, i, k)];
            dSigma[row + i * q] += value;
            dSigma[i + row * q] += value;
        }
    }

    @Override
    public void secondDerivative(int q, double[] theta, int offset, int p, int s, double[] d2Sigma) {
        Arrays.fill(d2Sigma, 0, q * q, 0);
        int k = columnOf(q, p);
        if (k == columnOf(q, s)) {
            int row = p - index(q, 0, k);
            int other = s - index(q, 0, k);
            d2Sigma[row + other * q] += 1;
            d2Sigma[other + row * q] += 1;
        }
    }

    private int columnOf(int q, int p) {
        int k = 0;
        while (k + 1 < columns(q) && index(q, k + 1, k + 1) <= p) {
            k++;
        }
        return k;
    }

    /** Exact for a Σ of this rank; of a larger rank, the factors that a Cholesky decomposition comes to first. */
    @Override
    public void parameters(int q, double[] sigma, double[] theta, int offset) {
        double[] lambda = new double[q * q];
        Cholesky.semidefinite(q, sigma, lambda);
        Arrays.fill(theta, offset, offset + parameterCount(q), 0);
        int k = 0;
        for (int j = 0; j < q && k < columns(q); j++) {
            if (lambda[j + j * q] > 0) {
                for (int i = j; i < q; i++) {
                    theta[offset + index(q, i, k)] = lambda[i + j * q];
                }
                k++;
            }
        }
    }

    @Override
    public Invariance invariance() {
        return Invariance.LINEAR;
    }

    @Override
    public List<String> parameterNames(List<String> columns) {
        List<String> names = new ArrayList<>();
        for (int k = 0; k < columns(columns.size()); k++) {
            for (int i = k; i < columns.size(); i++) {
                names.add("loading(" + columns.get(i) + ", " + (k + 1) + ")");
            }
        }
        return List.copyOf(names);
    }
}
