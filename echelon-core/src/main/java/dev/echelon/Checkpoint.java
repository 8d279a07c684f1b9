package dev.echelon;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * A file in which a long pass over rows keeps what it has summed up, so that a pass that was interrupted is continued
 * after the last row covered instead of from the first. The sums have the same bits as those of a pass without an
 * interruption. Immutable.
 *
 * <pre>{@code
 * Checkpoint checkpoint = Checkpoint.in(Path.of("ratings.checkpoint"));
 * DataSummary sums = model.summarise(rows, checkpoint); // continues if the file is there
 * sums.save(Path.of("ratings.sums"));
 * checkpoint.delete();
 * }</pre>
 *
 * <p>The file is written whole or not at all and read by the release that wrote it only. It holds what files of
 * cross-products hold, and up to 16384 rows besides: see docs/guide/crossproducts.md on what that reveals.
 */
public final class Checkpoint {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Path file;
    private final Duration interval;

    private Checkpoint(Path file, Duration interval) {
        this.file = file;
        this.interval = interval;
    }

    /** In this file, about once in a minute. */
    public static Checkpoint in(Path file) {
        return new Checkpoint(file, MINUTE);
    }

    /** With at least this time between one writing and the next; with zero, after every batch of about 16384 rows. */
    public Checkpoint every(Duration time) {
        return new Checkpoint(file, time);
    }

    /** The file. */
    public Path file() {
        return file;
    }

    /**
     * How many rows the interrupted pass has covered; empty if the file is not there.
     *
     * @throws dev.echelon.error.EchelonException if the file is none of this release
     */
    public OptionalLong rows() {
        return CheckpointFile.rows(file);
    }

    /**
     * Deletes the file, if it is there.
     *
     * @throws dev.echelon.error.EchelonException if that fails, or the file is no checkpoint
     */
    public void delete() {
        CheckpointFile.delete(file);
    }

    Duration interval() {
        return interval;
    }
}
