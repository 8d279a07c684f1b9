package dev.echelon;

import dev.echelon.error.EchelonException;
import java.util.Optional;

/** What is asked of the tests of random effects. Immutable. */
public final class RandomTest {
    private static final int MOST = 10_000_000;

    private final Optional<String> term;
    private final int simulations;
    private final int bootstrap;
    private final long seed;

    private RandomTest(Optional<String> term, int simulations, int bootstrap, long seed) {
        this.term = term;
        this.simulations = simulations;
        this.bootstrap = bootstrap;
        this.seed = seed;
    }

    /** Every random term, one reduction after another. */
    public static RandomTest all() {
        return new RandomTest(Optional.empty(), 10_000, 0, 1);
    }

    /** One: {@code "Days | Subject"} for an effect, {@code "Subject"} for all effects of a grouping factor. */
    public static RandomTest of(String term) {
        return new RandomTest(Optional.of(term), 10_000, 0, 1);
    }

    /**
     * How many draws of the exact law are taken where it is known; 10 000 unless said, 0 for none.
     *
     * @throws EchelonException if the number is negative or too large
     */
    public RandomTest simulations(int draws) {
        return new RandomTest(term, checked(draws, "simulations"), bootstrap, seed);
    }

    /**
     * How many responses are drawn from the smaller model and fitted by both; none unless said.
     *
     * @throws EchelonException if the number is negative or too large
     */
    public RandomTest bootstrap(int draws) {
        return new RandomTest(term, simulations, checked(draws, "bootstrap replicates"), seed);
    }

    /** The same seed gives the same p values on any number of threads; 1 unless said. */
    public RandomTest seed(long value) {
        return new RandomTest(term, simulations, bootstrap, value);
    }

    private static int checked(int draws, String what) {
        if (draws < 0 || draws > MOST) {
            throw new EchelonException("the number of " + what + " is " + draws + "; choose 0 to " + MOST);
        }
        return draws;
    }

    Optional<String> term() {
        return term;
    }

    int simulations() {
        return simulations;
    }

    int bootstrap() {
        return bootstrap;
    }

    long seed() {
        return seed;
    }
}
