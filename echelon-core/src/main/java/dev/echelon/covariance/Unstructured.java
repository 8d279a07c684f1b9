package dev.echelon.covariance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Any Σ = λλ': θ is the lower triangle of λ by columns, with free signs. */
final class Unstructured implements Covariance {

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
        Arrays.fill(theta, offset, offset + parameterCount(q), 0);
        for (int j = 0; j < q; j++) {
            theta[offset + column(q, j)] = scale;
        }
    }

    @Override
    public void covariance(int q, double[] theta, int offset, double[] sigma) {
        for (int j = 0; j < q; j++) {
            for (int i = j; i < q; i++) {
                double sum = 0;
                for (int k = 0; k <= j; k++) {
                    int start = offset + column(q, k) - k;
                    sum += theta[start + i] * theta[start + j];
                }
                sigma[i + j * q] = sum;
                sigma[j + i * q] = sum;
            }
        }
    }

    @Override
    public boolean factor(int q, double[] theta, int offset, double[] lambda) {
        int k = offset;
        for (int j = 0; j < q; j++) {
            Arrays.fill(lambda, j * q, j * q + j, 0);
            for (int i = j; i < q; i++) {
                lambda[i + j * q] = theta[k++];
            }
        }
        return true;
    }

    @Override
    public void derivative(int q, double[] theta, int offset, int k, double[] dSigma) {
        Arrays.fill(dSigma, 0, q * q, 0);
        int column = columnOf(q, k);
        int start = column(q, column) - column; // of row 0, were it stored
        int row = k - start;
        for (int i = column; i < q; i++) {
            double value = theta[offset + start + i];
            dSigma[row + i * q] += value;
            dSigma[i + row * q] += value;
        }
    }

    @Override
    public void secondDerivative(int q, double[] theta, int offset, int k, int l, double[] d2Sigma) {
        Arrays.fill(d2Sigma, 0, q * q, 0);
        int column = columnOf(q, k);
        if (column == columnOf(q, l)) {
            int start = column(q, column) - column;
            int row = k - start;
            int other = l - start;
            d2Sigma[row + other * q] += 1;
            d2Sigma[other + row * q] += 1;
        }
    }

    @Override
    public void parameters(int q, double[] sigma, double[] theta, int offset) {
        double[] lambda = new double[q * q];
        Cholesky.semidefinite(q, sigma, lambda);
        int k = offset;
        for (int j = 0; j < q; j++) {
            for (int i = j; i < q; i++) {
                theta[k++] = lambda[i + j * q];
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
        for (int j = 0; j < columns.size(); j++) {
            names.add(columns.get(j));
            for (int i = j + 1; i < columns.size(); i++) {
                names.add(columns.get(i) + "." + columns.get(j));
            }
        }
        return List.copyOf(names);
    }

    /** Index in θ of the diagonal entry of column j. */
    private static int column(int q, int j) {
        return j * q - j * (j - 1) / 2;
    }

    private static int columnOf(int q, int k) {
        int j = 0;
        while (j + 1 < q && column(q, j + 1) <= k) {
            j++;
        }
        return j;
    }
}
