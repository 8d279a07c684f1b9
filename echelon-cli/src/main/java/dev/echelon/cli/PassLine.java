package dev.echelon.cli;

import dev.echelon.PassProgress;
import java.util.Locale;
import java.util.function.Supplier;

/** What is said of a pass over the rows of a file while it lasts. */
final class PassLine implements PassProgress.Listener {
    private final Supplier<String> otherwise;
    private volatile String text = "";

    /** @param otherwise what is said before the first pass and after each */
    PassLine(Supplier<String> otherwise) {
        this.otherwise = otherwise;
    }

    @Override
    public void report(PassProgress progress) {
        text = progress.finished() ? "" : line(progress);
    }

    /** {@code summing up: 12.3 of 100.0 million rows, 5.1 million rows/s, 17 s left}. */
    static String line(PassProgress progress) {
        StringBuilder line = new StringBuilder(progress.pass()).append(": ").append(millions(progress.rows()));
        progress.of().ifPresent(total -> line.append(" of ").append(millions(total)));
        line.append(" million rows, ")
                .append(millions(progress.rowsPerSecond()))
                .append(" million rows/s");
        if (!Double.isNaN(progress.secondsLeft())) {
            line.append(String.format(Locale.ROOT, ", %.0f s left", progress.secondsLeft()));
        }
        return line.toString();
    }

    private static String millions(double rows) {
        return String.format(Locale.ROOT, "%.1f", rows / 1e6);
    }

    String text() {
        String now = text;
        return now.isEmpty() ? otherwise.get() : now;
    }
}
