package dev.echelon.report;

import dev.echelon.Criterion;
import dev.echelon.DfMethod;
import dev.echelon.LmmFit;
import dev.echelon.report.document.Block;
import dev.echelon.result.Coefficient;
import dev.echelon.result.ModelShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The sentences of the report of a fit, in the style that journals of psychology ask for. */
final class FitProse {
    private static final int MOST_REPORTED = 12;

    private final LmmFit fit;
    private final DfMethod df;
    private final String data;
    private final ModelShape shape;

    FitProse(LmmFit fit, DfMethod df, String data) {
        this.fit = fit;
        this.df = df;
        this.data = data;
        this.shape = fit.shape();
    }

    String title() {
        return "A linear mixed model of " + shape.response();
    }

    String colophon() {
        return "Made by Echelon " + fit.provenance().version() + ". Numbers are rounded for reading; every cell of a"
                + " table keeps its full precision for copying.";
    }

    private String criterion() {
        return fit.criterion() == Criterion.REML ? "REML" : "maximum likelihood";
    }

    /** The whole fit in two sentences. */
    String summary() {
        StringBuilder text = new StringBuilder("A linear mixed model with ");
        text.append(counted(fit.coefficients().size(), "fixed effect")).append(" was fitted by ");
        text.append(criterion()).append(" to ").append(counted(shape.observations(), "observation"));
        List<String> groups = new ArrayList<>();
        fit.groups().forEach((group, levels) -> groups.add(levels + " levels of " + group));
        if (!groups.isEmpty()) {
            text.append(" in ").append(joined(groups));
        }
        return text.append(". ").append(strongest()).toString();
    }

    private String strongest() {
        List<Coefficient> clear = fit.coefficients(df).stream()
                .filter(c -> !c.term().equals("(Intercept)") && c.pValue() < 0.05)
                .toList();
        long slopes = fit.coefficients().stream()
                .filter(c -> !c.term().equals("(Intercept)"))
                .count();
        if (slopes == 0) {
            return "It has no predictors.";
        }
        return clear.isEmpty()
                ? "No predictor differs clearly from zero at the 5 % level."
                : "At the 5 % level, "
                        + joined(clear.stream().map(Coefficient::term).limit(6).toList())
                        + (clear.size() > 6 ? " and " + (clear.size() - 6) + " more" : "")
                        + (clear.size() == 1 ? " differs" : " differ") + " from zero.";
    }

    Block.Prose question() {
        StringBuilder text = new StringBuilder("How does ").append(shape.response());
        List<String> predictors = shape.fixed().stream()
                .filter(column -> !column.intercept())
                .map(ModelShape.FixedColumn::name)
                .toList();
        text.append(
                predictors.isEmpty()
                        ? " vary"
                        : " depend on "
                                + joined(
                                        predictors.stream().limit(MOST_REPORTED).toList())
                                + (predictors.size() > MOST_REPORTED
                                        ? " and " + (predictors.size() - MOST_REPORTED) + " more columns"
                                        : ""));
        if (!shape.random().isEmpty()) {
            text.append(predictors.isEmpty() ? " between levels of " : ", when observations of the same ");
            text.append(joined(shape.groups()));
            text.append(predictors.isEmpty() ? "" : " are alike");
        }
        text.append("? ").append(rows());
        return new Block.Prose(text.toString());
    }

    private String rows() {
        String source = data.isEmpty() ? "The data" : "The data (" + data + ")";
        String reasons = fit.rows().reasons();
        String digest = fit.provenance().dataDigest();
        return source + " have " + counted(fit.rows().read(), "row") + ", "
                + (fit.rows().used() == fit.rows().read()
                        ? "all of them used"
                        : "of which " + fit.rows().used() + " are used")
                + (reasons.isEmpty() ? "" : " (left out: " + reasons + ")") + "."
                + (digest.isEmpty() ? "" : " Their SHA-256 digest begins with " + digest.substring(0, 12) + ".");
    }

    /** One paragraph a journal accepts. */
    List<String> result() {
        List<Coefficient> all = fit.coefficients(df).stream()
                .filter(c -> !c.term().equals("(Intercept)"))
                .toList();
        List<String> sentences = new ArrayList<>();
        for (Coefficient c : all.stream().limit(MOST_REPORTED).toList()) {
            sentences.add(sentence(c));
        }
        String text = "The model was fitted by " + criterion()
                + (df == DfMethod.NONE
                        ? "; tests use the normal distribution. "
                        : "; degrees of freedom are by the method of " + df.title() + ". ")
                + String.join(" ", sentences);
        return List.of(
                all.size() > MOST_REPORTED
                        ? text + " The other " + (all.size() - MOST_REPORTED) + " coefficients are in the table."
                        : text);
    }

    private static String sentence(Coefficient c) {
        boolean clear = c.pValue() < 0.05;
        String test = Double.isFinite(c.df())
                ? "t(" + Decimals.fixed(c.df(), 1) + ") = " + Decimals.fixed(c.statistic(), 2)
                : "z = " + Decimals.fixed(c.statistic(), 2);
        return "The effect of " + c.term() + " was " + (clear ? "" : "not ") + "clearly different from zero, b = "
                + brief(c.estimate()) + ", SE = " + brief(c.stdError()) + ", " + test + ", " + probability(c.pValue())
                + ", 95 % CI [" + brief(c.interval().lower()) + ", "
                + brief(c.interval().upper()) + "].";
    }

    private static String probability(double p) {
        return p < 0.001 ? "p < .001" : "p = " + Decimals.fixed(p, 3).replaceFirst("^0", "");
    }

    private static String brief(double value) {
        double size = Math.abs(value);
        return size > 0 && size < 1e-3
                ? String.format(Locale.ROOT, "%.2e", value)
                : Decimals.fixed(value, size >= 100 ? 1 : size >= 1 ? 2 : 3);
    }

    Block.Prose convergence() {
        return new Block.Prose(
                Notes.convergence(fit.convergence(), Integer.MAX_VALUE).strip());
    }

    private static String counted(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    private static String joined(List<String> names) {
        if (names.size() < 2) {
            return String.join("", names);
        }
        return String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.get(names.size() - 1);
    }
}
