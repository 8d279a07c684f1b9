package dev.echelon.report;

import dev.echelon.formula.Formula;
import dev.echelon.formula.LinearPart;
import dev.echelon.formula.RandomTerm;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** How a formula is understood, without data: its terms after expansion. */
public final class FormulaReport {
    private FormulaReport() {}

    /** Response, fixed terms and random terms, for a page of {@code width} characters. */
    public static String text(Formula formula, int width) {
        StringBuilder out = new StringBuilder();
        out.append(Wrap.lines(formula.text(), width, "Formula: ", "         "));
        out.append("Response: ").append(formula.response().label()).append("\n\nFixed effects:\n");
        out.append(Wrap.lines(terms(formula.fixed()), width, "  ", "  "));
        List<String> offsets = offsets(formula.fixed());
        if (!offsets.isEmpty()) {
            out.append("Offset:\n").append(Wrap.lines(String.join(" + ", offsets), width, "  ", "  "));
        }
        out.append("\nRandom effects:\n");
        for (RandomTerm term : formula.random()) {
            String head = "  by " + term.groupLabel() + " (" + structure(term) + "): ";
            out.append(Wrap.lines(terms(term.effects()), width, head, "      "));
        }
        return out.append(formula.random().isEmpty() ? "  none\n" : "").toString();
    }

    /** An object with {@code formula, response, fixed, offsets, random[{group, structure, independent, effects}]}. */
    public static void json(Formula formula, OutputStream target) {
        try (Json json = new Json(target)) {
            json.object().text("formula", formula.text());
            json.text("response", formula.response().label());
            json.texts("fixed", labels(formula.fixed())).texts("offsets", offsets(formula.fixed()));
            json.array("random");
            for (RandomTerm term : formula.random()) {
                json.object().text("group", term.groupLabel()).text("structure", term.structure());
                json.flag("independent", term.independent()).texts("effects", labels(term.effects()));
                json.end();
            }
            json.endArray().end();
        }
    }

    private static String structure(RandomTerm term) {
        return term.structure() + (term.independent() ? ", independent effects" : "");
    }

    private static String terms(LinearPart part) {
        List<String> labels = labels(part);
        return labels.isEmpty() ? "none" : String.join(", ", labels);
    }

    private static List<String> labels(LinearPart part) {
        List<String> labels = new ArrayList<>();
        if (part.intercept()) {
            labels.add("(Intercept)");
        }
        part.terms().forEach(term -> labels.add(term.label()));
        return labels;
    }

    private static List<String> offsets(LinearPart part) {
        return part.offsets().stream().map(expression -> expression.label()).toList();
    }
}
