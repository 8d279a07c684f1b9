package dev.echelon.internal.likelihood;

/**
 * H_b = ∂d/∂Σ_b = Σ_j [(Z'TZ)_jj − g_jg_j'/σ̂²] for every factor b, with T = P (REML) or V⁻¹ (ML): the whole gradient,
 * since ∂d/∂θ_k = tr(H_b ∂Σ_b/∂θ_k), and the matrix of the KKT conditions at a singular Σ_b.
 *
 * <p><b>Source</b> docs/math/likelihood.md#gradient
 */
final class ScoreMatrices {
    /** Below this relative size of a diagonal entry of λ, formulas that divide by λ are not used. */
    private static final double SINGULAR = 1e-3;

    private final BlockedCholesky cholesky;
    final double[][] matrices;
    private double[] scratch = new double[0];

    ScoreMatrices(BlockedCholesky cholesky, double[][] matrices) {
        this.cholesky = cholesky;
        this.matrices = matrices;
    }

    void compute(double[][] lambda, Modes modes, PosteriorCovariance posterior, double sigma2) {
        for (double[] matrix : matrices) {
            java.util.Arrays.fill(matrix, 0);
        }
        for (int c = 0; c < cholesky.chain.length; c++) {
            addChain(c, modes, posterior, sigma2);
        }
        Layout layout = cholesky.layout;
        for (int t = 0; t < layout.tail().length; t++) {
            double[] l = lambda[layout.tail()[t]];
            int q = layout.tailEffects()[t];
            if (isRegular(q, l)) {
                tailByInverse(t, q, l, modes, posterior, sigma2);
            } else {
                tailDirectly(t, q, lambda, modes, posterior.columns(), sigma2);
            }
        }
    }

    private void addChain(int c, Modes modes, PosteriorCovariance posterior, double sigma2) {
        ChainBlock block = cholesky.chain[c];
        int q = block.q;
        double[] h = matrices[block.factor];
        double[] a = cholesky.own[c];
        double[] g = modes.gradient[c];
        if (q == 1) {
            double sum = 0;
            for (int j = 0; j < block.levels; j++) {
                double b = cholesky.half[c][j];
                double p = 1 - a[j] * b * b;
                double information = p * a[j];
                double projection = p * p * posterior.quadratic[c][j];
                sum += information - projection - g[j] * g[j] / sigma2;
            }
            h[0] += sum;
            return;
        }
        double[] w = new double[q * q];
        double[] p = new double[q * q];
        double[] n = new double[q * q];
        double[] s = new double[q * q];
        double[] half = new double[q * q];
        for (int j = 0; j < block.levels; j++) {
            int at = j * q * q;
            posterior.gramOfHalf(c, j, q, w);
            for (int k = 0; k < q; k++) { // P = I − AW
                for (int i = 0; i < q; i++) {
                    double sum = i == k ? 1 : 0;
                    for (int m = 0; m < q; m++) {
                        sum -= a[at + m * q + i] * w[k * q + m];
                    }
                    p[k * q + i] = sum;
                }
            }
            multiply(q, p, 0, a, at, n);
            sandwich(q, p, posterior.quadratic[c], at, half, s);
            for (int k = 0; k < q; k++) {
                for (int i = 0; i < q; i++) {
                    h[k * q + i] += n[k * q + i] - s[k * q + i] - g[j * q + i] * g[j * q + k] / sigma2;
                }
            }
        }
    }

    private static void multiply(int q, double[] x, int xAt, double[] y, int yAt, double[] out) {
        for (int k = 0; k < q; k++) {
            for (int i = 0; i < q; i++) {
                double sum = 0;
                for (int m = 0; m < q; m++) {
                    sum += x[xAt + m * q + i] * y[yAt + k * q + m];
                }
                out[k * q + i] = sum;
            }
        }
    }

    /** out := PMP'. */
    private static void sandwich(int q, double[] p, double[] m, int at, double[] half, double[] out) {
        multiply(q, p, 0, m, at, half);
        for (int k = 0; k < q; k++) {
            for (int i = 0; i < q; i++) {
                double sum = 0;
                for (int h = 0; h < q; h++) {
                    sum += half[h * q + i] * p[h * q + k];
                }
                out[k * q + i] = sum;
            }
        }
    }

    /** Whether formulas that divide by λ keep their digits. */
    static boolean isRegular(int q, double[] l) {
        double largest = 0;
        double smallest = Double.POSITIVE_INFINITY;
        for (int k = 0; k < q; k++) {
            for (int i = k; i < q; i++) {
                largest = Math.max(largest, Math.abs(l[k * q + i]));
            }
            smallest = Math.min(smallest, Math.abs(l[k * q + k]));
        }
        return smallest > SINGULAR * Math.max(1, largest);
    }

    private void tailByInverse(int t, int q, double[] l, Modes modes, PosteriorCovariance posterior, double sigma2) {
        Layout layout = cholesky.layout;
        int from = layout.tailOffset()[t];
        double[] out = matrices[layout.tail()[t]];
        byInverse(q, l, posterior.tailTrace[t], modes.tailGradient, from, layout.tailEnd(t), sigma2, out);
    }

    /** H = λ⁻ᵀ(mI − ΣC_jj − Σu_ju_j'/σ̂²)λ⁻¹ with u = λ'g, for the levels whose g is at from..end. */
    static void byInverse(
            int q, double[] l, double[] trace, double[] g, int from, int end, double sigma2, double[] out) {
        int levels = (end - from) / q;
        double[] inner = new double[q * q];
        double[] u = new double[q];
        for (int first = from; first < end; first += q) {
            for (int k = 0; k < q; k++) {
                u[k] = 0;
                for (int h = k; h < q; h++) {
                    u[k] += l[k * q + h] * g[first + h];
                }
            }
            for (int k = 0; k < q; k++) {
                for (int i = 0; i < q; i++) {
                    inner[k * q + i] -= u[i] * u[k] / sigma2;
                }
            }
        }
        for (int k = 0; k < q; k++) {
            for (int i = 0; i < q; i++) {
                inner[k * q + i] += (i == k ? levels : 0) - trace[k * q + i];
            }
        }
        for (int k = 0; k < q; k++) { // λ⁻ᵀ from the left
            for (int i = q - 1; i >= 0; i--) {
                double sum = inner[k * q + i];
                for (int h = i + 1; h < q; h++) {
                    sum -= l[i * q + h] * inner[k * q + h];
                }
                inner[k * q + i] = sum / l[i * q + i];
            }
        }
        for (int i = 0; i < q; i++) { // λ⁻¹ from the right
            for (int k = q - 1; k >= 0; k--) {
                double sum = inner[k * q + i];
                for (int h = k + 1; h < q; h++) {
                    sum -= out[h * q + i] * l[k * q + h];
                }
                out[k * q + i] = sum / l[k * q + k];
            }
        }
    }

    /** (Z'TZ)_jj = S_jj − y_jy_j' with Y = [S Λ, S_X]L⁻ᵀ, S the unscaled Schur complement: no division by λ. */
    private void tailDirectly(int t, int q, double[][] lambda, Modes modes, int columns, double sigma2) {
        Layout layout = cholesky.layout;
        int order = cholesky.order;
        int first = layout.tailOffset()[t];
        int end = layout.tailEnd(t);
        int rows = end - first;
        if (scratch.length < rows * columns) {
            scratch = new double[rows * columns];
        }
        double[] s = cholesky.schur;
        for (int k = 0; k < columns; k++) {
            for (int i = 0; i < rows; i++) {
                int row = first + i;
                scratch[k * rows + i] = row >= k ? s[k * order + row] : s[row * order + k];
            }
        }
        for (int other = 0; other < layout.tail().length; other++) {
            scaleColumns(layout, other, lambda[layout.tail()[other]], rows, scratch);
        }
        cholesky.kernels.trsmRightLowerTransposed(rows, columns, cholesky.factor, 0, order, scratch, 0, rows);
        double[] out = matrices[layout.tail()[t]];
        double[] g = modes.tailGradient;
        for (int level = 0; level < rows; level += q) {
            for (int b = 0; b < q; b++) {
                for (int a = b; a < q; a++) {
                    double sum = s[(first + level + b) * order + first + level + a]
                            - g[first + level + a] * g[first + level + b] / sigma2;
                    for (int k = 0; k < columns; k++) {
                        sum -= scratch[k * rows + level + a] * scratch[k * rows + level + b];
                    }
                    out[b * q + a] += sum;
                }
            }
        }
        for (int b = 0; b < q; b++) {
            for (int a = b + 1; a < q; a++) {
                out[a * q + b] = out[b * q + a];
            }
        }
    }

    /** Columns of a tail factor times λ. */
    static void scaleColumns(Layout layout, int t, double[] l, int rows, double[] matrix) {
        int q = layout.tailEffects()[t];
        int end = layout.tailEnd(t);
        for (int first = layout.tailOffset()[t]; first < end; first += q) {
            for (int k = 0; k < q; k++) {
                int target = (first + k) * rows;
                for (int i = 0; i < rows; i++) {
                    double sum = 0;
                    for (int h = k; h < q; h++) {
                        sum += matrix[(first + h) * rows + i] * l[k * q + h];
                    }
                    matrix[target + i] = sum;
                }
            }
        }
    }
}
