package dev.echelon.internal.iterative;

/** Products of block-diagonal matrices, a q×q block per level, with eight vectors. */
final class Blocks {
    private static final int W = Lanes.WIDTH;

    private Blocks() {}

    /** out += sign·diag(blocks)·in, where the vectors begin at these rows. */
    static void addProduct(
            int levels,
            int q,
            double sign,
            double[] blocks,
            double[] in,
            int inRow,
            double[] out,
            int outRow,
            int threads) {
        Lanes.forRows(levels, threads, (from, to) -> {
            for (int j = from; j < to; j++) {
                for (int b = 0; b < q; b++) {
                    int at = (inRow + j * q + b) * W;
                    for (int a = 0; a < q; a++) {
                        double x = sign * blocks[(j * q + b) * q + a];
                        int o = (outRow + j * q + a) * W;
                        for (int k = 0; k < W; k++) {
                            out[o + k] += x * in[at + k];
                        }
                    }
                }
            }
        });
    }

    /** x := diag(blocks)·x. */
    static void replace(int levels, int q, double[] blocks, double[] x, int row, int threads) {
        Lanes.forRows(levels, threads, (from, to) -> {
            double[] copy = new double[q * W];
            for (int j = from; j < to; j++) {
                int first = (row + j * q) * W;
                System.arraycopy(x, first, copy, 0, q * W);
                for (int a = 0; a < q; a++) {
                    combine(q, blocks, (j * q) * q + a, q, copy, x, first + a * W);
                }
            }
        });
    }

    /** x := λx, or λ'x, for every level. */
    static void timesLambda(int levels, int q, double[] lambda, boolean transposed, double[] x, int row, int threads) {
        Lanes.forRows(levels, threads, (from, to) -> {
            double[] copy = new double[q * W];
            for (int j = from; j < to; j++) {
                int first = (row + j * q) * W;
                System.arraycopy(x, first, copy, 0, q * W);
                for (int a = 0; a < q; a++) {
                    combine(q, lambda, transposed ? a * q : a, transposed ? 1 : q, copy, x, first + a * W);
                }
            }
        });
    }

    /** out := Σ_b m[at + b·step]·row b of x. */
    private static void combine(int q, double[] m, int at, int step, double[] x, double[] out, int to) {
        for (int k = 0; k < W; k++) {
            out[to + k] = 0;
        }
        for (int b = 0; b < q; b++) {
            double factor = m[at + b * step];
            for (int k = 0; k < W; k++) {
                out[to + k] += factor * x[b * W + k];
            }
        }
    }

    /** x := L⁻¹x, or L⁻ᵀx, for every level with lower-triangular blocks. */
    static void solve(int levels, int q, double[] l, boolean transposed, double[] x, int row, int threads) {
        Lanes.forRows(levels, threads, (from, to) -> {
            for (int j = from; j < to; j++) {
                solveLevel(q, l, j * q * q, transposed, x, (row + j * q) * W);
            }
        });
    }

    private static void solveLevel(int q, double[] l, int at, boolean transposed, double[] x, int first) {
        for (int step = 0; step < q; step++) {
            int i = transposed ? q - 1 - step : step;
            int o = first + i * W;
            for (int done = 0; done < step; done++) {
                int h = transposed ? q - 1 - done : done;
                double factor = transposed ? l[at + i * q + h] : l[at + h * q + i];
                for (int k = 0; k < W; k++) {
                    x[o + k] -= factor * x[first + h * W + k];
                }
            }
            double pivot = 1 / l[at + i * q + i];
            for (int k = 0; k < W; k++) {
                x[o + k] *= pivot;
            }
        }
    }

    /** sums[lane] += Σ_j x_j y_j', a q×q matrix (column-major) for each lane. */
    static void addOuter(int levels, int q, double[] x, double[] y, int row, double[][] sums) {
        for (int j = 0; j < levels; j++) {
            for (int b = 0; b < q; b++) {
                for (int a = 0; a < q; a++) {
                    int i = (row + j * q + a) * W;
                    int h = (row + j * q + b) * W;
                    for (int k = 0; k < W; k++) {
                        sums[k][b * q + a] += x[i + k] * y[h + k];
                    }
                }
            }
        }
    }
}
