package dev.echelon.report;

import dev.echelon.LmmFit;
import dev.echelon.report.document.Block;
import dev.echelon.report.figure.Figures;
import dev.echelon.result.CheckResult;
import dev.echelon.result.DiagnosticTest;
import dev.echelon.result.Finding;
import dev.echelon.result.NormalityTest;
import dev.echelon.result.RowDiagnostics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Findings with their remedies, tests of the assumptions, and the pictures that show what the tests say. */
final class CheckBlocks {
    private static final int MOST_ROWS = 5;

    private CheckBlocks() {}

    static List<Block> of(LmmFit fit, Optional<CheckResult> check, Figures figures) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Findings(findings(fit, check)));
        check.ifPresent(result -> tables(result, blocks));
        if (fit.modelRows().isEmpty()) {
            blocks.add(new Block.Prose(
                    "Residuals and their pictures are left out: the fit holds no rows. Give its data, too, to see"
                            + " them."));
        } else if (fit.residual().isPresent()) {
            blocks.add(
                    new Block.Prose("Simulated residuals and influence are left out: they are not there for models with"
                            + " an R side."));
        } else if (check.isEmpty()) {
            blocks.add(
                    new Block.Prose("Simulated residuals and influence are left out because they would take long here;"
                            + " 'echelon check' computes them."));
        }
        figures.checks().forEach(figure -> blocks.add(new Block.Picture(figure)));
        check.ifPresent(result -> figures.simulations(result).forEach(figure -> blocks.add(new Block.Picture(figure))));
        return blocks;
    }

    /** Those of the fit and of the check, each once. */
    private static List<Finding> findings(LmmFit fit, Optional<CheckResult> check) {
        Map<String, Finding> findings = new LinkedHashMap<>();
        check.ifPresent(result ->
                result.findings().forEach(finding -> findings.put(finding.id() + finding.message(), finding)));
        fit.findings().forEach(finding -> findings.putIfAbsent(finding.id() + finding.message(), finding));
        return List.copyOf(findings.values());
    }

    private static void tables(CheckResult check, List<Block> blocks) {
        if (!check.normality().isEmpty()) {
            TableBuilder table = new TableBuilder("normality", "Normality of residuals and random effects")
                    .text("of")
                    .text("test")
                    .number("n", "skewness", "excess kurtosis", "statistic", "p");
            for (NormalityTest test : check.normality()) {
                table.row(
                        TableBuilder.label(test.of()),
                        TableBuilder.label(test.test()),
                        TableBuilder.count(test.n()),
                        TableBuilder.fixed(test.skewness(), 2),
                        TableBuilder.fixed(test.excessKurtosis(), 2),
                        TableBuilder.fixed(test.statistic(), 4),
                        TableBuilder.probability(test.pValue()));
            }
            blocks.add(table.table());
        }
        List<DiagnosticTest> tests = new ArrayList<>(check.tests());
        check.simulated().forEach(simulated -> tests.addAll(simulated.tests()));
        if (!tests.isEmpty()) {
            blocks.add(assumptions(tests));
        }
        if (!check.influentialRows().isEmpty()) {
            blocks.add(influential(check.influentialRows()));
        }
        check.notes().forEach(note -> blocks.add(new Block.Prose("Note: " + note + ".")));
    }

    private static Block.Table assumptions(List<DiagnosticTest> tests) {
        TableBuilder table = new TableBuilder("assumptions", "Tests of other assumptions")
                .text("assumption")
                .text("of")
                .text("test")
                .number("statistic", "p");
        for (DiagnosticTest test : tests) {
            table.row(
                    TableBuilder.label(test.id().replace('-', ' ')),
                    TableBuilder.label(test.of()),
                    TableBuilder.label(test.test()),
                    TableBuilder.fixed(test.statistic(), 3),
                    TableBuilder.probability(test.pValue()));
        }
        return table.table();
    }

    private static Block.Table influential(List<RowDiagnostics> rows) {
        TableBuilder table = new TableBuilder("influential", "Rows that move the fixed effects most")
                .text("row")
                .number("fitted", "studentised residual", "leverage", "Cook's distance");
        for (RowDiagnostics row : rows.stream().limit(MOST_ROWS).toList()) {
            table.row(
                    TableBuilder.label(Integer.toString(row.row())),
                    TableBuilder.fixed(row.fitted(), 4),
                    TableBuilder.fixed(row.studentised(), 2),
                    TableBuilder.fixed(row.leverage(), 4),
                    TableBuilder.fixed(row.fixedCooks(), 4));
        }
        return table.table();
    }
}
