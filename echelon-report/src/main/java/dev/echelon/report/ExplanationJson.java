package dev.echelon.report;

import dev.echelon.Explanation;
import dev.echelon.report.equation.Equations;
import java.io.OutputStream;

/** An explanation as one JSON object. */
public final class ExplanationJson {
    private ExplanationJson() {}

    /** Writes it in UTF-8 and leaves {@code target} open: formula, rows, fixed, random, plan, equations, findings. */
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
            json.endArray().texts("plan", explanation.plan());
            EquationsReport.write(json, Equations.of(explanation.shape()));
            FitJson.findings(json, explanation.findings());
            json.end();
        }
    }
}
