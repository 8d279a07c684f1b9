package dev.echelon.cli;

import dev.echelon.error.EchelonException;
import dev.echelon.formula.FormulaException;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns what went wrong into a sentence on standard error and an exit code. */
final class Failures {
    private Failures() {}

    static int report(Throwable failure, Console console) {
        if (console.debug()) {
            failure.printStackTrace(console.err());
        }
        if (isBrokenPipe(failure)) {
            return ExitCode.DONE;
        }
        if (failure instanceof FormulaException) {
            return say(console, failure.getMessage(), ExitCode.USAGE);
        }
        if (failure instanceof EchelonException) {
            return say(console, failure.getMessage(), ExitCode.FAILURE);
        }
        if (failure instanceof OutputException) {
            return say(console, "the output cannot be written: " + reason(failure), ExitCode.FAILURE);
        }
        if (failure instanceof OutOfMemoryError) {
            return say(console, memory(), ExitCode.FAILURE);
        }
        console.err()
                .println("internal error: " + failure.getClass().getName()
                        + (failure.getMessage() == null ? "" : " (" + failure.getMessage() + ")")
                        + "; please report it with the command and, if you may, the data"
                        + (console.debug() ? "" : " (ECHELON_DEBUG=1 shows where it happened)"));
        return ExitCode.FAILURE;
    }

    static int say(Console console, @Nullable String message, int code) {
        console.err().println("error: " + message);
        return code;
    }

    /** The reader has seen enough, as in {@code echelon … | head}: not an error. */
    private static boolean isBrokenPipe(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException && cause.getMessage() != null) {
                String message = cause.getMessage().toLowerCase(Locale.ROOT);
                if (message.contains("broken pipe") || message.contains("pipe is being closed")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null || cause.getMessage() == null ? failure.toString() : cause.getMessage();
    }

    private static String memory() {
        long megabytes = Runtime.getRuntime().maxMemory() >> 20;
        return "this model and data need more than the " + megabytes + " MB of memory allowed; allow more with"
                + " ECHELON_JAVA_OPTS=-Xmx" + Math.max(2, 2 * megabytes >> 10) + "g";
    }
}
