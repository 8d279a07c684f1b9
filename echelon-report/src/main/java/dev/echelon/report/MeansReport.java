package dev.echelon.report;

import dev.echelon.MarginalMeans;
import dev.echelon.result.Contrast;
import dev.echelon.result.ContrastTable;
import dev.echelon.result.Interval;
import dev.echelon.result.JointTest;
import dev.echelon.result.LetterDisplay;
import dev.echelon.result.MarginalMean;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Marginal means and what is said of them, for people and programs. */
public final class MeansReport {
    /** What is written in place of an estimate that the data do not determine. */
    private static final String NOT_ESTIMABLE = "non-est";

    private static final int DIGITS = 4;

    private MeansReport() {}

    /** One row per mean, family after family, with letters if there are any; then the notes. */
    public static String text(MarginalMeans means, Optional<LetterDisplay> letters, int width) {
        List<MarginalMean> rows = means.means();
        boolean trend = !means.trend().isEmpty();
        StringBuilder out = new StringBuilder(trend ? "Slopes of " + means.trend() : "Marginal means")
                .append(" (degrees of freedom: ")
                .append(means.dfMethod().title())
                .append("):\n");
        int places = places(rows, MarginalMean::estimate, MarginalMean::stdError);
        for (int from = 0; from < rows.size(); ) {
            List<String> by = rows.get(from).by();
            int to = from;
            while (to < rows.size() && rows.get(to).by().equals(by)) {
                to++;
            }
            out.append(family(means.by(), by));
            TextTable table = new TextTable("l".repeat(means.factors().size()) + "rrrrr" + (trend ? "rr" : "") + "l");
            List<String> heading = new ArrayList<>(means.factors());
            heading.addAll(List.of(trend ? "slope" : "mean", "std.error", "df"));
            heading.addAll(trend ? List.of("t", "p") : List.of());
            heading.addAll(interval(means.level()));
            letters.ifPresent(any -> heading.add("group"));
            table.row(heading);
            for (int i = from; i < to; i++) {
                List<String> cells = cells(rows.get(i), places, trend);
                int row = i;
                letters.ifPresent(display -> cells.add(display.letters().get(row)));
                table.row(cells);
            }
            out.append(table.render(""));
            from = to;
        }
        List<String> notes = new ArrayList<>(means.notes());
        letters.ifPresent(display -> notes.add("means with a letter in common do not differ at "
                + Decimals.fixed(display.alpha(), 3) + "; adjustment: "
                + display.adjustment().title()));
        return out.append(notes(notes, width)).toString();
    }

    private static List<String> interval(double level) {
        String percent = Decimals.fixed(100 * level, 100 * level == Math.rint(100 * level) ? 0 : 1) + " %";
        return List.of("lower " + percent, "upper");
    }

    private static String family(List<String> names, List<String> levels) {
        if (names.isEmpty()) {
            return "";
        }
        List<String> parts = new ArrayList<>();
        for (int k = 0; k < names.size(); k++) {
            parts.add(names.get(k) + " = " + levels.get(k));
        }
        return String.join(", ", parts) + "\n";
    }

    private static String notes(List<String> notes, int width) {
        StringBuilder out = new StringBuilder();
        notes.forEach(note -> out.append(Wrap.lines(note, width, "", "  ")));
        return out.toString();
    }

    @SafeVarargs
    private static <T> int places(List<T> rows, ToDoubleFunction<T>... numbers) {
        return Decimals.places(
                DIGITS,
                rows.stream()
                        .flatMapToDouble(row -> Arrays.stream(numbers).mapToDouble(number -> number.applyAsDouble(row)))
                        .filter(Double::isFinite)
                        .toArray());
    }

    private static List<String> cells(MarginalMean mean, int places, boolean tests) {
        List<String> cells = new ArrayList<>(mean.levels());
        if (!mean.estimable()) {
            cells.add(NOT_ESTIMABLE);
            return cells;
        }
        cells.add(Decimals.fixed(mean.estimate(), places));
        cells.add(Decimals.fixed(mean.stdError(), places));
        cells.add(Decimals.fixed(mean.df(), 2));
        if (tests) {
            cells.add(Decimals.fixed(mean.statistic(), 3));
            cells.add(Decimals.probability(mean.pValue()));
        }
        cells.add(Decimals.fixed(mean.interval().lower(), places));
        cells.add(Decimals.fixed(mean.interval().upper(), places));
        return cells;
    }

    /** One row per comparison, family after family; then the notes. */
    public static String contrasts(ContrastTable table, double level, int width) {
        StringBuilder out = new StringBuilder("\nComparisons: ")
                .append(table.method())
                .append(" (adjustment: ")
                .append(table.adjustment().title())
                .append("):\n");
        List<Contrast> rows = table.contrasts();
        int places = places(rows, Contrast::estimate, Contrast::stdError);
        for (int from = 0; from < rows.size(); ) {
            List<String> by = rows.get(from).by();
            out.append(family(table.by(), by));
            TextTable lines = new TextTable("lrrrrrrr");
            List<String> heading = new ArrayList<>(List.of("", "estimate", "std.error", "df", "t", "p"));
            heading.addAll(interval(level));
            lines.row(heading);
            for (; from < rows.size() && rows.get(from).by().equals(by); from++) {
                lines.row(cells(rows.get(from), places));
            }
            out.append(lines.render(""));
        }
        return out.append(notes(table.notes(), width)).toString();
    }

    private static List<String> cells(Contrast contrast, int places) {
        if (!contrast.estimable()) {
            return List.of(contrast.label(), NOT_ESTIMABLE);
        }
        return List.of(
                contrast.label(),
                Decimals.fixed(contrast.estimate(), places),
                Decimals.fixed(contrast.stdError(), places),
                Decimals.fixed(contrast.df(), 2),
                Decimals.fixed(contrast.statistic(), 3),
                Decimals.probability(contrast.pValue()),
                Decimals.fixed(contrast.interval().lower(), places),
                Decimals.fixed(contrast.interval().upper(), places));
    }

    /** One row per factor or interaction. */
    public static String jointTests(List<JointTest> tests, List<String> by) {
        StringBuilder out = new StringBuilder("\nJoint tests:\n");
        if (tests.isEmpty()) {
            return out.append("nothing that can be estimated\n").toString();
        }
        for (int from = 0; from < tests.size(); ) {
            List<String> levels = tests.get(from).by();
            out.append(family(by, levels));
            TextTable table = new TextTable("lrrrr").row("", "num df", "den df", "F value", "Pr(>F)");
            for (; from < tests.size() && tests.get(from).by().equals(levels); from++) {
                var test = tests.get(from).test();
                table.row(
                        test.term(),
                        Integer.toString(test.numDf()),
                        Decimals.fixed(test.denDf(), 2),
                        Decimals.fixed(test.statistic(), 4),
                        Decimals.probability(test.pValue()));
            }
            out.append(table.render(""));
        }
        return out.toString();
    }

    /**
     * Writes {@code formula, factors[], by[], trend, dfMethod, level, means[], notes[]} and, as far as asked for,
     * {@code contrasts{}, jointTests[], letters{}}. What is not estimable has {@code "estimable": false} and nulls.
     */
    public static void json(
            String formula,
            MarginalMeans means,
            Optional<ContrastTable> contrasts,
            Optional<List<JointTest>> tests,
            Optional<LetterDisplay> letters,
            OutputStream target) {
        try (Json json = new Json(target)) {
            json.object().text("formula", formula);
            json.texts("factors", means.factors()).texts("by", means.by()).text("trend", means.trend());
            json.text("dfMethod", means.dfMethod().id()).number("level", means.level());
            json.array("means");
            for (MarginalMean mean : means.means()) {
                json.object().texts("levels", mean.levels()).texts("by", mean.by());
                numbers(json, mean.estimable(), mean.estimate(), mean.stdError(), mean.df());
                numbers(json, mean.statistic(), mean.pValue(), mean.interval());
            }
            json.endArray();
            contrasts.ifPresent(table -> write(json, table));
            tests.ifPresent(all -> write(json, all));
            letters.ifPresent(display -> json.object("letters")
                    .text("adjustment", display.adjustment().id())
                    .number("alpha", display.alpha())
                    .texts("letters", display.letters())
                    .end());
            json.texts("notes", means.notes()).end();
        }
    }

    private static void numbers(Json json, boolean estimable, double estimate, double stdError, double df) {
        json.flag("estimable", estimable).number("estimate", estimate).number("se", stdError);
        json.number("df", df);
    }

    private static void numbers(Json json, double statistic, double p, Interval interval) {
        json.number("t", statistic).number("p", p);
        json.number("lower", interval.lower()).number("upper", interval.upper()).end();
    }

    private static void write(Json json, ContrastTable table) {
        json.object("contrasts").text("method", table.method());
        json.text("adjustment", table.adjustment().id()).array("contrasts");
        for (Contrast contrast : table.contrasts()) {
            json.object().text("label", contrast.label()).texts("by", contrast.by());
            numbers(json, contrast.estimable(), contrast.estimate(), contrast.stdError(), contrast.df());
            numbers(json, contrast.statistic(), contrast.pValue(), contrast.interval());
        }
        json.endArray().texts("notes", table.notes()).end();
    }

    private static void write(Json json, List<JointTest> tests) {
        json.array("jointTests");
        for (JointTest test : tests) {
            json.object().text("term", test.test().term()).texts("by", test.by());
            json.count("numDf", test.test().numDf()).number("denDf", test.test().denDf());
            json.number("F", test.test().statistic())
                    .number("p", test.test().pValue())
                    .end();
        }
        json.endArray();
    }
}
