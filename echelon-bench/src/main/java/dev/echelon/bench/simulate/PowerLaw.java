package dev.echelon.bench.simulate;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code rating ~ 1 + (1 | user) + (1 | movie)} with {@link DegreeClasses}: a configuration model. Every movie has a
 * stub for each of its ratings; users, busiest first, draw their stubs without replacement and put a stub back if they
 * hold that movie already. Where {@value #TRIES} tries find no other movie the pair is rated twice, and counted. Rows of
 * a user follow one another, as in MovieLens' own file; ids are in random order.
 *
 * <p>Memory: four bytes per rating.
 */
final class PowerLaw implements Simulation {
    static final String FORMULA = "rating ~ 1 + (1 | user) + (1 | movie)";

    private static final int TRIES = 300;
    private static final double MEAN = 3.5;
    private static final double USER = 0.4;
    private static final double MOVIE = 0.5;
    private static final double RESIDUAL = 0.85;

    private final int users;
    private final int movies;
    private final long seed;
    private final int[] ofUsers;
    private final int[] ofMovies;
    private long repeatedPairs;

    PowerLaw(long ratings, int users, int movies, long seed) {
        this.users = users;
        this.movies = movies;
        this.seed = seed;
        this.ofUsers = DegreeClasses.ofUsers(users, movies, ratings);
        this.ofMovies = DegreeClasses.ofMovies(movies, users, ratings);
    }

    /** Users and movies in proportion to the ratings, as many per rating as in MovieLens 32M. */
    static PowerLaw of(long ratings, long seed) {
        double scale = (double) ratings / DegreeClasses.RATINGS;
        return new PowerLaw(
                ratings,
                (int) Math.rint(DegreeClasses.USERS * scale),
                (int) Math.rint(DegreeClasses.MOVIES * scale),
                seed);
    }

    @Override
    public List<SimulatedColumn> columns() {
        return List.of(SimulatedColumn.id("user"), SimulatedColumn.id("movie"), SimulatedColumn.real("rating"));
    }

    @Override
    public long rows() {
        return Arrays.stream(ofUsers).asLongStream().sum();
    }

    @Override
    public Truth truth() {
        Map<String, Long> facts = new LinkedHashMap<>();
        facts.put(
                "movies rated once", Arrays.stream(ofMovies).filter(d -> d == 1).count());
        facts.put("most ratings of a movie", (long) ofMovies[0]);
        facts.put("most ratings of a user", (long) ofUsers[0]);
        facts.put("fewest ratings of a user", (long) ofUsers[users - 1]);
        facts.put("ratings of a pair rated before", repeatedPairs);
        return new Truth(
                "power-law",
                FORMULA,
                rows(),
                seed,
                Map.of("(Intercept)", MEAN),
                List.of(Truth.Effects.intercept("user", users, USER), Truth.Effects.intercept("movie", movies, MOVIE)),
                RESIDUAL,
                "Degrees are quantiles of the classes of MovieLens 32M, paired at random by stub matching; ratings are "
                        + "normal, not half stars, and do not depend on degrees. The real pairs are not random.",
                facts);
    }

    @Override
    public Generator generator() {
        Draws effects = new Draws(seed, 1);
        double[] ofUser = effects.effects(users, USER);
        double[] ofMovie = effects.effects(movies, MOVIE);
        int[] userIds = effects.permutation(users);
        int[] movieIds = effects.permutation(movies);
        Draws draws = new Draws(seed, 2);
        Stubs stubs = new Stubs(new Draws(seed, 3));
        return new RowByRow(rows()) {
            @Override
            void make(long index, ColumnBatch batch, int row) {
                int movie = stubs.next();
                int user = stubs.user;
                batch.set(0, row, userIds[user]);
                batch.set(1, row, movieIds[movie]);
                batch.set(2, row, MEAN + ofUser[user] + ofMovie[movie] + RESIDUAL * draws.normal());
            }
        };
    }

    /** The ratings not yet given away, as movies, behind those that are. */
    private final class Stubs {
        private final Draws draws;
        private final int[] movieOf;
        private final int[] lastUser = new int[movies]; // of each movie
        private int given;
        private int givenByUser;
        int user;

        Stubs(Draws draws) {
            this.draws = draws;
            this.movieOf = new int[Math.toIntExact(rows())];
            int stub = 0;
            for (int movie = 0; movie < movies; movie++) {
                Arrays.fill(movieOf, stub, stub + ofMovies[movie], movie);
                stub += ofMovies[movie];
            }
            Arrays.fill(lastUser, -1);
            repeatedPairs = 0;
        }

        int next() {
            if (givenByUser == ofUsers[user]) {
                user++;
                givenByUser = 0;
            }
            int chosen = choose();
            int movie = movieOf[chosen];
            movieOf[chosen] = movieOf[given];
            lastUser[movie] = user;
            given++;
            givenByUser++;
            return movie;
        }

        private int choose() {
            int stub = given;
            for (int i = 0; i < TRIES; i++) {
                stub = given + draws.below(movieOf.length - given);
                if (lastUser[movieOf[stub]] != user) {
                    return stub;
                }
            }
            repeatedPairs++;
            return stub;
        }
    }
}
