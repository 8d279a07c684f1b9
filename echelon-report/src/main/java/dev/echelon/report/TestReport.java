package dev.echelon.report;

import dev.echelon.DfMethod;
import dev.echelon.result.RandomEffectTest;
import dev.echelon.result.RandomEffectTest.BoundaryLaw;
import dev.echelon.result.RandomEffectTest.Simulated;
import dev.echelon.result.RandomEffectTests;
import dev.echelon.result.TestResult;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Tests of random effects and of linear hypotheses, for people and programs. */
public final class TestReport {
    private TestReport() {}

    /** One row per reduction with every p value that there is, and below what the columns mean; width in characters. */
    public static String text(RandomEffectTests tests, long seed, int width) {
        List<RandomEffectTest> rows = tests.tests();
        boolean mixture = rows.stream().anyMatch(test -> test.mixture().isPresent());
        boolean exact = rows.stream().anyMatch(test -> test.exact().isPresent());
        boolean bootstrap = rows.stream().anyMatch(test -> test.bootstrap().isPresent());
        StringBuilder out =
                new StringBuilder("Tests of random effects (likelihood ratios, " + tests.criterion() + "):\n");
        out.append(table(tests, mixture, exact, bootstrap).render(""));
        List<String> notes = new ArrayList<>();
        notes.add("p chisq: naive; a variance cannot be negative, so it is too large.");
        byText(rows, test -> test.mixture().map(TestReport::law).stream().toList(), "p mixture, ", notes);
        first(rows, RandomEffectTest::exact)
                .ifPresent(law -> notes.add(
                        "p exact: law for this number of rows, " + law.draws() + " draws, seed " + seed + "."));
        first(rows, RandomEffectTest::bootstrap)
                .ifPresent(law -> notes.add("p boot: both models fitted to " + law.draws()
                        + " responses drawn from the smaller, seed " + seed
                        + (law.failures() > 0 ? "; " + law.failures() + " more failed." : ".")));
        byText(rows, RandomEffectTest::notes, "", notes);
        notes.forEach(note -> out.append(Wrap.lines(note, width, "", "  ")));
        return out.toString();
    }

    /** One note for each text, with the terms that it is about. */
    private static void byText(
            List<RandomEffectTest> rows,
            Function<RandomEffectTest, List<String>> texts,
            String before,
            List<String> notes) {
        Map<String, List<String>> terms = new LinkedHashMap<>();
        for (RandomEffectTest test : rows) {
            texts.apply(test).forEach(text -> terms.computeIfAbsent(text, key -> new ArrayList<>())
                    .add(test.term()));
        }
        terms.forEach((text, of) -> notes.add(before + String.join("; ", of) + ": " + text + "."));
    }

    private static Optional<Simulated> first(
            List<RandomEffectTest> rows, Function<RandomEffectTest, Optional<Simulated>> law) {
        return rows.stream().map(law).flatMap(Optional::stream).findFirst();
    }

    private static TextTable table(RandomEffectTests tests, boolean mixture, boolean exact, boolean bootstrap) {
        TextTable table = new TextTable("lrrrrrrrrr");
        List<String> head = new ArrayList<>(List.of("", "npar", "logLik", "AIC", "LRT", "df", "p chisq"));
        head.addAll(mixture ? List.of("p mixture") : List.of());
        head.addAll(exact ? List.of("p exact") : List.of());
        head.addAll(bootstrap ? List.of("p boot") : List.of());
        table.row(head);
        table.row(
                "<none>",
                Integer.toString(tests.parameters()),
                Decimals.fixed(tests.logLik(), 2),
                Decimals.fixed(tests.aic(), 2));
        for (RandomEffectTest test : tests.tests()) {
            List<String> cells = new ArrayList<>(List.of(
                    test.term(),
                    Integer.toString(tests.parameters() - test.parameters()),
                    Decimals.fixed(test.logLik(), 2),
                    Decimals.fixed(test.aic(), 2),
                    Decimals.fixed(test.statistic(), 3),
                    Integer.toString(test.parameters()),
                    Decimals.probability(test.chiSquareP())));
            if (mixture) {
                cells.add(test.mixture()
                        .map(law -> (law.isBound() ? "<=" : "") + Decimals.probability(law.pValue()))
                        .orElse(Decimals.ABSENT));
            }
            if (exact) {
                cells.add(simulated(test.exact()));
            }
            if (bootstrap) {
                cells.add(simulated(test.bootstrap()));
            }
            table.row(cells);
        }
        return table;
    }

    /** A p value below what the draws can tell is shown as a bound. */
    private static String simulated(Optional<Simulated> law) {
        return law.map(of -> of.draws() == 0
                        ? Decimals.ABSENT
                        : of.pValue() * (of.draws() + 1) < 1.5
                                ? "<" + String.format(Locale.ROOT, "%.0e", of.pValue())
                                : Decimals.probability(of.pValue()))
                .orElse(Decimals.ABSENT);
    }

    private static String law(BoundaryLaw law) {
        StringBuilder out = new StringBuilder();
        for (int j = 0; j < law.weights().size(); j++) {
            if (law.weights().get(j) > 0) {
                out.append(out.length() == 0 ? "" : " + ")
                        .append(Decimals.fixed(law.weights().get(j), 3))
                        .append(" chisq(")
                        .append(j)
                        .append(')');
            }
        }
        return out + (law.isBound() ? ", an upper bound" : "");
    }

    /** The F test of a linear hypothesis, and the hypothesis matrix. */
    public static String text(TestResult test, DfMethod df, List<String> notes, List<String> coefficients, int width) {
        TextTable table = new TextTable("rrrr")
                .row("num df", "den df", "F value", "Pr(>F)")
                .row(
                        Integer.toString(test.numDf()),
                        Decimals.fixed(test.denDf(), 2),
                        Decimals.fixed(test.statistic(), 4),
                        Decimals.probability(test.pValue()));
        StringBuilder out = new StringBuilder();
        out.append(Wrap.lines(test.term(), width, "Hypothesis: ", "            "));
        out.append("Degrees of freedom: ").append(df.title()).append('\n').append(table.render(""));
        notes.forEach(note -> out.append(Wrap.lines(note, width, "", "  ")));
        for (double[] row : test.hypothesis()) {
            List<String> parts = new ArrayList<>();
            for (int k = 0; k < row.length; k++) {
                if (row[k] != 0) {
                    parts.add(Decimals.brief(row[k]) + " " + coefficients.get(k));
                }
            }
            out.append(Wrap.lines(String.join(", ", parts), width, "Row of L: ", "          "));
        }
        return out.toString();
    }

    /** Writes {@code formula, criterion, parameters, logLik, AIC, seed, tests[{term, df, …}]}. */
    public static void json(String formula, RandomEffectTests tests, long seed, OutputStream target) {
        try (Json json = new Json(target)) {
            json.object().text("formula", formula).text("criterion", tests.criterion());
            json.count("parameters", tests.parameters()).number("logLik", tests.logLik());
            json.number("AIC", tests.aic()).count("seed", seed).array("tests");
            for (RandomEffectTest test : tests.tests()) {
                json.object().text("term", test.term()).count("df", test.parameters());
                json.number("logLik", test.logLik()).number("AIC", test.aic());
                json.number("LRT", test.statistic()).number("chisqP", test.chiSquareP());
                mixture(json, test.mixture());
                simulated(json, "exact", test.exact());
                simulated(json, "bootstrap", test.bootstrap());
                json.texts("notes", test.notes()).end();
            }
            json.endArray().end();
        }
    }

    private static void mixture(Json json, Optional<BoundaryLaw> law) {
        if (law.isEmpty()) {
            json.absent("mixture");
            return;
        }
        json.object("mixture").numbers("weights", law.get().weights());
        json.flag("isBound", law.get().isBound())
                .number("p", law.get().pValue())
                .end();
    }

    private static void simulated(Json json, String name, Optional<Simulated> law) {
        if (law.isEmpty()) {
            json.absent(name);
            return;
        }
        json.object(name)
                .number("p", law.get().pValue())
                .count("draws", law.get().draws());
        json.count("failures", law.get().failures())
                .flag("isApproximate", law.get().isApproximate())
                .end();
    }

    /** Writes {@code formula, hypothesis, dfMethod, numDf, denDf, F, p, L, notes}. */
    public static void json(String formula, TestResult test, DfMethod df, List<String> notes, OutputStream target) {
        try (Json json = new Json(target)) {
            json.object()
                    .text("formula", formula)
                    .text("hypothesis", test.term())
                    .text("dfMethod", df.id());
            json.count("numDf", test.numDf()).number("denDf", test.denDf());
            json.number("F", test.statistic()).number("p", test.pValue()).array("L");
            for (double[] row : test.hypothesis()) {
                json.array();
                for (double x : row) {
                    json.number(x);
                }
                json.endArray();
            }
            json.endArray().texts("notes", notes).end();
        }
    }
}
