package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.result.Provenance;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import tools.jackson.core.exc.JacksonIOException;

/**
 * Files of saved fits: {@link FitJson} as UTF-8, compressed with gzip if it is large or the name ends in {@code .gz},
 * which readers recognise by its first bytes, whatever the name.
 */
final class FitFile {
    private static final int BUFFER = 1 << 16;

    /** Text of a compressed fit that is read in any case, and how many times larger than its file it may be beyond. */
    private static final long PLENTY = 64L << 20;

    private static final long MAX_EXPANSION = 200;

    private FitFile() {}

    static void write(FitState state, Provenance provenance, Path file) {
        boolean compress = file.toString().toLowerCase(Locale.ROOT).endsWith(".gz");
        WholeFile.write(
                file, "the fit", stream -> FitJson.write(state, provenance, new GzipWhenLarge(stream, compress)));
    }

    static LmmFit read(Path file) {
        String name = file.toString();
        if (Files.isDirectory(file)) {
            throw new EchelonException("cannot read the saved fit '" + name + "': it is a folder");
        }
        if (SummaryFile.is(file)) {
            throw new EchelonException("the file '" + name + "' is no saved fit: it holds cross-products; fit them with"
                    + " 'echelon fit " + name + " --save FIT' or Lmm.fit(DataSummary)");
        }
        try (InputStream stream = new BufferedInputStream(WholeFile.open(file), BUFFER)) {
            if (!isGzip(stream)) {
                return FitJson.read(name, stream, Long.MAX_VALUE);
            }
            long limit = Math.max(PLENTY, MAX_EXPANSION * Files.size(file));
            return FitJson.read(name, new GZIPInputStream(stream, BUFFER), limit);
        } catch (JacksonIOException e) {
            throw unreadable(name, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private static boolean isGzip(InputStream stream) throws IOException {
        stream.mark(2);
        boolean gzip = stream.read() == 0x1f && stream.read() == 0x8b;
        stream.reset();
        return gzip;
    }

    private static EchelonException unreadable(String name, IOException e) {
        if (e instanceof EOFException) {
            return new EchelonException("the file '" + name + "' ends too early: its compressed text is cut off", e);
        }
        if (e instanceof ZipException) {
            return new EchelonException(
                    "the file '" + name + "' is damaged: its compressed text cannot be expanded (" + e.getMessage()
                            + ")",
                    e);
        }
        return new EchelonException("cannot read the saved fit '" + name + "': " + WholeFile.reason(e), e);
    }
}
