package dev.echelon.report;

import dev.echelon.LmmFit;
import dev.echelon.report.equation.Equation;
import dev.echelon.report.equation.Equations;
import dev.echelon.report.equation.Values;
import dev.echelon.result.CovarianceEstimate;
import dev.echelon.result.ResidualCovariance;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The equations of a fitted model, for people and programs. */
public final class EquationsReport {
    private static final int DIGITS = 4;
    private static final int MOST_POSITIONS = 6;

    private EquationsReport() {}

    /** How equations are written down. */
    public enum Form {
        /** Characters. */
        TEXT,
        /** LaTeX with amsmath. */
        LATEX,
        /** MathML, for browsers. */
        MATHML
    }

    /** With symbols, or with estimates in their place. */
    public static List<Equation> equations(LmmFit fit, boolean estimates) {
        return estimates ? Equations.of(fit.shape(), values(fit)) : Equations.of(fit.shape());
    }

    /** Each equation under its title, with what it means. */
    public static String text(List<Equation> equations, Form form, int width) {
        StringBuilder out = new StringBuilder();
        for (Equation equation : equations) {
            out.append(out.length() == 0 ? "" : "\n").append(equation.title()).append('\n');
            switch (form) {
                case TEXT ->
                    equation.text().lines().forEach(line -> out.append(Wrap.lines(line, width, "  ", "      ")));
                case LATEX -> out.append("\\[ ").append(equation.latex()).append(" \\]\n");
                case MATHML -> out.append(equation.mathMl()).append('\n');
            }
        }
        return out.toString();
    }

    /** {@code equations[{id, title, explanation, text, latex, mathml}]}. */
    public static void json(String formula, List<Equation> equations, OutputStream target) {
        try (Json json = new Json(target)) {
            write(json.object().text("formula", formula), equations);
            json.end();
        }
    }

    static void write(Json json, List<Equation> equations) {
        json.array("equations");
        for (Equation equation : equations) {
            json.object().text("id", equation.id()).text("title", equation.title());
            json.text("explanation", equation.explanation()).text("text", equation.text());
            json.text("latex", equation.latex())
                    .text("mathml", equation.mathMl())
                    .end();
        }
        json.endArray();
    }

    private static Values values(LmmFit fit) {
        List<String> fixed = new ArrayList<>();
        fit.coefficients().forEach(coefficient -> fixed.add(number(coefficient.estimate())));
        Map<String, List<List<String>>> covariances = new HashMap<>();
        for (CovarianceEstimate term : fit.covarianceEstimates()) {
            covariances.put(term.name(), rows(term));
        }
        String residual = number(fit.sigma() * fit.sigma());
        return fit.residual()
                .map(side -> new Values(fixed, covariances, residual, matrix(side), parameters(side)))
                .orElseGet(() -> new Values(fixed, covariances, residual));
    }

    /** Nothing for matrices that are large or several. */
    private static List<List<String>> matrix(ResidualCovariance side) {
        if (side.groups().size() != 1 || side.groups().get(0).covariance().size() > MOST_POSITIONS) {
            return List.of();
        }
        return side.groups().get(0).covariance().stream()
                .map(row -> row.stream().map(EquationsReport::number).toList())
                .toList();
    }

    private static Map<String, String> parameters(ResidualCovariance side) {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (side.parameters().size() <= MOST_POSITIONS) {
            side.parameters().forEach(each -> parameters.put(each.title(), number(each.estimate())));
        }
        return parameters;
    }

    private static List<List<String>> rows(CovarianceEstimate term) {
        List<List<String>> rows = new ArrayList<>();
        int q = term.columns().size();
        for (int i = 0; i < q; i++) {
            List<String> row = new ArrayList<>();
            for (int j = 0; j < q; j++) {
                double product = term.standardDeviations().get(i)
                        * term.standardDeviations().get(j);
                row.add(number(
                        product == 0 ? 0 : product * term.correlation().get(i).get(j)));
            }
            rows.add(row);
        }
        return rows;
    }

    /** So many significant digits, with a minus sign as in print. */
    private static String number(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return Double.isFinite(value) ? "0" : "–";
        }
        double size = Math.abs(value);
        int places = Math.max(0, DIGITS - 1 - (int) Math.floor(Math.log10(size)));
        String digits = size < 1e-4 || size >= 1e7
                ? Decimals.scientific(size)
                : String.format(Locale.ROOT, "%." + Math.min(places, 8) + "f", size);
        return value < 0 ? "−" + digits : digits;
    }
}
