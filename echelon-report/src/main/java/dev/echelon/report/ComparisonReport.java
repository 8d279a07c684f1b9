package dev.echelon.report;

import dev.echelon.result.ModelComparison;
import java.io.OutputStream;

/** Models side by side, for people and programs. */
public final class ComparisonReport {
    private ComparisonReport() {}

    /** The models by number, then criteria and tests against the model above. */
    public static String text(ModelComparison comparison) {
        StringBuilder out = new StringBuilder("Models:\n");
        boolean mixtures = comparison.models().stream().anyMatch(row -> !Double.isNaN(row.mixturePValue()));
        TextTable table = new TextTable("rrrrrrrrrrr");
        table.row(
                "",
                "parameters",
                "logLik",
                "AIC",
                "AICc",
                "BIC",
                "weight",
                "Chisq",
                "df",
                "Pr(>Chisq)",
                mixtures ? "mixture" : "");
        int number = 0;
        for (ModelComparison.Row row : comparison.models()) {
            number++;
            out.append(' ').append(number).append(": ").append(row.formula()).append('\n');
            boolean tested = !Double.isNaN(row.chiSquare());
            table.row(
                    Integer.toString(number),
                    Integer.toString(row.parameters()),
                    Decimals.fixed(row.logLik(), 2),
                    Decimals.fixed(row.aic(), 2),
                    Decimals.fixed(row.aicc(), 2),
                    Decimals.fixed(row.bic(), 2),
                    Decimals.fixed(row.weight(), 3),
                    tested ? Decimals.fixed(row.chiSquare(), 3) : "",
                    tested ? Integer.toString(row.df()) : "",
                    tested ? Decimals.probability(row.pValue()) : "",
                    Double.isNaN(row.mixturePValue()) ? "" : Decimals.probability(row.mixturePValue()));
        }
        out.append("\nLikelihood: ").append(comparison.criterion());
        out.append(
                comparison.refitted()
                        ? " (fits by REML were fitted again by ML, because fixed\n  effects or criteria differ)\n"
                        : "\n");
        out.append(table.render(""));
        if (mixtures) {
            out.append("mixture: p from half chi-square(df - 1), half chi-square(df); a variance cannot be negative\n");
        }
        return out.toString();
    }

    /** Writes {@code criterion, refitted, models[{formula, parameters, logLik, AIC, …}]}. */
    public static void json(ModelComparison comparison, OutputStream target) {
        try (Json json = new Json(target)) {
            json.object().text("criterion", comparison.criterion()).flag("refitted", comparison.refitted());
            json.array("models");
            for (ModelComparison.Row row : comparison.models()) {
                json.object().text("formula", row.formula()).count("parameters", row.parameters());
                json.number("logLik", row.logLik()).number("AIC", row.aic()).number("AICc", row.aicc());
                json.number("BIC", row.bic()).number("weight", row.weight());
                json.number("chisq", row.chiSquare()).count("df", row.df()).number("p", row.pValue());
                json.number("mixtureP", row.mixturePValue()).end();
            }
            json.endArray().end();
        }
    }
}
