package dev.echelon.internal.iterative;

import dev.echelon.internal.crossproducts.CrossProducts.Coupling;
import dev.echelon.internal.linalg.Parallel;
import java.util.Arrays;

/**
 * The blocks Z_j'Z_t of two factors by level of the first. Products are formed row by row: nothing is scattered, so rows
 * can be shared among threads.
 *
 * <p><b>Cost</b> of a product with eight vectors: 16qg operations and 64g bytes, most of them from cache, per entry.
 */
final class SparseRows {
    private static final int W = Lanes.WIDTH;
    private static final int PARTS_PER_THREAD = 4;

    final int rows;
    final int q;
    final int g;
    final int[] start;
    final int[] level;
    /** Empty if all are one: pairs of random intercepts that occur once. */
    final double[] values;

    SparseRows(Coupling coupling, int q, int g) {
        this.rows = coupling.start().length - 1;
        this.q = q;
        this.g = g;
        this.start = coupling.start();
        this.level = coupling.level();
        this.values = q == 1 && g == 1 && allOne(coupling.values()) ? new double[0] : coupling.values();
    }

    private static boolean allOne(double[] values) {
        return Arrays.stream(values).allMatch(v -> v == 1);
    }

    /** The rows cut into ranges of about equal numbers of entries. */
    int[] ranges(int threads) {
        int parts = level.length < 20_000 ? 1 : threads * PARTS_PER_THREAD;
        int[] bounds = new int[parts + 1];
        for (int p = 1; p < parts; p++) {
            int target = (int) ((long) level.length * p / parts);
            int found = Arrays.binarySearch(start, target);
            bounds[p] = Math.max(bounds[p - 1], Math.min(rows, found < 0 ? -found - 1 : found));
        }
        bounds[parts] = rows;
        return bounds;
    }

    /** out := out + sign·(this)·in, where the vectors of the factors begin at these rows of the blocks. */
    void addProduct(double sign, double[] in, int inRow, double[] out, int outRow, int threads) {
        int[] bounds = ranges(threads);
        Parallel.run(bounds.length - 1, p -> addRange(sign, in, inRow, out, outRow, bounds[p], bounds[p + 1]));
    }

    /** The part of it that changes rows from..to. */
    void addRange(double sign, double[] in, int inRow, double[] out, int outRow, int from, int to) {
        if (q == 1 && g == 1) {
            addScalar(sign, in, inRow * W, out, outRow * W, from, to);
        } else {
            addBlocks(sign, in, inRow * W, out, outRow * W, from, to);
        }
    }

    private void addScalar(double sign, double[] in, int inAt, double[] out, int outAt, int from, int to) {
        boolean ones = values.length == 0;
        for (int j = from; j < to; j++) {
            double s0 = 0;
            double s1 = 0;
            double s2 = 0;
            double s3 = 0;
            double s4 = 0;
            double s5 = 0;
            double s6 = 0;
            double s7 = 0;
            for (int e = start[j]; e < start[j + 1]; e++) {
                double x = ones ? 1 : values[e];
                int at = inAt + level[e] * W;
                s0 += x * in[at];
                s1 += x * in[at + 1];
                s2 += x * in[at + 2];
                s3 += x * in[at + 3];
                s4 += x * in[at + 4];
                s5 += x * in[at + 5];
                s6 += x * in[at + 6];
                s7 += x * in[at + 7];
            }
            int o = outAt + j * W;
            out[o] += sign * s0;
            out[o + 1] += sign * s1;
            out[o + 2] += sign * s2;
            out[o + 3] += sign * s3;
            out[o + 4] += sign * s4;
            out[o + 5] += sign * s5;
            out[o + 6] += sign * s6;
            out[o + 7] += sign * s7;
        }
    }

    private void addBlocks(double sign, double[] in, int inAt, double[] out, int outAt, int from, int to) {
        double[] sum = new double[q * W];
        for (int j = from; j < to; j++) {
            Arrays.fill(sum, 0);
            for (int e = start[j]; e < start[j + 1]; e++) {
                for (int b = 0; b < g; b++) {
                    int at = inAt + (level[e] * g + b) * W;
                    for (int a = 0; a < q; a++) {
                        double x = values[(e * g + b) * q + a];
                        for (int k = 0; k < W; k++) {
                            sum[a * W + k] += x * in[at + k];
                        }
                    }
                }
            }
            int o = outAt + j * q * W;
            for (int i = 0; i < q * W; i++) {
                out[o + i] += sign * sum[i];
            }
        }
    }
}
