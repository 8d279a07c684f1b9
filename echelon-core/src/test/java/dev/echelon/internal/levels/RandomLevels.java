package dev.echelon.internal.levels;

import dev.echelon.internal.crossproducts.CrossProducts;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Cross-products of random rows with one grouping factor: four rows more than columns in each level. */
public final class RandomLevels {
    private RandomLevels() {}

    /** With q effects and r columns of [X y], of which the first q are those of Z. */
    public static CrossProducts of(int levels, int q, int r, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int width = Math.max(q, r);
        int rows = width + 4;
        double[] own = new double[levels * q * q];
        double[] withFixed = new double[levels * q * r];
        double[] fixed = new double[r * r];
        for (int j = 0; j < levels; j++) {
            double[][] columns = new double[width][rows];
            for (double[] column : columns) {
                double mean = random.nextDouble() - 0.5;
                Arrays.setAll(column, i -> mean + random.nextDouble() - 0.5);
            }
            for (int k = 0; k < width; k++) {
                for (int i = 0; i < width; i++) {
                    double product = dot(columns[i], columns[k]);
                    if (i < q && k < q) {
                        own[(j * q + k) * q + i] = product;
                    }
                    if (i < q && k < r) {
                        withFixed[(j * r + k) * q + i] = product;
                    }
                    if (i < r && k < r) {
                        fixed[k * r + i] += product;
                    }
                }
            }
        }
        CrossProducts.Block block = new CrossProducts.Block(levels, q, own, withFixed, counts(levels, rows));
        return CrossProducts.of((long) levels * rows, 0, fixed, List.of(block), List.of(List.of()));
    }

    /** A lower triangular λ. */
    public static double[] lambda(int q, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] lambda = new double[q * q];
        for (int k = 0; k < q; k++) {
            for (int i = k; i < q; i++) {
                lambda[k * q + i] = random.nextDouble() - 0.3;
            }
        }
        return lambda;
    }

    private static long[] counts(int levels, int rows) {
        long[] counts = new long[levels];
        Arrays.fill(counts, rows);
        return counts;
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }
}
