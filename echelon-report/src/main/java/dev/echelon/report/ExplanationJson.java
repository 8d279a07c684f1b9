package dev.echelon.report;

import dev.echelon.Explanation;
import dev.echelon.report.equation.Equations;
import dev.echelon.result.ComputationForecast;
import java.io.OutputStream;

/** An explanation as one JSON object. */
public final class ExplanationJson {
    private ExplanationJson() {}

    /** Writes it in UTF-8 and leaves {@code target} open: formula, rows, fixed, random, plan, forecasts, equations, findings. */
    public static void write(Explanation explanation, OutputStream target) {
        try (Json json = new Json(target)) {
            json.object().text("formula", explanation.formula());
            FitJson.rows(json, explanation.rows());
            json.texts("fixed", explanation.fixedColumns()).array("random");
            for (Explanation.TermPlan term : explanation.terms()) {
                json.object().text("name", term.name()).text("structure", term.structure());
                json.texts("columns", term.columns()).count("levels", term.levels());
                json.count("smallest", term.smallest()).count("largest", term.largest());
                json.texts("theta", term.theta()).end();
            }
            json.endArray().texts("plan", explanation.plan()).array("forecasts");
            explanation.forecasts().forEach(forecast -> write(json, forecast));
            json.endArray();
            EquationsReport.write(json, Equations.of(explanation.shape()));
            FitJson.findings(json, explanation.findings());
            json.end();
        }
    }

    private static void write(Json json, ComputationForecast forecast) {
        json.object().text("way", forecast.way()).text("order", forecast.order());
        json.flag("chosen", forecast.chosen()).flag("fits", forecast.fits());
        json.number("flopsPerValue", forecast.flopsPerValue()).count("evaluations", forecast.evaluations());
        json.number("cpuSecondsPerValue", forecast.cpuSecondsPerValue());
        json.number("cpuSecondsPerEvaluation", forecast.cpuSecondsPerEvaluation());
        json.number("cpuSeconds", forecast.cpuSeconds()).number("seconds", forecast.seconds());
        json.number("bytesPerValue", forecast.bytesPerValue()).number("totalBytes", forecast.totalBytes());
        json.flag("measured", forecast.measured()).end();
    }
}
