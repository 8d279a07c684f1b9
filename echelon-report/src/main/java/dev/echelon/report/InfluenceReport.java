package dev.echelon.report;

import dev.echelon.result.GroupInfluence;
import dev.echelon.result.RowDiagnostics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Influence of rows and of levels. */
public final class InfluenceReport {
    private InfluenceReport() {}

    /** The {@code most} levels with the largest Cook's distances. */
    public static String text(GroupInfluence influence, int most, int width) {
        List<GroupInfluence.Deletion> ranked = CheckReport.ranked(influence);
        int shown = Math.min(most, ranked.size());
        String heading = "Influence of the levels of " + influence.group() + " (" + method(influence) + "; "
                + (shown < ranked.size() ? "the " + shown + " largest of " + ranked.size() : "all " + shown) + "):";
        List<String> reasons = new ArrayList<>();
        TextTable table = new TextTable("lrrrrrrl")
                .row("level", "rows", "Cook's D", "MDFFITS", "covratio", "covtrace", "dfbetas", "of");
        for (GroupInfluence.Deletion deletion : ranked.subList(0, shown)) {
            if (!deletion.failure().isEmpty()) {
                table.row(deletion.level(), Long.toString(deletion.rows()), "-", "-", "-", "-", "-", "no fit");
                reasons.add("no fit without " + deletion.level() + ": " + deletion.failure());
                continue;
            }
            int k = largest(deletion.dfbetas());
            table.row(
                    deletion.level(),
                    Long.toString(deletion.rows()),
                    Decimals.fixed(deletion.cooks(), 4),
                    Decimals.fixed(deletion.mdffits(), 4),
                    Decimals.fixed(deletion.covratio(), 4),
                    Decimals.fixed(deletion.covtrace(), 4),
                    k < 0 ? Decimals.ABSENT : Decimals.fixed(deletion.dfbetas().get(k), 3),
                    k < 0 ? "" : influence.coefficients().get(k));
        }
        StringBuilder out = new StringBuilder(Wrap.lines(heading, width, "", "  ")).append(table.render("  ", width));
        reasons.forEach(reason -> out.append(Wrap.lines(reason, width, "  ", "    ")));
        return out.toString();
    }

    private static String method(GroupInfluence influence) {
        return switch (influence.method()) {
            case "refit" -> "refitted without each";
            case "one-step" -> "one Newton step without each";
            default -> "theta kept";
        };
    }

    private static int largest(List<Double> values) {
        int largest = values.isEmpty() ? -1 : 0;
        for (int k = 1; k < values.size(); k++) {
            largest = Math.abs(values.get(k)) > Math.abs(values.get(largest)) ? k : largest;
        }
        return largest;
    }

    /** The first {@code most} of some rows. */
    public static String rows(String heading, List<RowDiagnostics> rows, int most, int width) {
        TextTable table = new TextTable("rrrrrrrr")
                .row("row", "fitted", "residual", "studentised", "leverage", "Cook's D", "fixed D", "covratio");
        List<RowDiagnostics> shown = rows.subList(0, Math.min(most, rows.size()));
        double[] sizes = shown.stream()
                .flatMapToDouble(row -> java.util.stream.DoubleStream.of(row.fitted(), row.response()))
                .toArray();
        int places = Math.min(4, Decimals.places(3, sizes));
        for (RowDiagnostics row : shown) {
            table.row(
                    Integer.toString(row.row()),
                    Decimals.fixed(row.fitted(), places),
                    Decimals.fixed(row.response(), places),
                    Decimals.fixed(row.studentised(), 3),
                    Decimals.fixed(row.leverage(), 4),
                    Decimals.fixed(row.cooks(), 4),
                    Decimals.fixed(row.fixedCooks(), 4),
                    Decimals.fixed(row.covratio(), 4));
        }
        return heading + "\n" + table.render("  ", width);
    }

    /**
     * Writes rows as CSV while they come: {@code row, fitted, response, pearson, scaled, standardised, studentised, marginal,
     * marginal_standardised, leverage, cooks, fixed_cooks, mdffits, covratio} and {@code dfbetas_…} for each fixed effect.
     */
    public static void csv(List<String> coefficients, Consumer<Consumer<RowDiagnostics>> rows, Writer out)
            throws IOException {
        StringBuilder head = new StringBuilder("row,fitted,response,pearson,scaled,standardised,studentised,marginal,"
                + "marginal_standardised,leverage,cooks,fixed_cooks,mdffits,covratio");
        coefficients.forEach(name -> head.append(',').append(quoted("dfbetas_" + name)));
        out.append(head).append('\n');
        try {
            rows.accept(row -> write(row, out));
        } catch (UncheckedIOException failure) {
            throw new IOException(failure.getMessage(), failure);
        }
    }

    private static void write(RowDiagnostics row, Writer out) {
        StringBuilder line = new StringBuilder().append(row.row());
        for (double value : numbers(row)) {
            line.append(',').append(number(value));
        }
        row.dfbetas().forEach(value -> line.append(',').append(number(value)));
        try {
            out.append(line).append('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static double[] numbers(RowDiagnostics row) {
        return new double[] {
            row.fitted(),
            row.response(),
            row.pearson(),
            row.scaled(),
            row.standardised(),
            row.studentised(),
            row.marginal(),
            row.marginalStandardised(),
            row.leverage(),
            row.cooks(),
            row.fixedCooks(),
            row.mdffits(),
            row.covratio()
        };
    }

    /** One line per level: {@code level, rows, cooks, mdffits, covratio, covtrace, estimate_…, dfbetas_…, variance_…, failure}. */
    public static void csv(GroupInfluence influence, Writer out) throws IOException {
        StringBuilder head = new StringBuilder("level,rows,cooks,mdffits,covratio,covtrace");
        influence.coefficients().forEach(name -> head.append(',').append(quoted("estimate_" + name)));
        influence.coefficients().forEach(name -> head.append(',').append(quoted("dfbetas_" + name)));
        influence.variances().forEach(name -> head.append(',').append(quoted("variance_" + name)));
        out.append(head).append(",failure\n");
        for (GroupInfluence.Deletion deletion : influence.deletions()) {
            StringBuilder line =
                    new StringBuilder(quoted(deletion.level())).append(',').append(deletion.rows());
            for (double value :
                    new double[] {deletion.cooks(), deletion.mdffits(), deletion.covratio(), deletion.covtrace()}) {
                line.append(',').append(number(value));
            }
            append(deletion.estimates(), influence.coefficients().size(), line);
            append(deletion.dfbetas(), influence.coefficients().size(), line);
            append(deletion.components(), influence.variances().size(), line);
            out.append(line.append(',').append(quoted(deletion.failure())).append('\n'));
        }
    }

    private static void append(List<Double> values, int count, StringBuilder line) {
        for (int k = 0; k < count; k++) {
            line.append(',').append(k < values.size() ? number(values.get(k)) : "");
        }
    }

    private static String number(double value) {
        return Double.isFinite(value) ? Double.toString(value).toLowerCase(Locale.ROOT) : "";
    }

    private static String quoted(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
