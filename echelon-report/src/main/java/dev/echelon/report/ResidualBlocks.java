package dev.echelon.report;

import dev.echelon.report.document.Block;
import dev.echelon.report.figure.Figures;
import dev.echelon.result.ResidualCovariance;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The R side: what its structure says, its parameters, and its correlations as a picture. */
final class ResidualBlocks {
    private ResidualBlocks() {}

    static List<Block> of(ResidualCovariance residual, Figures figures) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Prose(prose(residual)));
        TableBuilder table = new TableBuilder("residual-parameters", "R: parameters of " + residual.label())
                .text("parameter")
                .text("of")
                .number("estimate", "standard error");
        for (ResidualCovariance.Parameter parameter : residual.parameters()) {
            table.row(
                    TableBuilder.label(parameter.title()),
                    TableBuilder.label(parameter.of()),
                    number(parameter.estimate()),
                    number(parameter.stdError()));
        }
        blocks.add(table.table());
        figures.residual(residual).forEach(figure -> blocks.add(new Block.Picture(figure)));
        return blocks;
    }

    private static String prose(ResidualCovariance residual) {
        String subjects = residual.subject().isEmpty()
                ? ""
                : " Rows of the same " + residual.subject() + " depend on each other: " + residual.subjects()
                        + " levels with "
                        + (residual.fewest() == residual.most() ? "" : residual.fewest() + " to ") + residual.most()
                        + " rows each.";
        return "R has the structure " + residual.label() + ": " + residual.formula() + "." + subjects;
    }

    private static Block.Cell number(double value) {
        return Double.isNaN(value)
                ? TableBuilder.label("")
                : new Block.Cell(String.format(Locale.ROOT, "%.4g", value), value);
    }
}
