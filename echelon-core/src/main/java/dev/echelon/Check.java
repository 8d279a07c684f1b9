package dev.echelon;

import dev.echelon.error.EchelonException;
import java.util.ArrayList;
import java.util.List;

/** What to check, and how. Immutable. */
public final class Check {
    private final int replicates;
    private final long seed;
    private final boolean keepEffects;
    private final Deletion deletion;
    private final List<String> groups;

    private Check(int replicates, long seed, boolean keepEffects, Deletion deletion, List<String> groups) {
        this.replicates = replicates;
        this.seed = seed;
        this.keepEffects = keepEffects;
        this.deletion = deletion;
        this.groups = groups;
    }

    /** 250 simulated data sets with seed 1 and new random effects; refits without each level where these are quick. */
    public static Check defaults() {
        return new Check(250, 1, false, Deletion.REFIT, List.of());
    }

    /**
     * With this number of simulated data sets.
     *
     * @throws EchelonException if there are fewer than 20
     */
    public Check replicates(int number) {
        if (number < 20) {
            throw new EchelonException("a check needs at least 20 simulations, not " + number);
        }
        return new Check(number, seed, keepEffects, deletion, groups);
    }

    /** With this seed; the same seed gives the same result. */
    public Check seed(long value) {
        return new Check(replicates, value, keepEffects, deletion, groups);
    }

    /** Simulates with the random effects of the fit instead of new ones: checks the rows within groups only. */
    public Check keepEffects(boolean value) {
        return new Check(replicates, seed, value, deletion, groups);
    }

    /** With another treatment of θ when a level is deleted. */
    public Check deletion(Deletion value) {
        return new Check(replicates, seed, keepEffects, value, groups);
    }

    /** With the influence of the levels of this factor, however long it takes. */
    public Check influence(String group) {
        List<String> more = new ArrayList<>(groups);
        more.add(group);
        return new Check(replicates, seed, keepEffects, deletion, List.copyOf(more));
    }

    int replicates() {
        return replicates;
    }

    long seed() {
        return seed;
    }

    boolean keepEffects() {
        return keepEffects;
    }

    Deletion deletion() {
        return deletion;
    }

    List<String> groups() {
        return groups;
    }
}
