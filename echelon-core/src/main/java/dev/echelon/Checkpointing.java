package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.table.RowSource;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** When the state of a pass is written, and whether there is one to continue from. */
final class Checkpointing {
    /** Writing takes at most about this part of the time. */
    private static final int SHARE = 20;

    private final @Nullable Checkpoint checkpoint;
    private final CheckpointFile.Key key;
    private long due;
    private long offeredRows;
    private CheckpointFile.@Nullable Content offered;

    private Checkpointing(@Nullable Checkpoint checkpoint, CheckpointFile.Key key) {
        this.checkpoint = checkpoint;
        this.key = key;
        pause(0);
    }

    /** Of a pass that begins with the first row and leaves no state. */
    static Checkpointing none() {
        return new Checkpointing(null, new CheckpointFile.Key("", ""));
    }

    /**
     * Of a pass that leaves its state in a file, and continues from it.
     *
     * @param plan by which rows are to be summed up; empty if it is learned from them
     * @throws EchelonException if nothing tells whether the rows are the same the next time
     */
    static Checkpointing in(Checkpoint checkpoint, Lmm model, byte[] plan, RowSource source) {
        String stamp = source.stamp()
                .orElseThrow(() -> new EchelonException("the sums of these data cannot be continued after an"
                        + " interruption, because nothing tells whether the rows are still the same then, as with"
                        + " databases, queries and pipes; copy them to a file, or leave the checkpoint out"));
        requireFolder(checkpoint.file());
        return new Checkpointing(checkpoint, new CheckpointFile.Key(model(model, plan), stamp));
    }

    private static void requireFolder(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null && !Files.isWritable(folder)) {
            throw new EchelonException("the checkpoint '" + file + "' cannot be written: "
                    + (Files.isDirectory(folder) ? "the folder is protected" : "there is no folder")
                    + " '" + folder + "'");
        }
    }

    private static String model(Lmm model, byte[] plan) {
        ByteArrayOutputStream options = new ByteArrayOutputStream();
        try (JsonOut out = new JsonOut(options)) {
            EncodingJson.writeOptions(out, model.encoding());
        }
        CRC32C sum = new CRC32C();
        sum.update(plan);
        return "'" + model.formula().text() + "'\n" + options.toString(StandardCharsets.UTF_8)
                + (plan.length == 0 ? "" : "\nplan " + plan.length + " " + sum.getValue());
    }

    boolean isOn() {
        return checkpoint != null;
    }

    /** Hands over the state that an interrupted pass has left, if there is one. */
    void restore(CheckpointFile.Reader reader) {
        if (checkpoint != null && Files.exists(checkpoint.file())) {
            CheckpointFile.read(checkpoint.file(), key, reader);
            pause(0);
        }
    }

    /** Writes the state if it is time to; otherwise the last call's counts for {@link #keep}. */
    void offer(long rows, CheckpointFile.Content state) {
        offeredRows = rows;
        offered = state;
        if (System.nanoTime() - due >= 0) {
            keep();
        }
    }

    /** Writes the state as it is now, because rows end too early. */
    void keep() {
        CheckpointFile.Content state = offered;
        if (checkpoint != null && state != null) {
            long begin = System.nanoTime();
            CheckpointFile.write(checkpoint.file(), key, offeredRows, state);
            offered = null;
            pause(System.nanoTime() - begin);
        }
    }

    private void pause(long took) {
        long interval = checkpoint == null ? 0 : checkpoint.interval().toNanos();
        due = System.nanoTime() + (interval == 0 ? 0 : Math.max(interval, SHARE * took));
    }
}
