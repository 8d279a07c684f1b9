package dev.echelon.spark;

import dev.echelon.LmmFit;
import dev.echelon.error.EchelonException;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import scala.reflect.ClassTag$;

/** A fit that can travel: the bytes of a saved fit, read when first asked for. */
final class FitHolder implements FittedGroups, Serializable {
    private static final long serialVersionUID = 1L;

    private final byte[] saved;
    private transient volatile @Nullable LmmFit fit;

    private FitHolder(byte[] saved, @Nullable LmmFit fit) {
        this.saved = saved;
        this.fit = fit;
    }

    static FitHolder of(LmmFit fit) {
        return new FitHolder(throughFile(new byte[0], fit::save), fit);
    }

    static FitHolder read(byte[] saved) {
        return new FitHolder(saved, null);
    }

    @Override
    public byte[] saved() {
        return saved;
    }

    @Override
    public boolean arePartitioned() {
        return false;
    }

    @Override
    public SpreadFit spread() {
        throw new EchelonException("the groups of the model are in one place; ask fit() for what was estimated, or set"
                + " aggregation to 'partitioned' to leave them with the executors");
    }

    @Override
    public String formula() {
        return fit().formula();
    }

    @Override
    public Dataset<Row> predicted(PredictionTask task) {
        Broadcast<FitHolder> sent =
                task.session().sparkContext().broadcast(this, ClassTag$.MODULE$.apply(FitHolder.class));
        return task.rows().mapPartitions(new PredictRows(sent, task.columns()), Encoders.row(task.schema()));
    }

    @Override
    public LmmFit fit() {
        LmmFit known = fit;
        if (known == null) {
            synchronized (this) {
                known = fit;
                if (known == null) {
                    LmmFit[] read = new LmmFit[1];
                    throughFile(saved, file -> read[0] = LmmFit.load(file));
                    known = read[0];
                    fit = known;
                }
            }
        }
        return known;
    }

    private interface FileUse {
        void with(Path file);
    }

    /** The bytes of a temporary file that began with {@code bytes}, after its use. */
    private static byte[] throughFile(byte[] bytes, FileUse use) {
        try {
            Path file = Files.createTempFile("echelon-", ".fit.gz");
            try {
                Files.write(file, bytes);
                use.with(file);
                return Files.readAllBytes(file);
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
