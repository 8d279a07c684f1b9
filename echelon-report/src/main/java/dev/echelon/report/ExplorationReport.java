package dev.echelon.report;

import dev.echelon.result.Coefficient;
import dev.echelon.result.Exploration;
import dev.echelon.result.GroupLines;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Grouped data in three ways, for people and programs. */
public final class ExplorationReport {
    private static final int DIGITS = 4;
    private static final int MOST_LINES = 30;
    /** An error this small is shown with an exponent. */
    private static final double TINY = 1e-3;

    private ExplorationReport() {}

    /** Tables of the three ways, of slopes within and between groups, and of the lines if there are few groups. */
    public static String text(Exploration exploration, int width) {
        GroupLines lines = exploration.lines();
        StringBuilder out = new StringBuilder();
        out.append("Three ways to see ").append(exploration.formula()).append('\n');
        out.append(exploration.rows()).append(" rows in ").append(lines.levels().size());
        out.append(" groups of ")
                .append(exploration.group())
                .append(", ")
                .append(sizes(exploration))
                .append("\n\n");
        out.append(threeWays(exploration)).append('\n');
        out.append(Wrap.lines(separate(exploration.separate(), lines.levels().size()), width, "", "  "));
        if (!exploration.contextual().isEmpty()) {
            out.append("\nSlopes within and between groups:\n").append(contextual(exploration.contextual()));
        }
        out.append('\n').append(shrinkage(lines));
        for (String note : exploration.notes()) {
            out.append('\n').append(Wrap.lines("Note: " + note + ".", width, "", "  "));
        }
        return out.toString();
    }

    private static String sizes(Exploration exploration) {
        long smallest = Long.MAX_VALUE;
        long largest = 0;
        for (int j = 0; j < exploration.lines().levels().size(); j++) {
            smallest = Math.min(smallest, exploration.lines().rows(j));
            largest = Math.max(largest, exploration.lines().rows(j));
        }
        double mean = (double) exploration.rows() / exploration.lines().levels().size();
        return smallest == largest
                ? smallest + " rows each"
                : smallest + " to " + largest + " rows each (mean " + Decimals.fixed(mean, 1) + ")";
    }

    /** Estimates with their errors below, as regression tables are printed. */
    private static String threeWays(Exploration exploration) {
        TextTable table = new TextTable("lrrrr").row("", "means", "weighted", "separate", "mixed");
        Map<String, Coefficient> mixed = new LinkedHashMap<>();
        exploration.mixed().forEach(coefficient -> mixed.put(coefficient.term(), coefficient));
        Exploration.Separate separate = exploration.separate();
        for (Exploration.AggregateCoefficient of : exploration.aggregate().coefficients()) {
            int k = separate.columns().indexOf(of.term());
            Optional<Coefficient> own = Optional.ofNullable(mixed.get(of.term()));
            List<String> cells = new ArrayList<>();
            pair(cells, of.estimate(), of.stdError());
            pair(cells, of.weighted(), of.weightedError());
            pair(
                    cells,
                    k < 0 ? Double.NaN : separate.means().get(k),
                    k < 0 ? Double.NaN : separate.spreads().get(k));
            pair(
                    cells,
                    own.map(Coefficient::estimate).orElse(Double.NaN),
                    own.map(Coefficient::stdError).orElse(Double.NaN));
            table.row(of.term(), cells.get(0), cells.get(2), cells.get(4), cells.get(6));
            table.row("", cells.get(1), cells.get(3), cells.get(5), cells.get(7));
        }
        table.row(
                "residual sd",
                brief(exploration.aggregate().sigma()),
                brief(exploration.aggregate().weightedSigma()),
                brief(separate.pooledSd()),
                brief(exploration.sigma()));
        return "Regression of group means (alike, weighted by rows), mean of the separate\n"
                + "regressions, mixed model; in brackets standard errors, for the separate\n"
                + "regressions sd over groups:\n"
                + table.render("  ");
    }

    private static void pair(List<String> cells, double estimate, double error) {
        if (Double.isNaN(estimate)) {
            cells.addAll(List.of(Decimals.ABSENT, ""));
            return;
        }
        boolean known = Double.isFinite(error) && error > 0;
        if (known && error < TINY) {
            cells.add(String.format(Locale.ROOT, "%.2e", estimate));
            cells.add(String.format(Locale.ROOT, "(%.2e)", error));
            return;
        }
        int places = known ? Decimals.places(3, error) : Decimals.places(DIGITS, estimate);
        cells.add(Decimals.fixed(estimate, places));
        cells.add(Double.isNaN(error) ? "" : "(" + Decimals.fixed(error, places) + ")");
    }

    private static String brief(double value) {
        return Decimals.fixed(value, Decimals.places(DIGITS, value));
    }

    private static String separate(Exploration.Separate separate, int groups) {
        StringBuilder out = new StringBuilder("Separate regressions: ");
        out.append(separate.fitted()).append(" of ").append(groups).append(" groups");
        if (separate.pooledDf() > 0) {
            List<Double> sds = separate.sds();
            int places = Decimals.places(DIGITS, sds.get(1));
            out.append("; residual sd pooled ")
                    .append(brief(separate.pooledSd()))
                    .append(" on ");
            out.append(separate.pooledDf()).append(" df, single ").append(Decimals.fixed(sds.get(0), places));
            out.append(" to ").append(Decimals.fixed(sds.get(2), places)).append(" (median ");
            out.append(Decimals.fixed(sds.get(1), places)).append(")");
        }
        Map<String, List<String>> byReason = new LinkedHashMap<>();
        int q = separate.columns().size();
        for (Exploration.Unfitted of : separate.unfitted()) {
            String reason = of.rows() < q ? "fewer than " + q + " rows" : of.reason();
            byReason.computeIfAbsent(reason, key -> new ArrayList<>()).add(of.level());
        }
        byReason.forEach((reason, levels) -> out.append("; not in ")
                .append(levels.size())
                .append(levels.size() == 1 ? " group, " : " groups, ")
                .append(reason)
                .append(": ")
                .append(Listing.of(levels)));
        return out.append('.').toString();
    }

    private static String contextual(List<Exploration.Contextual> effects) {
        TextTable table = new TextTable("lrrrrrr");
        table.row("", "within", "between", "difference", "df", "t", "p");
        for (Exploration.Contextual of : effects) {
            List<String> cells = new ArrayList<>();
            Coefficient difference = of.difference();
            pair(cells, of.within().estimate(), of.within().stdError());
            pair(cells, of.between().estimate(), of.between().stdError());
            pair(cells, difference.estimate(), difference.stdError());
            table.row(
                    of.predictor(),
                    cells.get(0),
                    cells.get(2),
                    cells.get(4),
                    Decimals.fixed(difference.df(), 1),
                    Decimals.fixed(difference.statistic(), 2),
                    Decimals.probability(difference.pValue()));
            table.row("", cells.get(1), cells.get(3), cells.get(5));
        }
        return table.render("  ");
    }

    private static String shrinkage(GroupLines lines) {
        int q = lines.columns().size();
        TextTable spreads = new TextTable("lrrr").row("", "separate", "mixed", "shrunk by");
        for (int k = 0; k < q; k++) {
            double own = lines.spread(k, false);
            double mixed = lines.spread(k, true);
            int places = Decimals.places(DIGITS, own);
            double shrunk = own > 0 ? 100 * (1 - mixed / own) : Double.NaN;
            spreads.row(
                    lines.columns().get(k),
                    Decimals.fixed(own, places),
                    Decimals.fixed(mixed, places),
                    Double.isNaN(shrunk) ? Decimals.ABSENT : Decimals.fixed(shrunk, 0) + " %");
        }
        String table = "Spread of the groups' coefficients (sd):\n" + spreads.render("  ");
        return lines.levels().size() > MOST_LINES
                ? table + "(the lines of all " + lines.levels().size() + " groups: --csv)\n"
                : table + "\nEach group's own regression, the mixed model's line, the fixed effects' line:\n"
                        + lines(lines);
    }

    private static String lines(GroupLines lines) {
        int q = lines.columns().size();
        TextTable table = new TextTable("lr" + "rrr".repeat(q));
        List<String> head = new ArrayList<>(List.of("", "rows"));
        int[] places = new int[q];
        for (int k = 0; k < q; k++) {
            head.addAll(List.of(lines.columns().get(k), "mixed", "fixed"));
            places[k] = Decimals.places(3, lines.spread(k, false));
        }
        table.row(head);
        for (int j = 0; j < lines.levels().size(); j++) {
            List<String> cells = new ArrayList<>(List.of(lines.levels().get(j), Long.toString(lines.rows(j))));
            for (int k = 0; k < q; k++) {
                cells.add(Decimals.fixed(lines.leastSquares(j, k), places[k]));
                cells.add(Decimals.fixed(lines.mixed(j, k), places[k]));
                cells.add(Decimals.fixed(lines.fixed(j, k), places[k]));
            }
            table.row(cells);
        }
        return table.render("  ");
    }

    /** The lines of all groups: {@code group,rows,coefficient,separate,mixed,fixed}. */
    public static String csv(Exploration exploration) {
        GroupLines lines = exploration.lines();
        StringBuilder out = new StringBuilder("group,rows,coefficient,separate,mixed,fixed\n");
        for (int j = 0; j < lines.levels().size(); j++) {
            for (int k = 0; k < lines.columns().size(); k++) {
                out.append(CsvText.quote(lines.levels().get(j)))
                        .append(',')
                        .append(lines.rows(j))
                        .append(',');
                out.append(CsvText.quote(lines.columns().get(k))).append(',');
                out.append(CsvText.number(lines.leastSquares(j, k))).append(',');
                out.append(CsvText.number(lines.mixed(j, k))).append(',');
                out.append(CsvText.number(lines.fixed(j, k))).append('\n');
            }
        }
        return out.toString();
    }

    /**
     * Writes {@code formula, group, rows, groups, aggregate{}, separate{}, mixed{}, contextual[], spread[], lines{},
     * notes[]}.
     */
    public static void json(Exploration exploration, OutputStream target) {
        try (Json json = new Json(target)) {
            json.object().text("formula", exploration.formula()).text("group", exploration.group());
            json.count("rows", exploration.rows())
                    .count("groups", exploration.aggregate().groups());
            aggregateJson(exploration.aggregate(), json);
            separateJson(exploration.separate(), json);
            json.object("mixed").number("sigma", exploration.sigma()).array("fixed");
            for (Coefficient of : exploration.mixed()) {
                json.object().text("term", of.term()).number("estimate", of.estimate());
                json.number("se", of.stdError()).end();
            }
            json.endArray().end();
            contextualJson(exploration.contextual(), json);
            linesJson(exploration.lines(), json);
            json.texts("notes", exploration.notes()).end();
        }
    }

    private static void aggregateJson(Exploration.Aggregate aggregate, Json json) {
        json.object("aggregate").count("rows", aggregate.groups()).count("df", aggregate.df());
        json.number("sigma", aggregate.sigma())
                .number("weightedSigma", aggregate.weightedSigma())
                .array("fixed");
        for (Exploration.AggregateCoefficient of : aggregate.coefficients()) {
            json.object()
                    .text("term", of.term())
                    .number("estimate", of.estimate())
                    .number("se", of.stdError());
            json.number("weighted", of.weighted())
                    .number("weightedSe", of.weightedError())
                    .end();
        }
        json.endArray().end();
    }

    private static void separateJson(Exploration.Separate separate, Json json) {
        json.object("separate").texts("columns", separate.columns()).count("fitted", separate.fitted());
        json.number("pooledSd", separate.pooledSd()).count("pooledDf", separate.pooledDf());
        json.numbers("sdRange", separate.sds()).numbers("mean", separate.means());
        json.numbers("sd", separate.spreads()).array("unfitted");
        for (Exploration.Unfitted of : separate.unfitted()) {
            json.object()
                    .text("level", of.level())
                    .count("rows", of.rows())
                    .text("reason", of.reason())
                    .end();
        }
        json.endArray().end();
    }

    private static void contextualJson(List<Exploration.Contextual> effects, Json json) {
        json.array("contextual");
        for (Exploration.Contextual of : effects) {
            Coefficient difference = of.difference();
            json.object()
                    .text("predictor", of.predictor())
                    .number("within", of.within().estimate());
            json.number("withinSe", of.within().stdError())
                    .number("between", of.between().estimate());
            json.number("betweenSe", of.between().stdError()).number("difference", difference.estimate());
            json.number("differenceSe", difference.stdError()).number("df", difference.df());
            json.number("t", difference.statistic())
                    .number("p", difference.pValue())
                    .end();
        }
        json.endArray();
    }

    private static void linesJson(GroupLines lines, Json json) {
        json.object("lines")
                .texts("columns", lines.columns())
                .texts("levels", lines.levels())
                .array("rows");
        for (int j = 0; j < lines.levels().size(); j++) {
            json.number(lines.rows(j));
        }
        json.endArray();
        rows(json, "separate", lines, lines::leastSquares);
        rows(json, "mixed", lines, lines::mixed);
        rows(json, "fixed", lines, lines::fixed);
        json.end();
    }

    private interface Cell {
        double of(int level, int column);
    }

    private static void rows(Json json, String name, GroupLines lines, Cell cell) {
        json.array(name);
        for (int j = 0; j < lines.levels().size(); j++) {
            json.array();
            for (int k = 0; k < lines.columns().size(); k++) {
                json.number(cell.of(j, k));
            }
            json.endArray();
        }
        json.endArray();
    }
}
