package dev.echelon.internal.likelihood;

import dev.echelon.internal.crossproducts.CrossProducts;

/** Eliminates the levels of the only grouping factor one by one, each from its own blocks alone. */
public final class LevelSweep {
    private final CrossProducts.Block block;
    private final double[] lambda;
    private final int q;
    private final int r;
    private final double[] half;
    private final double[] work;
    private final double[] halved; // BA
    private final double[] u; // BR

    /**
     * Prepares a sweep.
     *
     * @param lambda λ, q×q lower triangular
     * @param r columns of [X y]
     */
    public LevelSweep(CrossProducts.Block block, double[] lambda, int r) {
        this.block = block;
        this.lambda = lambda;
        this.q = block.effects();
        this.r = r;
        this.half = new double[q * q];
        this.work = new double[q * q];
        this.halved = new double[q * q];
        this.u = new double[q * r];
    }

    /** The moments of levels {@code [from, to)}. */
    GroupMoments moments(int from, int to) {
        GroupMoments sum = GroupMoments.zero(q, r);
        double[] own = new double[q * q];
        double[] n = new double[q * q];
        double[] reached = new double[q * r];
        for (int j = from; j < to; j++) {
            double determinant = eliminate(j, own);
            for (int c = 0; c < q; c++) {
                for (int a = 0; a < q; a++) {
                    n[c * q + a] = own[c * q + a] - dot(halved, a, halved, c);
                }
            }
            for (int k = 0; k < r; k++) {
                for (int a = 0; a < q; a++) {
                    reached[k * q + a] = block.withFixed()[(j * r + k) * q + a] - dot(halved, a, u, k);
                }
            }
            sum.addLevel(determinant, u, n, reached);
        }
        return sum;
    }

    /**
     * The conditional modes b̂_j = B'B(c_j − B_jβ̂) of a level.
     *
     * @param beta β̂, one number for each column of X
     * @param modes where to write q numbers
     */
    public void modes(int j, double[] beta, double[] modes) {
        eliminate(j, new double[q * q]);
        double[] rest = new double[q];
        for (int a = 0; a < q; a++) {
            rest[a] = u[(r - 1) * q + a];
            for (int k = 0; k < r - 1; k++) {
                rest[a] -= u[k * q + a] * beta[k];
            }
        }
        for (int a = 0; a < q; a++) {
            modes[a] = dot(half, a, rest, 0);
        }
    }

    /** The conditional variance B'B of the last level of {@link #modes}, relative to σ², q×q. */
    public double[] variance() {
        double[] variance = new double[q * q];
        for (int b = 0; b < q; b++) {
            for (int a = 0; a < q; a++) {
                variance[b * q + a] = dot(half, a, half, b);
            }
        }
        return variance;
    }

    /** Writes A, and B, BA, BR; returns |M|. */
    private double eliminate(int j, double[] own) {
        System.arraycopy(block.own(), j * q * q, own, 0, q * q);
        double determinant = SmallCholesky.halve(q, own, 0, lambda, half, work);
        for (int c = 0; c < q; c++) {
            for (int h = 0; h < q; h++) {
                double sum = 0;
                for (int m = 0; m < q; m++) {
                    sum += half[m * q + h] * own[c * q + m];
                }
                halved[c * q + h] = sum;
            }
        }
        for (int k = 0; k < r; k++) {
            for (int h = 0; h < q; h++) {
                double sum = 0;
                for (int m = 0; m < q; m++) {
                    sum += half[m * q + h] * block.withFixed()[(j * r + k) * q + m];
                }
                u[k * q + h] = sum;
            }
        }
        return determinant;
    }

    /** Column i of x times column k of y, each of length q. */
    private double dot(double[] x, int i, double[] y, int k) {
        double sum = 0;
        for (int h = 0; h < q; h++) {
            sum += x[i * q + h] * y[k * q + h];
        }
        return sum;
    }
}
