package dev.echelon.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.echelon.PassProgress;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PassLineTest {

    @Test
    void saysRateAndTimeLeft() {
        PassProgress half = new PassProgress("summing up", 3_000_000_000L, OptionalLong.of(6_000_000_000L), 600, false);
        assertThat(PassLine.line(half))
                .isEqualTo("summing up: 3000.0 of 6000.0 million rows, 5.0 million rows/s, 600 s left");
        assertThat(PassLine.line(new PassProgress("reading", 100, OptionalLong.empty(), 0, false)))
                .isEqualTo("reading: 0.0 million rows, 0.0 million rows/s");
    }

    @Test
    void forgetsAFinishedPass() {
        PassLine line = new PassLine(() -> "fitting");
        line.report(new PassProgress("reading", 1, OptionalLong.empty(), 1, false));
        assertThat(line.text()).startsWith("reading");
        line.report(new PassProgress("reading", 1, OptionalLong.empty(), 1, true));
        assertThat(line.text()).isEqualTo("fitting");
    }
}
