package dev.echelon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FailuresTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void brokenPipeEndsQuietly() {
        int code = Cli.run(console(new Refusing("Broken pipe"), Map.of()), "--help");
        assertThat(code).isEqualTo(ExitCode.DONE);
        assertThat(text()).isEmpty();
    }

    @Test
    void fullDiskIsSaid() {
        int code = Cli.run(console(new Refusing("No space left on device"), Map.of()), "--help");
        assertThat(code).isEqualTo(ExitCode.FAILURE);
        assertThat(text()).isEqualTo("error: the output cannot be written: No space left on device\n");
    }

    @Test
    void internalErrorHasNoTraceUnlessAskedFor() {
        Throwable bug = new IllegalStateException("x");
        assertThat(Failures.report(bug, console(OutputStream.nullOutputStream(), Map.of())))
                .isEqualTo(ExitCode.FAILURE);
        assertThat(text())
                .startsWith("internal error: java.lang.IllegalStateException (x); please report")
                .doesNotContain("\tat ");
        Failures.report(bug, console(OutputStream.nullOutputStream(), Map.of("ECHELON_DEBUG", "1")));
        assertThat(text()).contains("\tat ");
    }

    @Test
    void lackOfMemoryNamesTheRemedy() {
        Failures.report(new OutOfMemoryError(), console(OutputStream.nullOutputStream(), Map.of()));
        assertThat(text()).startsWith("error: ").contains("ECHELON_JAVA_OPTS=-Xmx");
    }

    private Console console(OutputStream out, Map<String, String> environment) {
        return new Console(new ByteArrayInputStream(new byte[0]), out, err, environment, false, false);
    }

    private String text() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private static final class Refusing extends OutputStream {
        private final String reason;

        Refusing(String reason) {
            this.reason = reason;
        }

        @Override
        public void write(int b) throws IOException {
            throw new IOException(reason);
        }
    }
}
