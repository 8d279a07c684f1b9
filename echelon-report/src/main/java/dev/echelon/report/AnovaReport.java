package dev.echelon.report;

import dev.echelon.DfMethod;
import dev.echelon.result.AnovaTable;
import dev.echelon.result.TestResult;
import java.io.OutputStream;
import java.util.List;

/** Tests of the terms of the fixed part, for people and programs. */
public final class AnovaReport {
    private static final List<String> NUMERALS = List.of("I", "II", "III");

    private AnovaReport() {}

    /** One row per term: F, its degrees of freedom and p; notes wrapped at {@code width}. */
    public static String text(AnovaTable anova, int width) {
        String heading = "Type " + NUMERALS.get(anova.type() - 1) + " tests of fixed effects (degrees of freedom: "
                + DfMethod.of(anova.dfMethod()).title() + "):\n";
        if (anova.tests().isEmpty()) {
            return heading + "no terms\n";
        }
        TextTable table = new TextTable("lrrrr").row("", "num df", "den df", "F value", "Pr(>F)");
        for (TestResult test : anova.tests()) {
            table.row(
                    test.term(),
                    Integer.toString(test.numDf()),
                    Decimals.fixed(test.denDf(), 2),
                    Decimals.fixed(test.statistic(), 4),
                    Decimals.probability(test.pValue()));
        }
        StringBuilder out = new StringBuilder(heading).append(table.render(""));
        for (String note : anova.notes()) {
            out.append(Wrap.lines(note, width, "", "  "));
        }
        return out.toString();
    }

    /** The hypotheses: for each term the rows of L in Lβ = 0, one column per fixed effect. */
    public static String hypotheses(AnovaTable anova, List<String> coefficients) {
        StringBuilder out = new StringBuilder();
        for (TestResult test : anova.tests()) {
            out.append("\nHypothesis about ").append(test.term()).append(":\n");
            double[][] rows = test.hypothesis();
            TextTable table = new TextTable("l" + "r".repeat(rows.length));
            for (int k = 0; k < coefficients.size(); k++) {
                String[] cells = new String[rows.length + 1];
                cells[0] = coefficients.get(k);
                for (int i = 0; i < rows.length; i++) {
                    cells[i + 1] = Decimals.fixed(rows[i][k], 4);
                }
                table.row(cells);
            }
            out.append(table.render("  "));
        }
        return out.toString();
    }

    /** Writes {@code formula, type, dfMethod, terms[{term, numDf, denDf, F, p, L}], notes[]}; an infinite {@code denDf} is null. */
    public static void json(String formula, AnovaTable anova, OutputStream target) {
        try (Json json = new Json(target)) {
            json.object().text("formula", formula).count("type", anova.type()).text("dfMethod", anova.dfMethod());
            json.array("terms");
            for (TestResult test : anova.tests()) {
                json.object().text("term", test.term()).count("numDf", test.numDf());
                json.number("denDf", test.denDf()).number("F", test.statistic()).number("p", test.pValue());
                json.array("L");
                for (double[] row : test.hypothesis()) {
                    json.array();
                    for (double x : row) {
                        json.number(x);
                    }
                    json.endArray();
                }
                json.endArray().end();
            }
            json.endArray().texts("notes", anova.notes()).end();
        }
    }
}
