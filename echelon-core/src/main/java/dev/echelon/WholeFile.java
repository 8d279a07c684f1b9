package dev.echelon;

import dev.echelon.error.EchelonException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import tools.jackson.core.exc.JacksonIOException;

/** Files that are there whole or not at all: written next to their place and renamed. */
final class WholeFile {

    private WholeFile() {}

    /** What is written; the stream need not be closed. */
    interface Content {
        void write(OutputStream stream) throws IOException;
    }

    /**
     * Writes a file; a reader finds the old file or the new one, never a part.
     *
     * @param what it is, for messages: {@code the fit}
     * @throws EchelonException if it cannot be written; the message says why
     */
    static void write(Path file, String what, Content content) {
        try {
            Path target = Files.isSymbolicLink(file) ? file.toRealPath() : file.toAbsolutePath();
            requireReplaceable(file, target, what);
            Path part = target.resolveSibling(
                    ".echelon-" + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".part");
            try {
                writeNew(part, content);
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (JacksonIOException e) {
            throw unwritable(file, what, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw unwritable(file, what, e);
        }
    }

    private static void writeNew(Path part, Content content) throws IOException {
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            content.write(Channels.newOutputStream(channel));
            channel.force(true); // the bytes have to be on the disk before the rename
        }
    }

    private static void requireReplaceable(Path file, Path target, String what) {
        if (Files.isDirectory(target)) {
            throw unwritable(file, what, "it is a folder; give a file name");
        }
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            throw unwritable(file, what, "it is not an ordinary file");
        }
        if (Files.exists(target) && !Files.isWritable(target)) {
            throw unwritable(file, what, "it is protected against writing");
        }
        Path folder = target.getParent();
        if (folder != null && !Files.isDirectory(folder)) {
            throw unwritable(file, what, "there is no folder '" + folder + "'");
        }
    }

    private static EchelonException unwritable(Path file, String what, String reason) {
        return new EchelonException("cannot save " + what + " to '" + file + "': " + reason);
    }

    private static EchelonException unwritable(Path file, String what, IOException e) {
        return new EchelonException("cannot save " + what + " to '" + file + "': " + reason(e), e);
    }

    /** Why, in words. */
    static String reason(IOException e) {
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

    /** The bytes of a file; a pipe has no size, which the stream of {@code Files} asks for. */
    static InputStream open(Path file) throws IOException {
        boolean pipe = Files.exists(file) && !Files.isRegularFile(file);
        return pipe ? new FileInputStream(file.toFile()) : Files.newInputStream(file);
    }
}
