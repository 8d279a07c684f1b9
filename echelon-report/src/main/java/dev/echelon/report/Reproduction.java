package dev.echelon.report;

import dev.echelon.Criterion;
import dev.echelon.DfMethod;
import dev.echelon.LmmFit;
import dev.echelon.report.document.Block;
import dev.echelon.result.Provenance;
import java.util.ArrayList;
import java.util.List;

/** What it takes to make a fit again: by the command line, in Java, in R. */
final class Reproduction {
    private Reproduction() {}

    static List<Block> blocks(LmmFit fit, DfMethod df, String data) {
        String file = data.isEmpty() ? "data.csv" : data;
        boolean ml = fit.criterion() == Criterion.ML;
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Code(
                "Command",
                "echelon fit " + shellQuoted(fit.formula()) + " " + shellQuoted(file) + (ml ? " --ml" : "")
                        + (df == DfMethod.SATTERTHWAITE ? "" : " --df " + df.id())));
        blocks.add(new Block.Code("Java", java(fit, df, file, ml)));
        blocks.add(new Block.Code("R", r(fit, file, ml)));
        Provenance made = fit.provenance();
        blocks.add(new TableBuilder("provenance", "Where the numbers come from")
                .text("")
                .text("value")
                .row(TableBuilder.label("Echelon"), TableBuilder.label(made.version()))
                .row(TableBuilder.label("Java"), TableBuilder.label(made.java()))
                .row(TableBuilder.label("platform"), TableBuilder.label(made.platform()))
                .row(TableBuilder.label("dense kernels"), TableBuilder.label(made.kernels()))
                .row(TableBuilder.label("data, SHA-256"), TableBuilder.label(made.dataDigest()))
                .row(TableBuilder.label("plan"), TableBuilder.label(made.plan()))
                .table());
        return blocks;
    }

    private static String java(LmmFit fit, DfMethod df, String file, boolean ml) {
        return "LmmFit fit = Lmm.of(" + quoted(fit.formula()) + ")\n" + (ml ? "        .criterion(Criterion.ML)\n" : "")
                + "        .fit(Csv.source(Path.of(" + quoted(file) + ")));\nfit.coefficients(DfMethod." + df.name()
                + ");";
    }

    private static String r(LmmFit fit, String file, boolean ml) {
        return "library(lmerTest)\nfit <- lmer(" + fit.formula() + ",\n            data = read.csv(" + quoted(file)
                + ", stringsAsFactors = TRUE)" + (ml ? ", REML = FALSE" : "") + ")\nsummary(fit)";
    }

    private static String shellQuoted(String text) {
        return text.matches("[A-Za-z0-9_./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
