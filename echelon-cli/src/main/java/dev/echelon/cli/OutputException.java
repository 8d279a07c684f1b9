package dev.echelon.cli;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Standard output cannot be written. */
final class OutputException extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    OutputException(IOException cause) {
        super(cause);
    }
}
