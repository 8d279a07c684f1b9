package dev.echelon.report;

import dev.echelon.Criterion;
import dev.echelon.LmmFit;
import dev.echelon.formula.Expression;
import dev.echelon.formula.Formula;
import dev.echelon.formula.LinearPart;
import dev.echelon.formula.ResidualTerm;
import dev.echelon.result.FitOptions;
import dev.echelon.result.ModelShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The same fit in R: by lmerTest, by nlme where residuals have a structure that it knows, otherwise a line that says why not. */
final class RCode {
    private static final Set<String> OF_LME4 = Set.of("us", "diag");
    private static final Map<String, String> CORRELATIONS = Map.of(
            "cs", "corCompSymm",
            "csh", "corCompSymm",
            "us", "corSymm",
            "unr", "corSymm",
            "ar1", "corAR1",
            "arh1", "corAR1",
            "car1", "corCAR1");
    private static final Set<String> HETEROGENEOUS = Set.of("csh", "us", "unr", "arh1");

    private final LmmFit fit;
    private final FitOptions options;
    private final Formula formula;

    private RCode(LmmFit fit) {
        this.fit = fit;
        this.options = fit.options();
        this.formula = Formula.parse(fit.formula());
    }

    static String of(LmmFit fit, String file) {
        return new RCode(fit).text(file);
    }

    private String text(String file) {
        String call = formula.residual().map(this::structured).orElseGet(() -> formula.hasResidualSide() ? "" : lmer());
        if (call.isEmpty()) {
            return "# lme4 and nlme have no counterpart of this model";
        }
        StringBuilder code = new StringBuilder("library(" + (call.contains("lmer(") ? "lmerTest" : "nlme") + ")\n");
        for (String function : List.of("within", "between")) {
            if (formula.text().contains(function + "(")) {
                code.append(function).append(" <- function(x, g) ");
                code.append(function.equals("within") ? "x - ave(x, g)\n" : "ave(x, g)\n");
            }
        }
        code.append("data <- read.csv(").append(quoted(file)).append(", stringsAsFactors = TRUE)\n");
        options.factors().forEach(name -> code.append("data$")
                .append(named(name))
                .append(" <- factor(data$")
                .append(named(name))
                .append(")\n"));
        options.codings().forEach((factor, coding) -> code.append(contrasts("data$" + named(factor), coding)));
        return code.append(call).append("\nsummary(fit)").toString();
    }

    private String lmer() {
        boolean known = options.matrices().isEmpty()
                && fit.shape().random().stream().allMatch(term -> OF_LME4.contains(term.structure()));
        if (!known) {
            return "";
        }
        if (fit.shape().random().isEmpty()) {
            return "fit <- lm(" + fit.formula() + ", data = data" + more() + ")";
        }
        return "fit <- lmer(" + fit.formula() + ", data = data"
                + (fit.criterion() == Criterion.ML ? ", REML = FALSE" : "") + more() + ")";
    }

    private static String contrasts(String factor, String coding) {
        if (coding.startsWith("treatment:")) {
            return factor + " <- relevel(" + factor + ", ref = " + quoted(coding.substring(10)) + ")\n";
        }
        return coding.equals("custom")
                ? "# set the contrasts of " + factor + " to those of the fit here\n"
                : "contrasts(" + factor + ") <- " + quoted("contr." + coding) + "\n";
    }

    /** Weights and offset; nlme takes weights as variance functions. */
    private String more() {
        StringBuilder more = new StringBuilder();
        if (!options.weights().isEmpty()) {
            more.append(", weights = ").append(named(options.weights()));
        }
        if (!options.offset().isEmpty()) {
            more.append(", offset = ").append(named(options.offset()));
        }
        return more.toString();
    }

    /** With gls or lme; empty if nlme has no such structure. */
    private String structured(ResidualTerm term) {
        String structure = term.structure().name();
        boolean known = CORRELATIONS.containsKey(structure)
                && term.group().isEmpty()
                && formula.variance().isEmpty()
                && options.weights().isEmpty()
                && options.offset().isEmpty()
                && term.subject().size() == 1
                && term.positions().size() <= 1;
        String random = known ? random(term) : "?";
        if (random.equals("?")) {
            return "";
        }
        String subject = term.subjectLabel();
        String position =
                term.positions().isEmpty() ? "1" : position(term.positions().get(0), structure);
        String fixed = formula.response().label() + " ~ " + fixed();
        return "fit <- " + (random.isEmpty() ? "gls" : "lme") + "(" + fixed + ", data = data"
                + (random.isEmpty() ? "" : ",\n           random = " + random)
                + ",\n           correlation = " + CORRELATIONS.get(structure) + "(form = ~ " + position + " | "
                + subject + ")"
                + (HETEROGENEOUS.contains(structure)
                        ? ",\n           weights = varIdent(form = ~ 1 | " + term.positionLabel() + ")"
                        : "")
                + ",\n           method = " + quoted(fit.criterion() == Criterion.ML ? "ML" : "REML") + ")";
    }

    private String fixed() {
        LinearPart part = formula.fixed();
        List<String> terms = new ArrayList<>(List.of(part.intercept() ? "1" : "0"));
        part.terms().forEach(term -> terms.add(term.label()));
        if (terms.size() > 1 && part.intercept()) {
            terms.remove(0);
        }
        part.offsets().forEach(offset -> terms.add("offset(" + offset.label() + ")"));
        return String.join(" + ", terms);
    }

    private static String position(Expression position, String structure) {
        return structure.equals("cs") || structure.equals("csh")
                ? "1"
                : structure.equals("car1") ? position.label() : "as.integer(factor(" + position.label() + "))";
    }

    /** {@code ~ 1 + Days | Subject}; empty if there are no random effects, {@code ?} if they are not of the subjects alone. */
    private String random(ResidualTerm residual) {
        List<ModelShape.RandomTerm> terms = fit.shape().random();
        if (terms.isEmpty()) {
            return "";
        }
        ModelShape.RandomTerm term = terms.get(0);
        List<String> columns = new ArrayList<>(term.columns());
        boolean intercept = columns.remove("(Intercept)");
        boolean known = terms.size() == 1
                && term.structure().equals("us")
                && term.group().equals(residual.subjectLabel())
                && columns.stream().allMatch(column -> column.matches("[A-Za-z.][A-Za-z0-9._]*"));
        columns.add(0, intercept ? "1" : "0");
        return known ? "~ " + String.join(" + ", columns) + " | " + term.group() : "?";
    }

    private static String named(String column) {
        return column.matches("[A-Za-z.][A-Za-z0-9._]*") ? column : "`" + column + "`";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
