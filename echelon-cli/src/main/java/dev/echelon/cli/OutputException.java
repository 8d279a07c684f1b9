package dev.echelon.cli;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Standard output cannot be written. */
final class OutputException extends UncheckedIOException {
    private static final long serialVersionUID = 1L;

    private final IOException reason;

    OutputException(IOException cause) {
        super(cause);
        this.reason = cause;
    }

    /** Why: never null, unlike what {@link #getCause()} promises. */
    IOException reason() {
        return reason;
    }
}
