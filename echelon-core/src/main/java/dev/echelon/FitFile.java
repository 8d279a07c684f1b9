package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.result.Provenance;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
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

    /** Writes next to the file and renames, so that a reader finds the old file or the new one, never a part. */
    static void write(FitState state, Provenance provenance, Path file) {
        try {
            Path target = Files.isSymbolicLink(file) ? file.toRealPath() : file.toAbsolutePath();
            requireReplaceable(file, target);
            Path part = target.resolveSibling(
                    ".echelon-" + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".part");
            try {
                boolean compress = target.toString().toLowerCase(Locale.ROOT).endsWith(".gz");
                writeNew(state, provenance, part, compress);
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (JacksonIOException e) {
            throw unwritable(file, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static void writeNew(FitState state, Provenance provenance, Path part, boolean compress)
            throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            FitJson.write(state, provenance, new GzipWhenLarge(Channels.newOutputStream(channel), compress));
            channel.force(true); // the bytes have to be on the disk before the rename
        }
    }

    private static void requireReplaceable(Path file, Path target) {
        if (Files.isDirectory(target)) {
            throw unwritable(file, "it is a folder; give a file name");
        }
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            throw unwritable(file, "it is not an ordinary file");
        }
        if (Files.exists(target) && !Files.isWritable(target)) {
            throw unwritable(file, "it is protected against writing");
        }
        Path folder = target.getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw unwritable(file, "there is no folder '" + folder + "'");
        }
    }

    private static EchelonException unwritable(Path file, String reason) {
        return new EchelonException("cannot save the fit to '" + file + "': " + reason);
    }

    private static EchelonException unwritable(Path file, IOException e) {
        return new EchelonException("cannot save the fit to '" + file + "': " + reason(e), e);
    }

    /** Why, in words. */
    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission is denied";
        }
        if (e instanceof NoSuchFileException) {
            return "there is no such file or folder";
        }
        String text = e instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : String.valueOf(e.getMessage());
        return text.contains("No space left") ? "the disk is full" : text;
    }

    /** A pipe has no size, which the stream of {@code Files} asks for. */
    private static InputStream open(Path file) throws IOException {
        boolean pipe = Files.exists(file) && !Files.isRegularFile(file);
        return pipe ? new FileInputStream(file.toFile()) : Files.newInputStream(file);
    }

    static LmmFit read(Path file) {
        String name = file.toString();
        if (Files.isDirectory(file)) {
            throw new EchelonException("cannot read the saved fit '" + name + "': it is a folder");
        }
        try (InputStream stream = new BufferedInputStream(open(file), BUFFER)) {
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
        return new EchelonException("cannot read the saved fit '" + name + "': " + reason(e), e);
    }
}
