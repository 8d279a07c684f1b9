package dev.echelon.report;

import dev.echelon.result.CheckResult;
import dev.echelon.result.DiagnosticTest;
import dev.echelon.result.GroupInfluence;
import dev.echelon.result.NormalityTest;
import dev.echelon.result.PrincipalComponents;
import dev.echelon.result.RowDiagnostics;
import dev.echelon.result.SimulatedResiduals;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What checks of a fit found, for people: findings first, numbers after. */
public final class CheckReport {
    private static final int FEW = 5;

    private CheckReport() {}

    /** The whole report in lines of at most {@code width} characters where tables allow. */
    public static String text(CheckResult check, int width) {
        StringBuilder out = new StringBuilder();
        out.append(Wrap.lines("Check of " + check.formula(), width, "", "  "));
        String findings = Notes.findings(check.findings(), width);
        out.append(findings.isEmpty() ? "\nNo check found a problem.\n" : "\nFindings:\n" + findings);
        if (!check.normality().isEmpty()) {
            out.append("\nNormality:\n").append(normality(check.normality(), width));
        }
        if (!check.tests().isEmpty()) {
            out.append("\nEqual residual variance:\n").append(tests(check.tests(), width));
        }
        simulated(check, width, out);
        for (GroupInfluence influence : check.influence()) {
            out.append('\n').append(InfluenceReport.text(influence, FEW, width));
        }
        rows("Rows with the largest Cook's distance of the fixed effects:", check.influentialRows(), width, out);
        rows("Rows with the largest studentised residuals:", check.outlyingRows(), width, out);
        components(check, width, out);
        other(check, width, out);
        return out.toString();
    }

    private static void rows(String heading, List<RowDiagnostics> rows, int width, StringBuilder out) {
        if (!rows.isEmpty()) {
            out.append('\n').append(InfluenceReport.rows(heading, rows, FEW, width));
        }
    }

    private static String normality(List<NormalityTest> tests, int width) {
        TextTable table = new TextTable("llrrrrr").row("", "test", "n", "skewness", "kurtosis-3", "statistic", "p");
        for (NormalityTest test : tests) {
            table.row(
                    test.of(),
                    test.test(),
                    Integer.toString(test.n()),
                    Decimals.fixed(test.skewness(), 2),
                    Decimals.fixed(test.excessKurtosis(), 2),
                    Decimals.fixed(test.statistic(), 4),
                    probability(test.pValue()));
        }
        return table.render("  ", width);
    }

    private static String tests(List<DiagnosticTest> tests, int width) {
        TextTable table = new TextTable("llrrrr").row("", "test", "statistic", "df", "den df", "p");
        for (DiagnosticTest test : tests) {
            table.row(
                    test.id().equals("variance-by-fitted") ? "over fitted values" : "by " + test.of(),
                    test.test(),
                    Decimals.fixed(test.statistic(), 3),
                    Decimals.fixed(test.df(), 0),
                    Decimals.fixed(test.denominatorDf(), 0),
                    probability(test.pValue()));
        }
        return table.render("  ", width);
    }

    private static void simulated(CheckResult check, int width, StringBuilder out) {
        if (check.simulated().isEmpty()) {
            return;
        }
        SimulatedResiduals first = check.simulated().get(0);
        String heading = "Observed against " + first.replicates() + " simulated data sets ("
                + (first.conditional() ? "random effects of the fit" : "new random effects") + ", seed " + first.seed()
                + (first.every() > 1 ? ", every " + first.every() + "th row" : "") + "):";
        out.append('\n').append(Wrap.lines(heading, width, "", "  "));
        TextTable table = new TextTable("llrr").row("of", "test", "statistic", "p");
        for (SimulatedResiduals residuals : check.simulated()) {
            boolean rows = residuals.per().equals("row");
            for (DiagnosticTest test : residuals.tests()) {
                table.row(
                        rows ? "rows" : "means by " + residuals.per(),
                        test.id() + " (" + test.test().replace(", Monte Carlo", "") + ")",
                        Decimals.fixed(test.statistic(), test.id().equals("outliers") ? 0 : 4),
                        probability(test.pValue()));
            }
        }
        out.append(table.render("  ", width));
    }

    private static String probability(double p) {
        return Double.isNaN(p) ? Decimals.ABSENT : Decimals.probability(p);
    }

    private static void components(CheckResult check, int width, StringBuilder out) {
        if (check.components().isEmpty()) {
            return;
        }
        out.append("\nPrincipal components of the random effects (sd relative to sigma):\n");
        TextTable table = new TextTable("lrrr").row("", "component", "sd", "proportion");
        for (PrincipalComponents components : check.components()) {
            for (int k = 0; k < components.effects().size(); k++) {
                table.row(
                        k == 0 ? components.group() : "",
                        Integer.toString(k + 1),
                        Decimals.fixed(components.standardDeviations().get(k), 4),
                        Decimals.fixed(components.proportions().get(k), 4));
            }
        }
        out.append(table.render("  ", width));
    }

    private static void other(CheckResult check, int width, StringBuilder out) {
        out.append("\nCondition number of X: ")
                .append(Decimals.fixed(check.condition(), 2))
                .append("; with centred columns: ")
                .append(Decimals.fixed(check.conditionCentred(), 2))
                .append('\n');
        if (check.observations() > 0) {
            out.append("Effective parameters (sum of leverages): ")
                    .append(Decimals.fixed(check.effectiveParameters(), 2))
                    .append(" of ")
                    .append(check.observations())
                    .append(" rows\n");
        }
        if (!check.neighboursWithin().isEmpty()) {
            out.append(Wrap.lines(
                    "Correlation of residuals of neighbouring rows within " + check.neighboursWithin() + ": "
                            + Decimals.fixed(check.neighbours(), 3) + " (slightly negative if errors are independent)",
                    width,
                    "",
                    "  "));
        }
        for (String note : check.notes()) {
            out.append(Wrap.lines("Note: " + note + ".", width, "", "  "));
        }
    }

    /** The levels with the largest Cook's distances first; those without a fit last. */
    static List<GroupInfluence.Deletion> ranked(GroupInfluence influence) {
        List<GroupInfluence.Deletion> ranked = new ArrayList<>(influence.deletions());
        ranked.sort(Comparator.comparingDouble(
                deletion -> Double.isNaN(deletion.cooks()) ? Double.POSITIVE_INFINITY : -deletion.cooks()));
        return ranked;
    }
}
