package dev.echelon.report;

import dev.echelon.LmmFit;
import dev.echelon.report.document.Block;
import dev.echelon.report.figure.Figures;
import dev.echelon.result.ModelRows;
import dev.echelon.result.ModelShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The data as the model sees them: dimensions, first and last rows of y and X, rows within groups, zeros of Z. */
final class StructureBlocks {
    private static final int FIRST = 3;
    private static final int MOST_COLUMNS = 8;

    private StructureBlocks() {}

    static List<Block> of(LmmFit fit, Figures figures) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(dimensions(fit.shape()));
        fit.modelRows().ifPresent(rows -> blocks.add(matrix(rows, fit)));
        figures.structure().forEach(figure -> blocks.add(new Block.Picture(figure)));
        return blocks;
    }

    private static Block dimensions(ModelShape shape) {
        StringBuilder text = new StringBuilder();
        long n = shape.observations();
        text.append("In y = Xβ + Zu + ε, y has ")
                .append(n)
                .append(" rows, X is ")
                .append(n)
                .append(" × ");
        text.append(shape.fixed().size())
                .append(", β has ")
                .append(shape.fixed().size())
                .append(" elements, Z is ");
        text.append(n)
                .append(" × ")
                .append(shape.randomColumns())
                .append(", u has ")
                .append(shape.randomColumns());
        text.append(" elements, and ε has ").append(n).append(". ");
        for (ModelShape.RandomTerm term : shape.random()) {
            text.append(String.format(
                    Locale.ROOT, "The rows of the %d levels of %s add up to %d; ", term.levels(), term.group(), n));
            text.append(
                    term.smallest() == term.largest()
                            ? "each has " + term.largest() + ". "
                            : String.format(
                                    Locale.ROOT,
                                    "a level has from %d to %d, %.1f on average. ",
                                    term.smallest(),
                                    term.largest(),
                                    (double) n / term.levels()));
        }
        return new Block.Prose(text.toString().strip());
    }

    private static Block.Table matrix(ModelRows rows, LmmFit fit) {
        int columns = Math.min(MOST_COLUMNS, rows.columns().size());
        boolean all = columns == rows.columns().size();
        TableBuilder table = new TableBuilder(
                        "rows",
                        "First and last rows of y and X, and β̂ below its columns"
                                + (all ? "" : ", the first " + columns + " columns"))
                .text("row")
                .number(fit.shape().response());
        rows.columns().stream().limit(columns).forEach(table::number);
        for (int i = 0; i < Math.min(FIRST, rows.size()); i++) {
            table.row(row(rows, i, columns));
        }
        if (rows.size() > FIRST) {
            table.row(row(rows, rows.size() - 1, columns));
        }
        if (fit.coefficients().size() != rows.columns().size()) {
            return table.table();
        }
        List<Block.Cell> beta = new ArrayList<>(List.of(TableBuilder.label("β̂"), TableBuilder.label("")));
        fit.coefficients().stream()
                .limit(columns)
                .forEach(c -> beta.add(new Block.Cell(String.format(Locale.ROOT, "%.4g", c.estimate()), c.estimate())));
        return table.row(beta).table();
    }

    private static List<Block.Cell> row(ModelRows rows, int i, int columns) {
        List<Block.Cell> cells = new ArrayList<>();
        cells.add(TableBuilder.label(Integer.toString(i + 1)));
        cells.add(brief(rows.response(i)));
        for (int k = 0; k < columns; k++) {
            cells.add(brief(rows.fixed(i, k)));
        }
        return cells;
    }

    private static Block.Cell brief(double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e9;
        return new Block.Cell(String.format(Locale.ROOT, whole ? "%.0f" : "%.5g", value), value);
    }
}
