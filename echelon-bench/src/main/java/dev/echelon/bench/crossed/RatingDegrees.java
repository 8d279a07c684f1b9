package dev.echelon.bench.crossed;

import java.util.SplittableRandom;

/**
 * Degrees of users and movies as in MovieLens-32M (200 948 users with at least 20 ratings each, 84 432 movies, 18 607 of
 * them rated once), from the published numbers of movies with at least 1, 2, 5, 20, 50 ratings; between them and above,
 * log-linear in rank. Smaller sets take every k-th rank and fewer ratings of the popular.
 */
final class RatingDegrees {
    private static final double MOVIES = 84_432;
    private static final double[] RANK = {
        1, 10, 100, 650, 1_900, 4_450, 11_700, 16_034, 23_350, 43_884, 65_825, MOVIES + 1
    };
    private static final double[] RATINGS = {103_000, 75_000, 36_000, 10_000, 3_500, 1_000, 110, 50, 20, 5, 2, 1};

    private RatingDegrees() {}

    /** Ratings per movie, descending, about {@code total} in all. */
    static int[] movies(int movies, int users, double total) {
        double[] raw = new double[movies];
        double few = 0;
        double many = 0;
        for (int i = 0; i < movies; i++) {
            double rank = 1 + (i + 0.5) * MOVIES / movies - 0.5;
            raw[i] = quantile(rank);
            if (raw[i] >= 50) {
                many += raw[i];
            } else {
                few += Math.floor(raw[i]);
            }
        }
        int[] degrees = new int[movies];
        double factor = (total - few) / many;
        for (int i = 0; i < movies; i++) {
            double d = raw[i] >= 50 ? Math.max(50, raw[i] * factor) : raw[i];
            degrees[i] = (int) Math.min(0.55 * users, Math.floor(d));
        }
        return degrees;
    }

    private static double quantile(double rank) {
        int k = 0;
        while (k + 2 < RANK.length && rank > RANK[k + 1]) {
            k++;
        }
        if (rank >= RANK[k + 1]) {
            return RATINGS[k + 1];
        }
        if (rank >= 65_826) {
            return 1;
        }
        double share = (Math.log(rank) - Math.log(RANK[k])) / (Math.log(RANK[k + 1]) - Math.log(RANK[k]));
        return Math.exp(Math.log(RATINGS[k]) + share * (Math.log(RATINGS[k + 1]) - Math.log(RATINGS[k])));
    }

    /** Ratings per user, log-normal from 20 on, about {@code total} in all. */
    static int[] users(int users, double total, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] raw = new double[users];
        double sum = 0;
        for (int j = 0; j < users; j++) {
            raw[j] = Math.exp(1.25 * gaussian(random));
            sum += raw[j];
        }
        int[] degrees = new int[users];
        for (int j = 0; j < users; j++) {
            degrees[j] = (int) (20 + raw[j] * (total / users - 19.5) * users / sum);
        }
        return degrees;
    }

    static double gaussian(SplittableRandom random) {
        return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
    }
}
