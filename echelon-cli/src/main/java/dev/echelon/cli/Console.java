package dev.echelon.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The streams and the environment of one run. Text is UTF-8 whatever the platform's charset. */
final class Console {
    private static final int BUFFER = 1 << 16;
    private static final int DEFAULT_WIDTH = 80;
    private static final int LEAST_WIDTH = 40;

    private final InputStream in;
    private final OutputStream out;
    private final PrintStream err;
    private final Map<String, String> environment;
    private final boolean outTerminal;
    private final boolean errTerminal;

    Console(
            InputStream in,
            OutputStream out,
            OutputStream err,
            Map<String, String> environment,
            boolean outTerminal,
            boolean errTerminal) {
        this.in = in;
        this.out = out;
        this.err = new PrintStream(err, true, StandardCharsets.UTF_8);
        this.environment = Map.copyOf(environment);
        this.outTerminal = outTerminal;
        this.errTerminal = errTerminal;
    }

    /** The process's own streams; the launcher says which of them are terminals, because Java cannot tell. */
    static Console ofProcess() {
        return new Console(
                System.in,
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                System.getenv(),
                Boolean.getBoolean("echelon.stdout.terminal"),
                Boolean.getBoolean("echelon.stderr.terminal"));
    }

    InputStream in() {
        return in;
    }

    /** Standard error, flushed at every line. */
    PrintStream err() {
        return err;
    }

    /** A variable of the environment, empty if it is not set. */
    String variable(String name) {
        return environment.getOrDefault(name, "");
    }

    /** Characters per line: {@code COLUMNS} if set, otherwise 80. */
    int width() {
        try {
            return Math.max(LEAST_WIDTH, Integer.parseInt(environment.getOrDefault("COLUMNS", "")));
        } catch (NumberFormatException notSet) {
            return DEFAULT_WIDTH;
        }
    }

    /** Whether standard output may carry colours: a terminal, and {@code NO_COLOR} is not set. */
    boolean colours() {
        return outTerminal && environment.getOrDefault("NO_COLOR", "").isEmpty();
    }

    /** Whether characters beyond ASCII can be shown: the locale says UTF-8, or nothing. */
    boolean unicode() {
        for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            String locale = environment.getOrDefault(name, "");
            if (!locale.isEmpty()) {
                return locale.toLowerCase(java.util.Locale.ROOT)
                        .replace("-", "")
                        .endsWith("utf8");
            }
        }
        return true;
    }

    /** Whether standard error is a terminal, where a line may be overwritten. */
    boolean interactive() {
        return errTerminal;
    }

    /** Whether stack traces of internal errors are wanted. */
    boolean debug() {
        return environment.getOrDefault("ECHELON_DEBUG", "").equals("1");
    }

    /** Writes text to standard output. */
    void print(String text) {
        write(stream -> {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            try {
                stream.write(bytes);
            } catch (IOException e) {
                throw new OutputException(e);
            }
        });
    }

    /** Writes a result to standard output, as JSON with a line end or as text. */
    void show(boolean json, Consumer<OutputStream> asJson, Supplier<String> asText) {
        if (json) {
            write(asJson);
            print("\n");
        } else {
            print(asText.get());
        }
    }

    /**
     * Lets {@code writer} write to standard output.
     *
     * @throws OutputException if that fails, also when the reader of a pipe has gone
     */
    void write(Consumer<OutputStream> writer) {
        try {
            OutputStream buffer = new BufferedOutputStream(out, BUFFER);
            writer.accept(buffer);
            buffer.flush();
        } catch (IOException e) {
            throw new OutputException(e);
        }
    }
}
