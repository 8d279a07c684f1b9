package dev.echelon.internal.iterative;

import dev.echelon.internal.linalg.Symmetric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Conjugate gradients for Ãx = b with eight right-hand sides at once, each with its own coefficients and its own end. The
 * coefficients are those of a Lanczos process from b, which gives the Gauss quadrature of b'log(Ã)b.
 *
 * <p><b>Source</b> Golub and Meurant (2010), Matrices, Moments and Quadrature with Applications, chapters 4 and 6; Saad
 * (2003), Iterative Methods for Sparse Linear Systems, section 6.7.3.
 */
final class ConjugateGradients {
    private static final int W = Lanes.WIDTH;
    private static final int MAX_ITERATIONS = 2000;

    private final SchurSystem system;
    private final int threads;
    private final double tolerance;
    private final List<double[]> steps = new ArrayList<>();
    private final List<double[]> ratios = new ArrayList<>();
    private final int[] iterations = new int[W];
    private double[] squares = new double[W];
    private double[] firstProduct = new double[0];
    private boolean keepsFirstProduct;

    ConjugateGradients(SchurSystem system, int threads, double tolerance) {
        this.system = system;
        this.threads = threads;
        this.tolerance = tolerance;
    }

    /** Keeps Ãb, which the first iteration computes anyway. */
    ConjugateGradients keepingFirstProduct() {
        keepsFirstProduct = true;
        return this;
    }

    /** x := Ã⁻¹b; x must be zero, b is overwritten by the residual. A lane with b = 0 costs nothing. */
    void solve(double[] b, double[] x) {
        double[] direction = b.clone();
        double[] product = Lanes.of(b.length / W);
        double[] residual = Lanes.dot(b, b, threads);
        squares = residual.clone();
        boolean[] active = new boolean[W];
        for (int k = 0; k < W; k++) {
            active[k] = residual[k] > 0;
        }
        for (int i = 0; i < MAX_ITERATIONS && any(active); i++) {
            system.multiply(direction, product);
            if (i == 0 && keepsFirstProduct) {
                firstProduct = product.clone();
            }
            double[] curvature = Lanes.dot(direction, product, threads);
            double[] step = new double[W];
            double[] minus = new double[W];
            for (int k = 0; k < W; k++) {
                step[k] = active[k] ? residual[k] / curvature[k] : 0;
                minus[k] = -step[k];
                iterations[k] += active[k] ? 1 : 0;
            }
            Lanes.axpy(step, direction, x, threads);
            Lanes.axpy(minus, product, b, threads);
            double[] next = Lanes.dot(b, b, threads);
            double[] ratio = new double[W];
            for (int k = 0; k < W; k++) {
                ratio[k] = active[k] ? next[k] / residual[k] : 0;
                active[k] = active[k] && next[k] > tolerance * tolerance * squares[k];
            }
            steps.add(step);
            ratios.add(ratio);
            residual = next;
            Lanes.xpay(b, ratio, direction, threads);
        }
    }

    private static boolean any(boolean[] flags) {
        for (boolean flag : flags) {
            if (flag) {
                return true;
            }
        }
        return false;
    }

    /** Iterations of the slowest lane. */
    int iterations() {
        return Arrays.stream(iterations).max().orElse(0);
    }

    /** Ãb. */
    double[] firstProduct() {
        return firstProduct;
    }

    /** b'Ãb of a lane, by the first step. */
    double rayleigh(int lane) {
        return squares[lane] / steps.get(0)[lane];
    }

    /** b'log(Ã)b of a lane by Gauss quadrature. */
    double logForm(int lane) {
        int n = iterations[lane];
        double[] tridiagonal = new double[n * n];
        for (int i = 0; i < n; i++) {
            double alpha = steps.get(i)[lane];
            tridiagonal[i * n + i] = 1 / alpha;
            if (i > 0) {
                double previous = steps.get(i - 1)[lane];
                double ratio = ratios.get(i - 1)[lane];
                tridiagonal[i * n + i] += ratio / previous;
                tridiagonal[(i - 1) * n + i] = Math.sqrt(ratio) / previous;
            }
        }
        double[] values = new double[n];
        double[] vectors = new double[n * n];
        Symmetric.eigen(n, tridiagonal, values, vectors);
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += vectors[i * n] * vectors[i * n] * Math.log(values[i]);
        }
        return squares[lane] * sum;
    }
}
