package dev.echelon.report;

import dev.echelon.LmmFit;
import dev.echelon.result.Coefficient;
import dev.echelon.result.EffectSizes;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Effect sizes for people and programs. */
public final class EffectsReport {
    private static final int SHARE = 4;
    private static final int DIGITS = 4;
    private static final Map<String, String> SOURCES = Map.of(
            "f", "fixed effects (f)",
            "f1", "fixed, within groups (f1)",
            "f2", "fixed, between groups (f2)",
            "v", "random slopes (v)",
            "m", "random intercepts (m)",
            "e", "residual");

    private EffectsReport() {}

    /** Tables of variances, decomposition, levels, coefficients and collinearity; notes wrapped at {@code width}. */
    public static String text(EffectSizes effects, Optional<LmmFit> refit, int width) {
        StringBuilder out = new StringBuilder();
        out.append("R2: ").append(share(effects.marginalR2())).append(" marginal, ");
        out.append(share(effects.conditionalR2())).append(" conditional\n");
        out.append("ICC: ").append(share(effects.adjustedIcc())).append(" adjusted, ");
        out.append(share(effects.unadjustedIcc())).append(" unadjusted\n\n");
        out.append("Variance of the response:\n").append(variances(effects));
        out.append("\nShares of variance by source:\n").append(decomposition(effects.decomposition()));
        if (!effects.levels().isEmpty()) {
            out.append("\nVariance by level, and with no predictors:\n").append(levels(effects.levels()));
        }
        if (!effects.standardized().isEmpty()) {
            out.append("\nStandardised coefficients:\n").append(standardized(effects.standardized(), refit));
        }
        if (!effects.collinearity().isEmpty()) {
            out.append("\nVariance inflation (95 % interval):\n").append(collinearity(effects.collinearity()));
        }
        for (String note : effects.notes()) {
            out.append('\n').append(Wrap.lines("Note: " + note + ".", width, "", "  "));
        }
        return out.toString();
    }

    private static String share(double value) {
        return Decimals.fixed(value, SHARE);
    }

    private static String variances(EffectSizes effects) {
        double total = effects.fixed() + effects.random() + effects.residual();
        double[] all = java.util.stream.DoubleStream.concat(
                        java.util.stream.DoubleStream.of(effects.fixed(), effects.residual()),
                        effects.terms().stream().mapToDouble(EffectSizes.TermVariance::variance))
                .toArray();
        int places = Decimals.places(DIGITS, all);
        TextTable table = new TextTable("lrrr").row("", "variance", "share", "ICC");
        table.row("fixed effects", Decimals.fixed(effects.fixed(), places), share(effects.fixed() / total));
        for (EffectSizes.TermVariance term : effects.terms()) {
            table.row(
                    term.term(),
                    Decimals.fixed(term.variance(), places),
                    share(term.variance() / total),
                    share(term.icc()));
        }
        table.row("residual", Decimals.fixed(effects.residual(), places), share(effects.residual() / total));
        return table.render("  ");
    }

    private static String decomposition(EffectSizes.Decomposition decomposition) {
        boolean centred = decomposition.centred();
        TextTable table = new TextTable("lrrr");
        table.row("", "total", centred ? "within" : "", centred ? "between" : "");
        for (EffectSizes.Share share : decomposition.shares()) {
            String name = SOURCES.getOrDefault(share.source(), share.source());
            if (centred) {
                table.row(name, share(share.total()), share(share.within()), share(share.between()));
            } else {
                table.row(name, share(share.total()));
            }
        }
        return table.render("  ");
    }

    private static String levels(List<EffectSizes.LevelVariance> levels) {
        int places = Decimals.places(
                DIGITS,
                levels.stream().mapToDouble(EffectSizes.LevelVariance::empty).toArray());
        TextTable table = new TextTable("lrrrr").row("", "variance", "share", "empty", "explained");
        for (EffectSizes.LevelVariance level : levels) {
            table.row(
                    level.level(),
                    Decimals.fixed(level.variance(), places),
                    share(level.share()),
                    Decimals.fixed(level.empty(), places),
                    share(level.explained()));
        }
        return table.render("  ");
    }

    private static String standardized(List<EffectSizes.Standardized> coefficients, Optional<LmmFit> refit) {
        boolean byLevel = coefficients.stream().anyMatch(of -> !Double.isNaN(of.pseudo()));
        TextTable table = new TextTable("lrrrrrr");
        List<String> head = new ArrayList<>(List.of("", "basic", "(se)"));
        if (byLevel) {
            head.addAll(List.of("by level", "(se)"));
        }
        if (refit.isPresent()) {
            head.addAll(List.of("refit", "(se)"));
        }
        table.row(head);
        for (EffectSizes.Standardized of : coefficients) {
            List<String> cells = new ArrayList<>(List.of(of.term()));
            pair(cells, of.basic(), of.basicError());
            if (byLevel) {
                pair(cells, of.pseudo(), of.pseudoError());
            }
            refit.flatMap(fit -> coefficient(fit, of.term()))
                    .ifPresent(again -> pair(cells, again.estimate(), again.stdError()));
            table.row(cells);
        }
        return table.render("  ");
    }

    private static void pair(List<String> cells, double estimate, double error) {
        cells.add(share(estimate));
        cells.add(Double.isNaN(error) ? "" : "(" + share(error) + ")");
    }

    private static Optional<Coefficient> coefficient(LmmFit fit, String term) {
        return fit.coefficients().stream()
                .filter(each -> each.term().equals(term))
                .findFirst();
    }

    private static String collinearity(List<EffectSizes.Collinearity> terms) {
        TextTable table = new TextTable("lrrrrr").row("", "df", "GVIF", "lower", "upper", "GVIF^(1/2df)");
        for (EffectSizes.Collinearity term : terms) {
            table.row(
                    term.term(),
                    Integer.toString(term.df()),
                    Decimals.fixed(term.gvif(), 3),
                    Decimals.fixed(term.interval().lower(), 3),
                    Decimals.fixed(term.interval().upper(), 3),
                    Decimals.fixed(term.adjusted(), 3));
        }
        return table.render("  ");
    }

    /**
     * Writes {@code formula, r2{marginal, conditional}, icc{adjusted, unadjusted, terms{}}, variances{fixed, random{},
     * residual}, decomposition{centred, sources[]}, levels[], standardized[], collinearity[], notes[]}.
     */
    public static void json(String formula, EffectSizes effects, Optional<LmmFit> refit, OutputStream target) {
        try (Json json = new Json(target)) {
            json.object().text("formula", formula).object("r2").number("marginal", effects.marginalR2());
            json.number("conditional", effects.conditionalR2()).end().object("icc");
            json.number("adjusted", effects.adjustedIcc()).number("unadjusted", effects.unadjustedIcc());
            json.object("terms");
            effects.terms().forEach(term -> json.number(term.term(), term.icc()));
            json.end()
                    .end()
                    .object("variances")
                    .number("fixed", effects.fixed())
                    .object("random");
            effects.terms().forEach(term -> json.number(term.term(), term.variance()));
            json.end().number("residual", effects.residual()).end();
            decompositionJson(effects.decomposition(), json);
            levelsJson(effects.levels(), json);
            standardizedJson(effects.standardized(), refit, json);
            collinearityJson(effects.collinearity(), json);
            json.texts("notes", effects.notes()).end();
        }
    }

    private static void decompositionJson(EffectSizes.Decomposition decomposition, Json json) {
        json.object("decomposition").flag("centred", decomposition.centred()).array("sources");
        for (EffectSizes.Share share : decomposition.shares()) {
            json.object().text("source", share.source()).number("total", share.total());
            json.number("within", share.within())
                    .number("between", share.between())
                    .end();
        }
        json.endArray().end();
    }

    private static void levelsJson(List<EffectSizes.LevelVariance> levels, Json json) {
        json.array("levels");
        for (EffectSizes.LevelVariance level : levels) {
            json.object().text("level", level.level()).number("variance", level.variance());
            json.number("share", level.share()).number("empty", level.empty());
            json.number("explained", level.explained()).end();
        }
        json.endArray();
    }

    private static void standardizedJson(
            List<EffectSizes.Standardized> coefficients, Optional<LmmFit> refit, Json json) {
        json.array("standardized");
        for (EffectSizes.Standardized of : coefficients) {
            json.object().text("term", of.term()).number("basic", of.basic()).number("basicSe", of.basicError());
            json.number("pseudo", of.pseudo()).number("pseudoSe", of.pseudoError());
            refit.flatMap(fit -> coefficient(fit, of.term()))
                    .ifPresent(each -> json.number("refit", each.estimate()).number("refitSe", each.stdError()));
            json.end();
        }
        json.endArray();
    }

    private static void collinearityJson(List<EffectSizes.Collinearity> terms, Json json) {
        json.array("collinearity");
        for (EffectSizes.Collinearity term : terms) {
            json.object().text("term", term.term()).count("df", term.df()).number("gvif", term.gvif());
            json.number("lower", term.interval().lower())
                    .number("upper", term.interval().upper());
            json.number("adjusted", term.adjusted()).end();
        }
        json.endArray();
    }
}
