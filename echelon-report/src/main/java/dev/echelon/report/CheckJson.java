package dev.echelon.report;

import dev.echelon.result.CheckResult;
import dev.echelon.result.DiagnosticTest;
import dev.echelon.result.GroupInfluence;
import dev.echelon.result.NormalityTest;
import dev.echelon.result.PrincipalComponents;
import dev.echelon.result.RowDiagnostics;
import dev.echelon.result.SimulatedResiduals;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Consumer;

/** What checks of a fit found, for programs. */
public final class CheckJson {
    private CheckJson() {}

    /**
     * Writes {@code formula, nobs, findings[], normality[], variance[], simulated[], influence[], rows{influential[],
     * outlying[]}, components[], condition, conditionCentred, effectiveParameters, neighbours, notes[]}.
     */
    public static void write(CheckResult check, OutputStream target) {
        try (Json json = new Json(target)) {
            json.object().text("formula", check.formula()).count("nobs", check.observations());
            FitJson.findings(json, check.findings());
            normality(json, check.normality());
            tests(json, "variance", check.tests());
            simulated(json, check.simulated());
            json.array("influence");
            check.influence().forEach(influence -> influence(json, influence));
            json.endArray().object("rows");
            rows(json, "influential", check.influentialRows());
            rows(json, "outlying", check.outlyingRows());
            json.end();
            components(json, check.components());
            json.number("condition", check.condition()).number("conditionCentred", check.conditionCentred());
            json.number("effectiveParameters", check.effectiveParameters()).number("neighbours", check.neighbours());
            json.texts("notes", check.notes()).end();
        }
    }

    /** Writes {@code group, method, coefficients[], variances[], deletions[]} of one grouping factor. */
    public static void write(GroupInfluence influence, OutputStream target) {
        try (Json json = new Json(target)) {
            influence(json, influence);
        }
    }

    /** Writes an array with all rows while they come. */
    public static void write(Consumer<Consumer<RowDiagnostics>> rows, OutputStream target) {
        try (Json json = new Json(target)) {
            json.array();
            rows.accept(row -> row(json, row));
            json.endArray();
        }
    }

    private static void normality(Json json, List<NormalityTest> tests) {
        json.array("normality");
        for (NormalityTest test : tests) {
            json.object().text("of", test.of()).text("test", test.test()).count("n", test.n());
            json.number("statistic", test.statistic()).number("p", test.pValue());
            json.number("skewness", test.skewness())
                    .number("excessKurtosis", test.excessKurtosis())
                    .end();
        }
        json.endArray();
    }

    private static void tests(Json json, String name, List<DiagnosticTest> tests) {
        json.array(name);
        for (DiagnosticTest test : tests) {
            json.object().text("id", test.id()).text("of", test.of()).text("test", test.test());
            json.number("statistic", test.statistic())
                    .number("df", test.df())
                    .number("denDf", test.denominatorDf())
                    .number("p", test.pValue())
                    .end();
        }
        json.endArray();
    }

    private static void simulated(Json json, List<SimulatedResiduals> all) {
        json.array("simulated");
        for (SimulatedResiduals residuals : all) {
            json.object().text("per", residuals.per()).count("every", residuals.every());
            json.count("replicates", residuals.replicates())
                    .count("seed", residuals.seed())
                    .flag("conditional", residuals.conditional());
            tests(json, "tests", residuals.tests());
            json.numbers("values", residuals.values()).end();
        }
        json.endArray();
    }

    private static void influence(Json json, GroupInfluence influence) {
        json.object().text("group", influence.group()).text("method", influence.method());
        json.texts("coefficients", influence.coefficients()).texts("variances", influence.variances());
        json.array("deletions");
        for (GroupInfluence.Deletion deletion : influence.deletions()) {
            json.object().text("level", deletion.level()).count("rows", deletion.rows());
            json.number("cooks", deletion.cooks()).number("mdffits", deletion.mdffits());
            json.number("covratio", deletion.covratio()).number("covtrace", deletion.covtrace());
            json.numbers("estimates", deletion.estimates()).numbers("dfbetas", deletion.dfbetas());
            json.numbers("variances", deletion.components()).numbers("relativeChange", deletion.relativeChange());
            json.text("failure", deletion.failure()).end();
        }
        json.endArray().end();
    }

    private static void rows(Json json, String name, List<RowDiagnostics> rows) {
        json.array(name);
        rows.forEach(row -> row(json, row));
        json.endArray();
    }

    private static void row(Json json, RowDiagnostics row) {
        json.object().count("row", row.row());
        json.number("fitted", row.fitted()).number("response", row.response()).number("pearson", row.pearson());
        json.number("scaled", row.scaled())
                .number("standardised", row.standardised())
                .number("studentised", row.studentised());
        json.number("marginal", row.marginal()).number("marginalStandardised", row.marginalStandardised());
        json.number("leverage", row.leverage())
                .number("cooks", row.cooks())
                .number("fixedCooks", row.fixedCooks())
                .number("mdffits", row.mdffits())
                .number("covratio", row.covratio())
                .numbers("dfbetas", row.dfbetas())
                .end();
    }

    private static void components(Json json, List<PrincipalComponents> all) {
        json.array("components");
        for (PrincipalComponents components : all) {
            json.object().text("group", components.group()).texts("effects", components.effects());
            json.numbers("sd", components.standardDeviations())
                    .numbers("proportion", components.proportions())
                    .end();
        }
        json.endArray();
    }
}
