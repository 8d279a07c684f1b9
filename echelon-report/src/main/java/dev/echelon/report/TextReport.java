package dev.echelon.report;

import dev.echelon.Criterion;
import dev.echelon.DfMethod;
import dev.echelon.LmmFit;
import dev.echelon.result.Coefficient;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A fit as text, in the layout that users of lme4 know. */
public final class TextReport {
    /** Columns of a terminal that has not said otherwise. */
    public static final int WIDTH = 80;

    private static final double[] QUARTILES = {0, 0.25, 0.5, 0.75, 1};

    private TextReport() {}

    /**
     * The summary of a fit: criterion, scaled residuals, variances, fixed effects with 95 % intervals, correlations of at
     * most 20 fixed effects, certificate of convergence, dropped rows and findings.
     *
     * <p><b>Units</b> standard deviations and effects in the units of the response; residuals divided by σ̂.
     *
     * @param width of the page in characters; kept wherever names allow
     */
    public static String summary(LmmFit fit, int width) {
        return summary(fit, "", width);
    }

    /** The summary with the name of the data, left out if empty. */
    public static String summary(LmmFit fit, String data, int width) {
        return summary(fit, fit.preferredDf(), data, width);
    }

    /**
     * The summary with tests of the fixed effects by the given method.
     *
     * @throws dev.echelon.error.EchelonException if the method does not apply to the fit
     */
    public static String summary(LmmFit fit, DfMethod df, String data, int width) {
        StringBuilder out = new StringBuilder();
        boolean reml = fit.criterion() == Criterion.REML;
        out.append("Linear mixed model fit by ")
                .append(reml ? "REML" : "maximum likelihood")
                .append('\n');
        out.append(Wrap.lines(fit.formula(), width, "Formula: ", "         "));
        if (!data.isEmpty()) {
            out.append("   Data: ").append(data).append('\n');
        }
        out.append('\n').append(criteria(fit, reml)).append('\n');
        out.append(scaledResiduals(fit));
        if (fit.residual().isEmpty() || !fit.covarianceEstimates().isEmpty()) {
            out.append("Random effects:\n");
            out.append(new VarianceText(
                            fit.covarianceEstimates(),
                            fit.sigma(),
                            fit.residual().isEmpty())
                    .render());
        }
        fit.residual().ifPresent(residual -> out.append(new ResidualText(residual).render(width)));
        out.append(sizes(fit, width)).append('\n');
        out.append(fixedEffects(fit, df, width));
        return out.append(notes(fit, width)).toString();
    }

    private static String criteria(LmmFit fit, boolean reml) {
        String name = reml ? "REML criterion at convergence: " : "-2 log-likelihood at convergence: ";
        TextTable table = new TextTable("rrrr")
                .row("AIC", "BIC", "logLik", "parameters")
                .row(
                        Decimals.fixed(fit.aic(), 1),
                        Decimals.fixed(fit.bic(), 1),
                        Decimals.fixed(fit.logLik(), 1),
                        Integer.toString(fit.parameters()));
        String counted = fit.residual().isPresent()
                ? "  (AIC and BIC count fixed effects too; BIC of the number of rows)\n"
                : "";
        return name + Decimals.fixed(fit.objective(), 1) + "\n" + table.render("  ") + counted;
    }

    private static String scaledResiduals(LmmFit fit) {
        double[] residuals = fit.scaledResiduals();
        if (residuals.length == 0 || !(fit.sigma() > 0)) {
            return "";
        }
        double[] sorted = residuals.clone();
        Arrays.sort(sorted);
        TextTable table = new TextTable("rrrrr").row("Min", "1Q", "Median", "3Q", "Max");
        String[] cells = new String[QUARTILES.length];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = Decimals.fixed(quantile(sorted, QUARTILES[i]), 4);
        }
        return "Scaled residuals:\n" + table.row(cells).render(" ") + "\n";
    }

    /** R's default (type 7): linear between order statistics, x_(1) at 0 and x_(n) at 1. */
    private static double quantile(double[] sorted, double probability) {
        double position = (sorted.length - 1) * probability;
        int below = (int) Math.floor(position);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }

    private static String sizes(LmmFit fit, int width) {
        String groups = fit.groups().entrySet().stream()
                .map(group -> group.getKey() + ", " + group.getValue())
                .collect(Collectors.joining("; "));
        String grouped = groups.isEmpty() && fit.residual().isPresent() ? "" : ", groups: " + groups;
        return Wrap.lines("Number of obs: " + fit.observations() + grouped, width, "", "  ");
    }

    private static String fixedEffects(LmmFit fit, DfMethod df, int width) {
        List<Coefficient> coefficients = fit.coefficients(df);
        if (coefficients.isEmpty()) {
            return "No fixed effects.\n";
        }
        CoefficientText text = new CoefficientText(coefficients);
        String correlations = text.correlations(fit.vcov(df), width);
        StringBuilder notes = new StringBuilder();
        fit.dfNotes(df).forEach(note -> notes.append(Wrap.lines(note, width, "", "  ")));
        return "Fixed effects (degrees of freedom: " + df.title() + "):\n" + text.table(width) + notes
                + (correlations.isEmpty() ? "" : "\nCorrelation of fixed effects:\n" + correlations);
    }

    private static String notes(LmmFit fit, int width) {
        String findings = Notes.findings(fit.findings(), width);
        return "\n"
                + Notes.convergence(fit.convergence(), width)
                + Notes.rows(fit.rows(), width)
                + (findings.isEmpty() ? "" : "\nFindings:\n" + findings);
    }
}
