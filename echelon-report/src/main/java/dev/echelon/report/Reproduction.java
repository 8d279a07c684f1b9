package dev.echelon.report;

import dev.echelon.Criterion;
import dev.echelon.DfMethod;
import dev.echelon.LmmFit;
import dev.echelon.Vcov;
import dev.echelon.report.document.Block;
import dev.echelon.result.FitOptions;
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
        blocks.add(new Block.Code("Command", command(fit, df, file, ml)));
        blocks.add(new Block.Code("Java", java(fit, df, file, ml)));
        blocks.add(new Block.Code("R", RCode.of(fit, file)));
        Provenance made = fit.provenance();
        blocks.add(new TableBuilder("provenance", "Where the numbers come from")
                .text("what")
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

    private static String command(LmmFit fit, DfMethod df, String file, boolean ml) {
        FitOptions asked = fit.options();
        StringBuilder text = new StringBuilder("echelon fit ");
        text.append(shellQuoted(fit.formula())).append(' ').append(shellQuoted(file));
        text.append(ml ? " --ml" : "");
        option(text, "--weights", asked.weights());
        option(text, "--offset", asked.offset());
        asked.factors().forEach(name -> option(text, "--factor", name));
        asked.codings().forEach((factor, coding) -> option(text, "--coding", factor + "=" + coding));
        asked.matrices().forEach(name -> option(text, "--cov", name + "=" + name + ".csv"));
        option(text, "--df", df == DfMethod.SATTERTHWAITE ? "" : df.id());
        option(text, "--vcov", fit.robust() == Vcov.MODEL ? "" : fit.robust().id());
        return text.toString();
    }

    private static void option(StringBuilder text, String name, String value) {
        if (!value.isEmpty()) {
            text.append(' ').append(name).append(' ').append(shellQuoted(value));
        }
    }

    private static String java(LmmFit fit, DfMethod df, String file, boolean ml) {
        FitOptions asked = fit.options();
        List<String> calls = new ArrayList<>();
        if (ml) {
            calls.add("criterion(Criterion.ML)");
        }
        if (!asked.weights().isEmpty()) {
            calls.add("weights(" + quoted(asked.weights()) + ")");
        }
        if (!asked.offset().isEmpty()) {
            calls.add("offset(" + quoted(asked.offset()) + ")");
        }
        asked.factors().forEach(name -> calls.add("factors(" + quoted(name) + ")"));
        asked.codings()
                .forEach((factor, coding) ->
                        calls.add("coding(" + quoted(factor) + ", Coding.named(" + quoted(coding) + "))"));
        asked.matrices()
                .forEach(name -> calls.add(
                        "covariance(" + quoted(name) + ", Csv.read(Path.of(" + quoted(name + ".csv") + ")))"));
        calls.add("fit(Csv.source(Path.of(" + quoted(file) + ")))");
        return "LmmFit fit = Lmm.of(" + quoted(fit.formula()) + ")\n        ." + String.join("\n        .", calls)
                + ";\n"
                + (fit.robust() == Vcov.MODEL
                        ? ""
                        : "fit = fit.robust(Vcov." + fit.robust().name() + ");\n")
                + "fit.coefficients(DfMethod." + df.name() + ");";
    }

    private static String shellQuoted(String text) {
        return text.matches("[A-Za-z0-9_./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
