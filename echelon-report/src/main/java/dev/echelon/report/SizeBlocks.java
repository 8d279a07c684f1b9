package dev.echelon.report;

import dev.echelon.report.document.Block;
import dev.echelon.result.EffectSizes;
import java.util.List;
import java.util.Locale;

/** How much of the variance is explained, and where it is. */
final class SizeBlocks {
    private SizeBlocks() {}

    static List<Block> of(EffectSizes sizes) {
        double total = sizes.fixed() + sizes.random() + sizes.residual();
        TableBuilder table = new TableBuilder("sources", "Variance of the response by source")
                .text("source")
                .number("variance", "share");
        table.row(TableBuilder.label("fixed effects"), number(sizes.fixed()), share(sizes.fixed() / total));
        for (EffectSizes.TermVariance term : sizes.terms()) {
            table.row(TableBuilder.label(term.term()), number(term.variance()), share(term.variance() / total));
        }
        table.row(TableBuilder.label("residual"), number(sizes.residual()), share(sizes.residual() / total));
        TableBuilder summary = new TableBuilder("effect-sizes", "Effect sizes")
                .text("measure")
                .number("value")
                .row(TableBuilder.label("marginal R²: fixed effects"), share(sizes.marginalR2()))
                .row(TableBuilder.label("conditional R²: fixed and random effects"), share(sizes.conditionalR2()))
                .row(TableBuilder.label("adjusted ICC: random over random and residual"), share(sizes.adjustedIcc()))
                .row(TableBuilder.label("unadjusted ICC: random over all"), share(sizes.unadjustedIcc()));
        Block prose = new Block.Prose(String.format(
                Locale.ROOT,
                "The fixed effects explain %.1f %% of the variance of the response, fixed and random effects together"
                        + " %.1f %%. Of what the fixed effects leave, %.1f %% is between groups (ICC).",
                100 * sizes.marginalR2(),
                100 * sizes.conditionalR2(),
                100 * sizes.adjustedIcc()));
        return List.of(prose, summary.table(), table.table());
    }

    private static Block.Cell share(double value) {
        return TableBuilder.fixed(value, 4);
    }

    private static Block.Cell number(double value) {
        return new Block.Cell(String.format(Locale.ROOT, "%.4g", value), value);
    }
}
