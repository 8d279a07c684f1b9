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
                + replicates(intervals) + bounds(intervals);
    }

    /** Profile intervals end where the data stop to exclude a value, or where there are no more values. */
    private static String bounds(Intervals intervals) {
        boolean atEnd = intervals.method().equals("profile")
                && intervals.intervals().stream().anyMatch(IntervalsReport::reachesEnd);
        return atEnd ? "A bound of 0, -1 or 1 is the end of the range: the data do not exclude it.\n" : "";
    }

    private static boolean reachesEnd(ParameterInterval of) {
        boolean variance = of.parameter().startsWith("sd_") || of.parameter().startsWith("var_");
        boolean correlation = of.parameter().startsWith("cor_");
        double lower = of.interval().lower();
        double upper = of.interval().upper();
        return variance && lower == 0 || correlation && (lower == -1 || upper == 1);
    }

    private static String replicates(Intervals intervals) {
        if (intervals.replicates() == 0) {
            return "";
        }
        StringBuilder out = new StringBuilder().append(intervals.replicates()).append(" samples");
        if (intervals.singular() > 0) {
            out.append(", ").append(intervals.singular()).append(" of them with a singular fit");
        }
        for (Map.Entry<String, Integer> failure : intervals.failures().entrySet()) {
            out.append("; left out ").append(failure.getValue()).append(": ").append(failure.getKey());
        }
        return out.append('\n').toString();
    }

    /** {@code method, intervals: [{parameter, estimate, lower, upper, level}], replicates, singular, failures}. UTF-8. */
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
            json.endArray()
                    .count("replicates", intervals.replicates())
                    .count("singular", intervals.singular())
                    .object("failures");
            intervals.failures().forEach(json::count);
            json.end().end();
        }
    }
}
