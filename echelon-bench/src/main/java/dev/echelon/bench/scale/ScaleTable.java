package dev.echelon.bench.scale;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The results as a table for a terminal, a block per set. */
final class ScaleTable {
    private static final String ROW = "  %-20s %10s %10s %8s %9s %9s  %s%n";

    private ScaleTable() {}

    static String of(List<ScaleResult> results) {
        StringBuilder text = new StringBuilder();
        results.forEach(result -> text.append(block(result)));
        text.append("\naims\n");
        for (ScaleResult result : results) {
            for (Goal goal : result.goals()) {
                text.append(String.format(
                        Locale.ROOT,
                        "  %-12s %-60s %s: %s%n",
                        goal.set(),
                        goal.what(),
                        goal.met() ? "met" : "MISSED",
                        goal.outcome()));
            }
        }
        return text.toString();
    }

    /** A measurement in a line, for progress. */
    static String line(Measurement m) {
        return "  " + m.program() + ": "
                + (m.done()
                        ? number(m.seconds(), "%.2f") + " s, " + number(m.peakMegabytes(), "%.0f") + " MB"
                        : m.status().name().toLowerCase(Locale.ROOT) + ", " + m.note());
    }

    private static String block(ScaleResult result) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%n%s: %,d rows, %s%n",
                result.set().name(),
                result.set().rows(),
                result.set().formula()));
        text.append(String.format(Locale.ROOT, ROW, "", "s", "cpu s", "MB", "÷ echelon", "Δ", ""));
        Optional<Measurement> ours = result.done(ScaleSet.ECHELON);
        for (Measurement m : result.measurements()) {
            text.append(String.format(
                    Locale.ROOT,
                    ROW,
                    m.program(),
                    number(m.seconds(), "%.2f"),
                    number(m.cpuSeconds(), "%.1f"),
                    number(m.peakMegabytes(), "%.0f"),
                    ours.isPresent() && m.done() && m != ours.get()
                            ? number(m.seconds() / ours.get().seconds(), "%.2f")
                            : "",
                    ours.isPresent() && m.done() && m != ours.get() ? number(m.difference(ours.get()), "%.1e") : "",
                    note(m)));
        }
        return text.toString();
    }

    private static String note(Measurement m) {
        if (!m.done()) {
            return m.status().name().toLowerCase(Locale.ROOT) + ": " + m.note();
        }
        StringBuilder note = new StringBuilder(m.note());
        m.facts().forEach((key, value) -> {
            if ((key.equals("provenance.plan")
                            || key.equals("read_seconds")
                            || key.equals("messages")
                            || key.startsWith("monteCarlo")
                            || key.startsWith("forecast"))
                    && !value.isEmpty()) {
                note.append(note.isEmpty() ? "" : "; ").append(key).append(' ').append(value);
            }
        });
        return note.toString();
    }

    private static String number(double value, String format) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }
}
