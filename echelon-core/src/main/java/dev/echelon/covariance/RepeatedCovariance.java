package dev.echelon.covariance;

import java.util.Arrays;
import java.util.List;

/**
 * The same structure for each of m sets of w columns, which are independent: I_m ⊗ Σ(θ), columns of a set side by side. So
 * the independent levels of a term become one level, and may be mixed by a known matrix: with Z(L ⊗ I) for Z the effects
 * have covariance K ⊗ Σ, K = LL'.
 */
public final class RepeatedCovariance implements Covariance {

    private final Covariance inner;
    private final int width;

    /** @param width the number of columns of a set */
    public RepeatedCovariance(Covariance inner, int width) {
        this.inner = inner;
        this.width = width;
    }

    /** The structure of one set. */
    public Covariance inner() {
        return inner;
    }

    /** Number of columns of a set. */
    public int width() {
        return width;
    }

    /** I ⊗ M, q×q, of the matrix M of one set. */
    public double[] spread(int q, double[] own) {
        double[] all = new double[q * q];
        spread(q, own, all);
        return all;
    }

    @Override
    public String name() {
        return inner.name();
    }

    @Override
    public int parameterCount(int q) {
        return inner.parameterCount(width);
    }

    @Override
    public void start(int q, double scale, double[] theta, int offset) {
        inner.start(width, scale, theta, offset);
    }

    @Override
    public void covariance(int q, double[] theta, int offset, double[] sigma) {
        double[] own = new double[width * width];
        inner.covariance(width, theta, offset, own);
        spread(q, own, sigma);
    }

    @Override
    public boolean factor(int q, double[] theta, int offset, double[] lambda) {
        double[] own = new double[width * width];
        boolean inside = inner.factor(width, theta, offset, own);
        spread(q, own, lambda);
        return inside;
    }

    @Override
    public void derivative(int q, double[] theta, int offset, int k, double[] dSigma) {
        double[] own = new double[width * width];
        inner.derivative(width, theta, offset, k, own);
        spread(q, own, dSigma);
    }

    @Override
    public void secondDerivative(int q, double[] theta, int offset, int k, int l, double[] d2Sigma) {
        double[] own = new double[width * width];
        inner.secondDerivative(width, theta, offset, k, l, own);
        spread(q, own, d2Sigma);
    }

    private void spread(int q, double[] own, double[] all) {
        Arrays.fill(all, 0, q * q, 0);
        for (int first = 0; first < q; first += width) {
            for (int j = 0; j < width; j++) {
                System.arraycopy(own, j * width, all, first + (first + j) * q, width);
            }
        }
    }

    @Override
    public void parameters(int q, double[] sigma, double[] theta, int offset) {
        double[] mean = new double[width * width];
        for (int first = 0; first < q; first += width) {
            for (int k = 0; k < mean.length; k++) {
                mean[k] += sigma[first + k % width + (first + k / width) * q] * width / q;
            }
        }
        inner.parameters(width, mean, theta, offset);
    }

    @Override
    public Invariance invariance() {
        return Invariance.SCALAR;
    }

    @Override
    public List<String> parameterNames(List<String> columns) {
        return inner.parameterNames(columns.subList(0, width));
    }

    @Override
    public void natural(int q, double[] theta, int offset, double[] natural) {
        inner.natural(width, theta, offset, natural);
    }
}
