package dev.echelon.bench.simulate;

import java.util.function.DoubleUnaryOperator;

/**
 * How many ratings each user gives and each movie gets, in the degree classes of MovieLens 32M: 32 000 204 ratings of
 * 200 948 users and 84 432 movies, of which 18 607 have one rating and 65 825, 43 884, 23 350 and 16 034 have at least
 * 2, 5, 20 and 50. Degrees are quantiles, not draws: those of another size keep the shares of the classes.
 *
 * <p>Movies below 50 ratings follow the counts above, log-linear in between; the others e^(log 50 + s·v^c) for v from 0
 * to 1, where s puts the most rated movie at 51 % of the users, as there (102 929 ratings), and c makes the total right.
 * Users follow 19 + a log-normal law with log-standard-deviation 1.38 (which gives the median 73 and mean 159 of
 * MovieLens), at most 39 % of the movies.
 */
final class DegreeClasses {
    static final int USERS = 200_948;
    static final int MOVIES = 84_432;
    static final long RATINGS = 32_000_204L;

    private static final int[] AT_LEAST = {1, 2, 5, 20, 50};
    private static final double[] MOVIES_WITH = {84_432, 65_825, 43_884, 23_350, 16_034};
    private static final double MOST_RATED_SHARE = 0.512;
    private static final double BUSIEST_SHARE = 0.395;
    private static final int FEWEST_OF_USER = 20;
    private static final double USER_SPREAD = 1.38;

    private DegreeClasses() {}

    /** Degrees of movies, descending, with the given total. */
    static int[] ofMovies(int movies, int users, long total) {
        double most = MOST_RATED_SHARE * users;
        int[] degrees = new int[movies];
        int popular = (int) Math.rint(movies * MOVIES_WITH[4] / MOVIES);
        for (int i = popular; i < movies; i++) {
            degrees[i] = rare(i * (double) MOVIES / movies);
        }
        long rest = total - sum(degrees);
        double spread = Math.log(most / AT_LEAST[4]);
        if (rest < (long) popular * AT_LEAST[4] || rest > (long) (popular * most)) {
            throw new IllegalArgumentException(
                    total + " ratings are not possible with " + users + " users and " + movies + " movies");
        }
        double power = decreasingRoot(c -> popularTotal(popular, spread, c) - rest, 0.01, 100);
        for (int i = 0; i < popular; i++) {
            degrees[i] = (int) Math.rint(popular(i, popular, spread, power));
        }
        spreadDifference(degrees, popular, total - sum(degrees), AT_LEAST[4], (int) most);
        return degrees;
    }

    /** Degrees of users, descending, with the given total. */
    static int[] ofUsers(int users, int movies, long total) {
        int most = (int) (BUSIEST_SHARE * movies);
        if (total < (long) FEWEST_OF_USER * users || total > (long) most * users) {
            throw new IllegalArgumentException(
                    total + " ratings are not possible with " + users + " users and " + movies + " movies");
        }
        double[] shape = new double[users];
        for (int i = 0; i < users; i++) {
            shape[i] = Math.exp(USER_SPREAD * normalQuantile(1 - (i + 0.5) / users));
        }
        double scale = decreasingRoot(s -> total(shape, 1 / s, most) - total, 1e-6, 1e6);
        int[] degrees = new int[users];
        for (int i = 0; i < users; i++) {
            degrees[i] = (int) Math.rint(ofUser(shape[i], 1 / scale, most));
        }
        spreadDifference(degrees, users, total - sum(degrees), FEWEST_OF_USER, most);
        return degrees;
    }

    /** Degree of the movie at this rank of MovieLens' own, from 16 034 on. */
    private static int rare(double rank) {
        int k = AT_LEAST.length - 2;
        while (k > 0 && rank >= MOVIES_WITH[k]) {
            k--;
        }
        if (k == 0) {
            return 1;
        }
        double share = Math.log(rank / MOVIES_WITH[k + 1]) / Math.log(MOVIES_WITH[k] / MOVIES_WITH[k + 1]);
        double degree = AT_LEAST[k + 1] * Math.pow((double) AT_LEAST[k] / AT_LEAST[k + 1], share);
        return Math.max(AT_LEAST[k], Math.min(AT_LEAST[k + 1] - 1, (int) degree));
    }

    private static double popular(int rank, int popular, double spread, double power) {
        return AT_LEAST[4] * Math.exp(spread * Math.pow(1 - (rank + 0.5) / popular, power));
    }

    private static double popularTotal(int popular, double spread, double power) {
        double sum = 0;
        for (int i = 0; i < popular; i++) {
            sum += popular(i, popular, spread, power);
        }
        return sum;
    }

    private static double ofUser(double shape, double scale, int most) {
        return Math.min(most, FEWEST_OF_USER - 1 + Math.max(1, scale * shape));
    }

    private static double total(double[] shape, double scale, int most) {
        double sum = 0;
        for (double s : shape) {
            sum += ofUser(s, scale, most);
        }
        return sum;
    }

    /** Adds one to, or takes one from, degrees spread evenly over the first {@code count}, as often as needed. */
    private static void spreadDifference(int[] degrees, int count, long difference, int least, int most) {
        int step = difference < 0 ? -1 : 1;
        long left = Math.abs(difference);
        for (int pass = 0; left > 0; pass++) {
            int every = (int) Math.max(1, count / left);
            for (int i = pass % every; i < count && left > 0; i += every) {
                int changed = degrees[i] + step;
                if (changed >= least && changed <= most) {
                    degrees[i] = changed;
                    left--;
                }
            }
        }
    }

    private static long sum(int[] degrees) {
        long sum = 0;
        for (int degree : degrees) {
            sum += degree;
        }
        return sum;
    }

    /** The root of a decreasing function of a positive number, by bisection of its logarithm. */
    private static double decreasingRoot(DoubleUnaryOperator function, double low, double high) {
        double from = Math.log(low);
        double to = Math.log(high);
        for (int i = 0; i < 60; i++) {
            double middle = 0.5 * (from + to);
            if (function.applyAsDouble(Math.exp(middle)) > 0) {
                from = middle;
            } else {
                to = middle;
            }
        }
        return Math.exp(0.5 * (from + to));
    }

    private static double normalQuantile(double probability) {
        return org.apache.commons.statistics.distribution.NormalDistribution.of(0, 1)
                .inverseCumulativeProbability(probability);
    }
}
