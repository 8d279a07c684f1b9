package dev.echelon.cli;

import dev.echelon.error.EchelonException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/** Results for a file or standard output. */
final class Output {
    private Output() {}

    /** What writes. */
    interface Writer {
        void write(OutputStream out) throws IOException;
    }

    /** Writes to the file, or to standard output if there is none. */
    static void write(@Nullable Path file, Console console, Writer writer) {
        if (file == null) {
            console.write(out -> {
                try {
                    writer.write(out);
                } catch (IOException e) {
                    throw new OutputException(e);
                }
            });
            return;
        }
        requirePlace(file);
        Path target = file.toAbsolutePath();
        boolean device = Files.exists(target) && !Files.isRegularFile(target);
        try {
            if (device) {
                fill(target, writer);
            } else {
                replace(target, writer);
            }
        } catch (OutputException e) {
            throw failure(file, e.reason());
        } catch (IOException e) {
            throw failure(file, e);
        }
    }

    private static EchelonException failure(Path file, IOException e) {
        return new EchelonException("cannot write '" + file + "': " + reason(e), e);
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission is denied";
        }
        if (e instanceof FileSystemException system) {
            return system.getReason() == null ? "no file can be made there" : system.getReason();
        }
        return String.valueOf(e.getMessage());
    }

    private static void requirePlace(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file)) {
            throw new EchelonException("cannot write '" + file + "': it is a folder; give a file name");
        }
        if (folder != null && !Files.isDirectory(folder)) {
            throw new EchelonException("cannot write '" + file + "': there is no folder '" + folder + "'");
        }
    }

    private static void fill(Path file, Writer writer) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            writer.write(out);
        }
    }

    /** Writes beside the file first, so that a failure leaves what was there, and nothing by halves. */
    private static void replace(Path target, Writer writer) throws IOException {
        Path real = Files.exists(target) ? target.toRealPath() : target;
        Path beside = real.resolveSibling(
                "." + real.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            fill(beside, writer);
            Files.move(beside, real, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }
}
