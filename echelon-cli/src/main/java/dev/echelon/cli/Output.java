package dev.echelon.cli;

import dev.echelon.error.EchelonException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            writer.write(out);
        } catch (IOException e) {
            throw new EchelonException("cannot write '" + file + "': " + e.getMessage(), e);
        }
    }
}
