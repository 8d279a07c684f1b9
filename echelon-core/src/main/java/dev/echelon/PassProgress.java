package dev.echelon;

import java.util.OptionalLong;

/**
 * How far a pass over the rows of a source has come.
 *
 * @param pass what it does: {@code "learning levels"}, {@code "summing up"}
 * @param rows how many rows it has read
 * @param of how many there are, if that is known
 * @param seconds since it began
 * @param finished whether it is over
 */
public record PassProgress(String pass, long rows, OptionalLong of, double seconds, boolean finished) {

    /** Told from time to time, by one thread at a time. */
    public interface Listener {
        /** Tells nobody. */
        Listener NONE = progress -> {};

        /** Is told how far a pass has come. */
        void report(PassProgress progress);
    }

    /** The mean rate so far. */
    public double rowsPerSecond() {
        return seconds > 0 ? rows / seconds : 0;
    }

    /** The time that is left at this rate; NaN if it is not known. */
    public double secondsLeft() {
        return of.isPresent() && rows > 0 ? Math.max(0, of.getAsLong() - rows) / rowsPerSecond() : Double.NaN;
    }
}
