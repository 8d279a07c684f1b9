package dev.echelon.bench.scale;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The results as a table for a terminal, a block per set. */
final class ScaleTable {
    private static final String ROW = "  %-20s %10s %10s %8s %9s %9s  %s%n";

    /** Facts that belong into the table; the others are in the results file only. */
    private static final List<String> SHOWN = List.of(
            "provenance.plan",
            "plan",
            "forecast_cpu_seconds",
            "fit_cpu_seconds",
            "forecast_bytes",
            "fit_bytes",
            "evaluations",
            "sum_seconds",
            "read_seconds",
            "monteCarlo.ratio",
            "monteCarlo.probes",
            "messages");

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
            boolean comparable = ours.isPresent() && m.done() && !m.program().equals(ScaleSet.ECHELON);
            text.append(String.format(
                    Locale.ROOT,
                    ROW,
                    m.program(),
                    number(m.seconds(), "%.2f"),
                    number(m.cpuSeconds(), "%.1f"),
                    number(m.peakMegabytes(), "%.0f"),
                    comparable ? number(m.seconds() / ours.get().seconds(), "%.2f") : "",
                    comparable ? number(m.difference(ours.get()), "%.1e") : "",
                    note(m)));
        }
        return text.toString();
    }

    private static String note(Measurement m) {
        if (!m.done()) {
            return facts(m, m.status().name().toLowerCase(Locale.ROOT) + ": " + m.note());
        }
        return facts(m, m.note());
    }

    private static String facts(Measurement m, String before) {
        StringBuilder note = new StringBuilder(before);
        for (String key : SHOWN) {
            String value = m.facts().getOrDefault(key, "");
            if (!value.isEmpty()) {
                note.append(note.isEmpty() ? "" : "; ")
                        .append(key.substring(key.indexOf('.') + 1).replace('_', ' '))
                        .append(' ')
                        .append(shortened(value));
            }
        }
        return note.toString();
    }

    private static String shortened(String value) {
        try {
            return String.format(Locale.ROOT, "%.4g", Double.parseDouble(value));
        } catch (NumberFormatException e) {
            return value;
        }
    }

    private static String number(double value, String format) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }
}
