package dev.echelon.bench.crossed;

import dev.echelon.covariance.Covariances;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.crossproducts.GroupingFactor;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** y = 1 + 0.5x + u_j + v_t + e over the pairs of a graph, as cross-products. */
record CrossedData(CrossProducts products, List<GroupingFactor> factors) {

    static CrossedData of(CrossedGraph graph, double first, double second, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] u = effects(graph.first(), first, random);
        double[] v = effects(graph.second(), second, random);
        Sums a = new Sums(graph.first());
        Sums b = new Sums(graph.second());
        double[] fixed = new double[9];
        for (int j = 0; j < graph.first(); j++) {
            for (int e = graph.start()[j]; e < graph.start()[j + 1]; e++) {
                int t = graph.level()[e];
                double x = RatingDegrees.gaussian(random);
                double y = 0.5 * x + u[j] + v[t] + RatingDegrees.gaussian(random);
                double[] row = {1, x, y};
                a.add(j, row);
                b.add(t, row);
                for (int k = 0; k < 3; k++) {
                    for (int i = k; i < 3; i++) {
                        fixed[k * 3 + i] += row[k] * row[i];
                    }
                }
            }
        }
        double[] ones = new double[graph.entries()];
        Arrays.fill(ones, 1);
        CrossProducts products = CrossProducts.of(
                graph.entries(),
                0,
                fixed,
                List.of(a.block(), b.block()),
                List.of(List.of(new CrossProducts.Coupling(graph.start(), graph.level(), ones)), List.of()));
        return new CrossedData(
                products, List.of(factor("first", graph.first(), 0), factor("second", graph.second(), 1)));
    }

    private static double[] effects(int levels, double deviation, SplittableRandom random) {
        double[] effects = new double[levels];
        Arrays.setAll(effects, j -> deviation * RatingDegrees.gaussian(random));
        return effects;
    }

    private static GroupingFactor factor(String name, int levels, int term) {
        return new GroupingFactor(
                name, levels, new int[0], List.of(new GroupingFactor.Term(term, 0, 1, Covariances.named("us"))));
    }

    private static final class Sums {
        private final double[] withFixed;
        private final double[] own;
        private final long[] counts;

        Sums(int levels) {
            this.withFixed = new double[3 * levels];
            this.own = new double[levels];
            this.counts = new long[levels];
        }

        void add(int j, double[] row) {
            own[j]++;
            counts[j]++;
            for (int k = 0; k < 3; k++) {
                withFixed[3 * j + k] += row[k];
            }
        }

        CrossProducts.Block block() {
            return new CrossProducts.Block(own.length, 1, own, withFixed, counts);
        }
    }
}
