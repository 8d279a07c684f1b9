package dev.echelon.report;

import dev.echelon.result.Interval;
import dev.echelon.result.Intervals;
import dev.echelon.result.ParameterInterval;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Confidence intervals for people and programs. */
public final class IntervalsReport {
    private static final int DIGITS = 4;

    private IntervalsReport() {}

    /** A table: parameter, estimate, lower, upper; for a bootstrap, how many samples were used and why not the others. */
    public static String text(Intervals intervals) {
        TextTable table = new TextTable("lrrr");
        double level = intervals.intervals().isEmpty()
                ? 0.95
                : intervals.intervals().get(0).interval().level();
        String percent = String.format(Locale.ROOT, "%.4g %%", 100 * level).replaceAll("\\.?0+ %", " %");
        table.row(List.of("", "Estimate", "Lower", "Upper"));
        for (ParameterInterval interval : intervals.intervals()) {
            List<String> cells = new ArrayList<>(List.of(interval.parameter()));
            double[] values = {
                interval.estimate(),
                interval.interval().lower(),
                interval.interval().upper()
            };
            int places = Decimals.places(DIGITS, values);
            for (double value : values) {
                cells.add(Double.isFinite(value) ? Decimals.fixed(value, places) : "-");
            }
            table.row(cells);
        }
        return percent + " confidence intervals (" + intervals.method().replace('_', ' ') + ")\n" + table.render("  ")
                + replicates(intervals);
    }

    private static String replicates(Intervals intervals) {
        if (intervals.replicates() == 0) {
            return "";
        }
        StringBuilder out = new StringBuilder().append(intervals.replicates()).append(" samples");
        for (Map.Entry<String, Integer> failure : intervals.failures().entrySet()) {
            out.append("; left out ").append(failure.getValue()).append(": ").append(failure.getKey());
        }
        return out.append('\n').toString();
    }

    /** {@code method, intervals: [{parameter, estimate, lower, upper, level}], replicates, failures}. UTF-8. */
    public static void json(Intervals intervals, OutputStream target) {
        try (Json json = new Json(target)) {
            json.object().text("method", intervals.method()).array("intervals");
            for (ParameterInterval interval : intervals.intervals()) {
                Interval of = interval.interval();
                json.object()
                        .text("parameter", interval.parameter())
                        .number("estimate", interval.estimate())
                        .number("lower", of.lower())
                        .number("upper", of.upper())
                        .number("level", of.level())
                        .end();
            }
            json.endArray().count("replicates", intervals.replicates()).object("failures");
            intervals.failures().forEach(json::count);
            json.end().end();
        }
    }
}
