package dev.echelon.spark;

import dev.echelon.LmmFit;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A fit that can travel: the bytes of a saved fit, read when first asked for. */
final class FitHolder implements Serializable {
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

    /** As {@link LmmFit#save} writes it. */
    byte[] saved() {
        return saved;
    }

    LmmFit fit() {
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
