package dev.echelon.report;

import dev.echelon.result.StructureComparison;
import java.io.OutputStream;

/** One model under several structures of its residuals, for people and programs. */
public final class StructureReport {
    private StructureReport() {}

    /** A table with the fewest parameters first, and the convention of AIC and BIC. */
    public static String text(StructureComparison comparison, int width) {
        StringBuilder out = new StringBuilder();
        out.append(Wrap.lines(comparison.formula(), width, "Model: ", "       "));
        boolean reml = comparison.criterion().equals("REML");
        out.append("Criterion: ").append(reml ? "REML" : "maximum likelihood").append("\n\n");
        TextTable table = new TextTable("lrrrrrlrrr");
        table.row("", "parameters", reml ? "REML" : "-2 logLik", "AIC", "BIC", "dAIC", "against", "Chisq", "df", "p");
        for (StructureComparison.Row row : comparison.rows()) {
            boolean tested = !row.against().isEmpty();
            boolean fitted = !Double.isNaN(row.objective());
            table.row(
                    row.structure(),
                    fitted ? Integer.toString(row.parameters()) : Decimals.ABSENT,
                    Decimals.fixed(row.objective(), 2),
                    Decimals.fixed(row.aic(), 2),
                    Decimals.fixed(row.bic(), 2),
                    Decimals.fixed(row.delta(), 2),
                    row.against(),
                    tested ? Decimals.fixed(row.chiSquare(), 2) : "",
                    tested ? Integer.toString(row.df()) : "",
                    tested ? Decimals.probability(row.pValue()) : "");
        }
        out.append(table.render(""));
        for (StructureComparison.Row row : comparison.rows()) {
            if (!row.problem().isEmpty()) {
                out.append(Wrap.lines(row.structure() + ": " + row.problem(), width, "", "  "));
            }
        }
        out.append(Wrap.lines(
                "AIC and BIC count fixed effects and covariance parameters, BIC with the logarithm of the number of rows,"
                        + " as lme4 and nlme do; SAS and mmrm count covariance parameters only under REML, and subjects in"
                        + " place of rows. Differences of AIC are the same.",
                width,
                "",
                ""));
        return out.toString();
    }

    /** Writes {@code formula, criterion, structures[{structure, label, parameters, objective, AIC, …}]}. */
    public static void json(StructureComparison comparison, OutputStream target) {
        try (Json json = new Json(target)) {
            json.object().text("formula", comparison.formula()).text("criterion", comparison.criterion());
            json.array("structures");
            for (StructureComparison.Row row : comparison.rows()) {
                json.object().text("structure", row.structure()).text("label", row.label());
                json.count("parameters", row.parameters()).number("objective", row.objective());
                json.number("AIC", row.aic()).number("BIC", row.bic()).number("deltaAIC", row.delta());
                json.text("against", row.against())
                        .number("chisq", row.chiSquare())
                        .count("df", row.df());
                json.number("p", row.pValue()).text("problem", row.problem()).end();
            }
            json.endArray().end();
        }
    }
}
