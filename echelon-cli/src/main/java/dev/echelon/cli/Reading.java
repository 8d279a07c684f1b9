package dev.echelon.cli;

import dev.echelon.data.ExternalSource;
import dev.echelon.data.ReadProgress;
import dev.echelon.table.RowSource;
import java.util.Locale;
import java.util.function.Supplier;

/** What is said while rows are read: how many of how many, how fast, how much longer. */
final class Reading {
    private static final double MILLION = 1e6;
    private static final double NANOS = 1e9;
    private static final int SECONDS_PER_MINUTE = 60;

    private Reading() {}

    /** Where the reading of the source is, or {@code otherwise} if it is not being read. */
    static Supplier<String> text(RowSource rows, String otherwise) {
        if (rows instanceof ExternalSource source) {
            return () -> {
                ReadProgress now = source.progress();
                return now.step().isEmpty() ? otherwise : text(now, System.nanoTime());
            };
        }
        return () -> otherwise;
    }

    static String text(ReadProgress progress, long now) {
        double seconds = (now - progress.since()) / NANOS;
        StringBuilder text = new StringBuilder(progress.step());
        if (progress.rows() > 0 && seconds > 0) {
            text.append(": ").append(million(progress.rows()));
            if (progress.share() > 0) {
                text.append(" of ").append(million(progress.rows() / progress.share()));
            }
            text.append(" million, ").append(million(progress.rows() / seconds)).append(" million per second");
        }
        if (progress.share() > 0) {
            text.append(", ")
                    .append(remaining(seconds * (1 / progress.share() - 1)))
                    .append(" left");
        }
        return text.toString();
    }

    private static String million(double count) {
        return String.format(Locale.ROOT, count < MILLION ? "%.2f" : "%.1f", count / MILLION);
    }

    private static String remaining(double seconds) {
        long whole = Math.round(seconds);
        return whole < 2 * SECONDS_PER_MINUTE ? whole + " s" : Math.round(seconds / SECONDS_PER_MINUTE) + " min";
    }
}
