package dev.echelon.internal.iterative;

import java.util.Arrays;

/**
 * The exact elimination of the chain: V_c = I + Z_cΛ_cΛ_c'Z_c' of a factor and those it is nested in, level by level, as
 * BlockedCholesky does it, but without the columns of the tail.
 *
 * <p><b>Cost</b> q³·(length of the chain)² per level. <b>Source</b> docs/math/likelihood.md#blocked-cholesky
 */
final class ChainElimination {
    private static final int W = Lanes.WIDTH;

    private final Gram gram;
    private final int length;
    private final int[] q;
    private final int[] levels;
    private final int[] first;
    /** Per position: Z_j'V_c⁻¹Z_j when the level is reached. */
    private final double[][] own;
    /** Per position: λ(λ'Aλ + I)⁻¹λ' per level. */
    final double[][] inverse;
    /** Per position and ancestor: its level of each level, or −1. */
    private final int[][][] ancestor;
    /** Per position and ancestor: Z_j'V_c⁻¹Z_a, q_j×q_a per level. */
    private final double[][][] above;

    private double logDeterminant;

    ChainElimination(Gram gram) {
        this.gram = gram;
        int[] chain = gram.split.chain();
        this.length = chain.length;
        this.q = Arrays.stream(chain).map(f -> gram.data.block(f).effects()).toArray();
        this.levels = Arrays.stream(chain).map(f -> gram.data.block(f).levels()).toArray();
        this.first = Arrays.stream(chain).map(f -> gram.split.first()[f]).toArray();
        this.own = new double[length][];
        this.inverse = new double[length][];
        this.ancestor = new int[length][][];
        this.above = new double[length][][];
        for (int i = 0; i < length; i++) {
            own[i] = new double[levels[i] * q[i] * q[i]];
            inverse[i] = new double[own[i].length];
            ancestor[i] = new int[length - 1 - i][];
            above[i] = new double[length - 1 - i][];
            for (int d = 0; d < ancestor[i].length; d++) {
                SparseRows pair = gram.pair(chain[i], chain[i + 1 + d]);
                ancestor[i][d] = new int[levels[i]];
                for (int j = 0; j < levels[i]; j++) {
                    ancestor[i][d][j] = pair.start[j + 1] > pair.start[j] ? pair.level[pair.start[j]] : -1;
                }
                above[i][d] = new double[levels[i] * q[i] * q[i + 1 + d]];
            }
        }
    }

    /** Eliminates; false if a pivot is not positive. */
    boolean factor(double[][] lambda) {
        int[] chain = gram.split.chain();
        restore(chain);
        logDeterminant = 0;
        for (int i = 0; i < length; i++) {
            double[] scratch = new double[2 * q[i] * q[i]];
            double sum = 0;
            for (int j = 0; j < levels[i]; j++) {
                sum += SmallMatrix.woodbury(q[i], lambda[chain[i]], own[i], j * q[i] * q[i], inverse[i], scratch);
                passOn(i, j);
            }
            logDeterminant += sum;
        }
        return !Double.isNaN(logDeterminant);
    }

    private void restore(int[] chain) {
        for (int i = 0; i < length; i++) {
            System.arraycopy(gram.data.block(chain[i]).own(), 0, own[i], 0, own[i].length);
            for (int d = 0; d < above[i].length; d++) {
                SparseRows pair = gram.pair(chain[i], chain[i + 1 + d]);
                int size = q[i] * q[i + 1 + d];
                for (int j = 0; j < levels[i]; j++) {
                    if (pair.start[j + 1] > pair.start[j]) {
                        int e = pair.start[j];
                        for (int s = 0; s < size; s++) {
                            above[i][d][j * size + s] = pair.values.length == 0 ? 1 : pair.values[e * size + s];
                        }
                    }
                }
            }
        }
    }

    /** Takes R'WR from the blocks of the level's ancestors. */
    private void passOn(int i, int j) {
        for (int d = 0; d < above[i].length; d++) {
            int qd = q[i + 1 + d];
            int level = ancestor[i][d][j];
            for (int e = d; level >= 0 && e < above[i].length; e++) {
                int qe = q[i + 1 + e];
                double[] product = new double[qd * qe];
                SmallMatrix.sandwich(
                        q[i],
                        qd,
                        qe,
                        above[i][d],
                        j * q[i] * qd,
                        inverse[i],
                        j * q[i] * q[i],
                        above[i][e],
                        j * q[i] * qe,
                        product);
                double[] target = e == d ? own[i + 1 + d] : above[i + 1 + d][e - d - 1];
                for (int s = 0; s < product.length; s++) {
                    target[level * product.length + s] -= product[s];
                }
            }
        }
    }

    /** log|V_c|. */
    double logDeterminant() {
        return logDeterminant;
    }

    /** x := Λ_c(Λ_c'Z_c'Z_cΛ_c + I)⁻¹Λ_c'x. */
    void solve(double[] x) {
        for (int i = 0; i < length; i++) {
            Blocks.replace(levels[i], q[i], inverse[i], x, first[i], gram.threads);
            for (int d = 0; d < above[i].length; d++) {
                gatherFromChildren(i, d, x);
            }
        }
        for (int i = length - 2; i >= 0; i--) {
            int position = i;
            Lanes.forRows(levels[i], gram.threads, (from, to) -> {
                for (int j = from; j < to; j++) {
                    substitute(position, j, x);
                }
            });
        }
    }

    /** Ancestors' x −= R'·(children's x), every ancestor from its children in order. */
    private void gatherFromChildren(int i, int d, double[] x) {
        int up = i + 1 + d;
        SparseRows children = gram.pair(gram.split.chain()[up], gram.split.chain()[i]);
        int[] bounds = children.ranges(gram.threads);
        dev.echelon.internal.linalg.Parallel.run(bounds.length - 1, p -> {
            for (int level = bounds[p]; level < bounds[p + 1]; level++) {
                for (int e = children.start[level]; e < children.start[level + 1]; e++) {
                    int j = children.level[e];
                    for (int b = 0; b < q[up]; b++) {
                        for (int a = 0; a < q[i]; a++) {
                            double r = -above[i][d][(j * q[up] + b) * q[i] + a];
                            int to = (first[up] + level * q[up] + b) * W;
                            int at = (first[i] + j * q[i] + a) * W;
                            for (int k = 0; k < W; k++) {
                                x[to + k] += r * x[at + k];
                            }
                        }
                    }
                }
            }
        });
    }

    /** x_j −= W Σ_a R_a x_a. */
    private void substitute(int i, int j, double[] x) {
        double[] sum = new double[q[i] * W];
        for (int d = 0; d < above[i].length; d++) {
            int up = i + 1 + d;
            int level = ancestor[i][d][j];
            for (int b = 0; level >= 0 && b < q[up]; b++) {
                int at = (first[up] + level * q[up] + b) * W;
                for (int a = 0; a < q[i]; a++) {
                    double r = above[i][d][(j * q[up] + b) * q[i] + a];
                    for (int k = 0; k < W; k++) {
                        sum[a * W + k] += r * x[at + k];
                    }
                }
            }
        }
        Blocks.addProduct(1, q[i], -1, block(i, j), sum, 0, x, first[i] + j * q[i], 1);
    }

    private double[] block(int i, int j) {
        return Arrays.copyOfRange(inverse[i], j * q[i] * q[i], (j + 1) * q[i] * q[i]);
    }

    /** Σ_j Z_j'V_c⁻¹Z_j of every position, q×q. */
    double[][] information() {
        return information(new double[length][]);
    }

    /** The same, and the covariance C̃_jj of every level given the tail. */
    double[][] information(double[][] variance) {
        double[][] sums = new double[length][];
        double[][][] covariance = new double[length][][];
        for (int i = length - 1; i >= 0; i--) {
            sums[i] = new double[q[i] * q[i]];
            variance[i] = new double[own[i].length];
            covariance[i] = new double[length - 1 - i][];
            for (int d = 0; d < covariance[i].length; d++) {
                covariance[i][d] = new double[above[i][d].length];
            }
            for (int j = 0; j < levels[i]; j++) {
                addInformation(i, j, invertLevel(i, j, variance, covariance), sums[i]);
            }
        }
        return sums;
    }

    /** C̃_jj = W + WQW and C̃_ja = −WY with Y = RC̃ of the ancestors; returns Q = YR'. */
    private double[] invertLevel(int i, int j, double[][] variance, double[][][] covariance) {
        int n = q[i];
        double[] quadratic = new double[n * n];
        for (int d = 0; d < above[i].length; d++) {
            int qd = q[i + 1 + d];
            if (ancestor[i][d][j] < 0) {
                continue;
            }
            double[] y = timesAncestors(i, j, d, variance, covariance);
            for (int k = 0; k < n; k++) {
                for (int a = 0; a < n; a++) {
                    for (int b = 0; b < qd; b++) {
                        quadratic[k * n + a] += y[b * n + a] * above[i][d][(j * qd + b) * n + k];
                    }
                }
            }
            double[] wy = new double[n * qd];
            SmallMatrix.multiply(n, n, qd, inverse[i], j * n * n, y, 0, wy);
            for (int s = 0; s < wy.length; s++) {
                covariance[i][d][j * wy.length + s] = -wy[s];
            }
        }
        double[] product = new double[n * n];
        SmallMatrix.sandwich(n, n, n, inverse[i], j * n * n, quadratic, 0, inverse[i], j * n * n, product);
        for (int s = 0; s < n * n; s++) {
            variance[i][j * n * n + s] = inverse[i][j * n * n + s] + product[s];
        }
        return quadratic;
    }

    /** Σ_e R_e C̃_ed over the ancestors e of a level. */
    private double[] timesAncestors(int i, int j, int d, double[][] variance, double[][][] covariance) {
        int n = q[i];
        int qd = q[i + 1 + d];
        double[] y = new double[n * qd];
        for (int e = 0; e < above[i].length; e++) {
            int qe = q[i + 1 + e];
            int lower = Math.min(d, e);
            int level = ancestor[i][lower][j];
            if (level < 0 || ancestor[i][e][j] < 0) {
                continue;
            }
            double[] source = d == e ? variance[i + 1 + d] : covariance[i + 1 + lower][Math.abs(d - e) - 1];
            for (int k = 0; k < qd; k++) {
                for (int h = 0; h < qe; h++) {
                    double c = source[level * qd * qe + (e <= d ? k * qe + h : h * qd + k)];
                    for (int a = 0; a < n; a++) {
                        y[k * n + a] += above[i][e][(j * qe + h) * n + a] * c;
                    }
                }
            }
        }
        return y;
    }

    /** Σ_j (I − AW)Q_j(I − AW)' over the levels of a chain of one factor. */
    double[] sumOfProjected(double[] forms) {
        int n = q[0];
        double[] sum = new double[n * n];
        double[] product = new double[n * n];
        double[] form = new double[n * n];
        for (int j = 0; j < levels[0]; j++) {
            double[] left = projection(0, j);
            System.arraycopy(forms, j * n * n, form, 0, n * n);
            SmallMatrix.sandwich(n, n, n, left, 0, form, 0, left, 0, product);
            for (int s = 0; s < n * n; s++) {
                sum[s] += product[s];
            }
        }
        return sum;
    }

    /** (I − AW)' of a level. */
    private double[] projection(int i, int j) {
        int n = q[i];
        int at = j * n * n;
        double[] left = new double[n * n];
        for (int k = 0; k < n; k++) {
            for (int a = 0; a < n; a++) {
                left[a * n + k] = a == k ? 1 : 0;
                for (int h = 0; h < n; h++) {
                    left[a * n + k] -= own[i][at + h * n + a] * inverse[i][at + k * n + h];
                }
            }
        }
        return left;
    }

    /** Z'V_c⁻¹Z = (I − AW)A − (I − AW)Q(I − AW)'. */
    private void addInformation(int i, int j, double[] quadratic, double[] sum) {
        int n = q[i];
        double[] left = projection(i, j);
        double[] identity = new double[n * n];
        for (int k = 0; k < n; k++) {
            identity[k * n + k] = 1;
        }
        double[] product = new double[n * n];
        SmallMatrix.sandwich(n, n, n, left, 0, own[i], j * n * n, identity, 0, product);
        for (int s = 0; s < n * n; s++) {
            sum[s] += product[s];
        }
        SmallMatrix.sandwich(n, n, n, left, 0, quadratic, 0, left, 0, product);
        for (int s = 0; s < n * n; s++) {
            sum[s] -= product[s];
        }
    }
}
