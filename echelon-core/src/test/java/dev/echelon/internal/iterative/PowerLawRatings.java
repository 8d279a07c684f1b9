package dev.echelon.internal.iterative;

import dev.echelon.covariance.Covariances;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.crossproducts.CrossProducts.Block;
import dev.echelon.internal.crossproducts.CrossProducts.Coupling;
import dev.echelon.internal.crossproducts.GroupingFactor;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AliasMethodDiscreteSampler;
import org.apache.commons.rng.sampling.distribution.SharedStateDiscreteSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Ratings of movies by users with the degrees of MovieLens-32M (200 948 users with at least 20 ratings and 159 on average;
 * 84 432 movies, 18 607 of them rated once, 65 825 twice or more, 43 884 five times, 23 350 twenty, 16 034 fifty times or
 * more, the first by half of the users), or a part of them: {@code rating ~ 1 + (1 | user) + (1 | movie)}. Only the
 * cross-products are made.
 */
final class PowerLawRatings {
    static final double USER = 0.5;
    static final double MOVIE = 0.6;
    private static final int USERS = 200_948;
    private static final int MOVIES = 84_432;
    private static final int ONCE = 18_607;
    private static final double TOTAL = 3.2e7;

    private final UniformRandomProvider random;
    private final int users;
    private final int movies;
    private final int once;
    private final int[] start;
    private int[] level;

    private PowerLawRatings(double share, long seed) {
        this.random = RandomSource.XO_SHI_RO_256_PP.create(seed);
        this.users = (int) (USERS * share);
        this.movies = (int) (MOVIES * share);
        this.once = (int) (ONCE * share);
        this.start = new int[users + 1];
        this.level = new int[0];
    }

    static List<GroupingFactor> factors(CrossProducts data) {
        return List.of(factor(data, 0, "user"), factor(data, 1, "movie"));
    }

    private static GroupingFactor factor(CrossProducts data, int f, String name) {
        return new GroupingFactor(
                name,
                data.block(f).levels(),
                new int[0],
                List.of(new GroupingFactor.Term(f, 0, 1, Covariances.named("us"))));
    }

    /** A share of all users and movies, each with as many ratings as in the whole where there are enough movies. */
    static CrossProducts of(double share, long seed) {
        PowerLawRatings ratings = new PowerLawRatings(share, seed);
        ratings.connect();
        return ratings.products();
    }

    /** Ratings of movie r in the order of popularity, before they are scaled to the total. */
    private double popularity(double r) {
        double full = r * MOVIES / movies;
        double[] ranks = {16_034, 23_350, 43_884, 65_825};
        double[] counts = {50, 20, 5, 2};
        if (full <= ranks[0]) {
            return 1e5 * Math.exp(-Math.pow(full / 101, 0.4));
        }
        int k = 1;
        while (k < 3 && full > ranks[k]) {
            k++;
        }
        double at = Math.log(full / ranks[k - 1]) / Math.log(ranks[k] / ranks[k - 1]);
        return counts[k - 1] * Math.pow(counts[k] / counts[k - 1], at);
    }

    private void connect() {
        int often = movies - once;
        double[] weights = new double[often];
        Arrays.setAll(weights, r -> popularity(r + 1));
        SharedStateDiscreteSampler sampler = AliasMethodDiscreteSampler.of(random, weights);
        ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(random);
        int[] extra = new int[users];
        for (int m = 0; m < once; m++) {
            extra[random.nextInt(users)]++;
        }
        int[] own = new int[users];
        for (int u = 0; u < users; u++) {
            own[u] = Math.min(often / 3, (int) Math.round(20 + Math.exp(Math.log(53) + 1.39 * normal.sample())));
            start[u + 1] = start[u] + own[u] + extra[u];
        }
        level = new int[start[users]];
        int[] seen = new int[often];
        int next = often;
        for (int u = 0; u < users; u++) {
            int at = start[u];
            for (int k = 0; k < own[u]; ) {
                int movie = sampler.sample();
                if (seen[movie] != u + 1) {
                    seen[movie] = u + 1;
                    level[at++] = movie;
                    k++;
                }
            }
            while (at < start[u + 1]) {
                level[at++] = next++;
            }
            Arrays.sort(level, start[u], start[u + 1]);
        }
    }

    private CrossProducts products() {
        ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(random);
        double[] effect = new double[movies];
        Arrays.setAll(effect, m -> MOVIE * normal.sample());
        long[] userCounts = new long[users];
        long[] movieCounts = new long[movies];
        double[] userFixed = new double[2 * users];
        double[] movieFixed = new double[2 * movies];
        double[] fixed = new double[4];
        for (int u = 0; u < users; u++) {
            double of = 0.25 + USER * normal.sample();
            for (int e = start[u]; e < start[u + 1]; e++) {
                double y = of + effect[level[e]] + normal.sample();
                userCounts[u]++;
                movieCounts[level[e]]++;
                userFixed[2 * u]++;
                userFixed[2 * u + 1] += y;
                movieFixed[2 * level[e]]++;
                movieFixed[2 * level[e] + 1] += y;
                fixed[0]++;
                fixed[1] += y;
                fixed[3] += y * y;
            }
        }
        double[] ones = new double[level.length];
        Arrays.fill(ones, 1);
        return CrossProducts.of(
                level.length,
                0,
                fixed,
                List.of(
                        new Block(users, 1, asDoubles(userCounts), userFixed, userCounts),
                        new Block(movies, 1, asDoubles(movieCounts), movieFixed, movieCounts)),
                List.of(List.of(new Coupling(start, level, ones)), List.of()));
    }

    private static double[] asDoubles(long[] counts) {
        return Arrays.stream(counts).asDoubleStream().toArray();
    }

    /** The whole: about this many ratings. */
    static double total() {
        return TOTAL;
    }
}
