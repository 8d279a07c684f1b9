package dev.echelon.report;

import dev.echelon.report.document.Block;
import dev.echelon.report.figure.Figures;
import dev.echelon.result.Coefficient;
import dev.echelon.result.Exploration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The data in three ways, side by side. */
final class ExplorationBlocks {
    private static final int DIGITS = 4;

    private ExplorationBlocks() {}

    static List<Block> of(Exploration exploration, Figures figures) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(prose(exploration));
        blocks.add(coefficients(exploration));
        if (!exploration.contextual().isEmpty()) {
            blocks.add(contextual(exploration));
        }
        exploration.notes().forEach(note -> blocks.add(new Block.Prose("Note: " + note + ".")));
        figures.exploration(exploration).forEach(figure -> blocks.add(new Block.Picture(figure)));
        return blocks;
    }

    private static Block prose(Exploration exploration) {
        Exploration.Separate separate = exploration.separate();
        return new Block.Prose(String.format(
                Locale.ROOT,
                "One can average the rows of each level of %s and analyse %d means: the %d rows become %d, and what differs"
                        + " within levels is lost. Or one can fit a regression to each level: %d have enough rows for one,"
                        + " each is uncertain, and their residual standard deviation is %.4g when pooled%s. The mixed model"
                        + " lies between: one set of fixed effects, lines of levels drawn towards them by as much as their"
                        + " rows say little, residual standard deviation %.4g.",
                exploration.group(),
                exploration.aggregate().groups(),
                exploration.rows(),
                exploration.aggregate().groups(),
                separate.fitted(),
                separate.pooledSd(),
                unpooled(separate.sds()),
                exploration.sigma()));
    }

    private static String unpooled(List<Double> sds) {
        return sds.isEmpty()
                ? ""
                : String.format(
                        Locale.ROOT,
                        "; not pooled, it goes from %.4g to %.4g, with median %.4g",
                        sds.get(0),
                        sds.get(2),
                        sds.get(1));
    }

    private static Block.Table coefficients(Exploration exploration) {
        TableBuilder table = new TableBuilder(
                        "three-ways-coefficients",
                        "The same coefficients three ways: of group means, means of own regressions, mixed")
                .text("")
                .number("means", "SE(means)", "own", "SD(own)", "mixed", "SE(mixed)");
        Exploration.Separate separate = exploration.separate();
        for (Coefficient mixed : exploration.mixed()) {
            int own = separate.columns().indexOf(mixed.term());
            Exploration.AggregateCoefficient aggregate = exploration.aggregate().coefficients().stream()
                    .filter(c -> c.term().equals(mixed.term()))
                    .findFirst()
                    .orElseThrow();
            table.row(
                    TableBuilder.label(mixed.term()),
                    number(aggregate.estimate()),
                    number(aggregate.stdError()),
                    number(own < 0 ? Double.NaN : separate.means().get(own)),
                    number(own < 0 ? Double.NaN : separate.spreads().get(own)),
                    number(mixed.estimate()),
                    number(mixed.stdError()));
        }
        return table.table();
    }

    private static Block.Table contextual(Exploration exploration) {
        TableBuilder table = new TableBuilder(
                        "contextual", "Slopes within and between levels of " + exploration.group())
                .text("")
                .number("within", "SE(within)", "between", "SE(between)", "difference", "df", "t", "p");
        for (Exploration.Contextual slope : exploration.contextual()) {
            table.row(
                    TableBuilder.label(slope.predictor()),
                    number(slope.within().estimate()),
                    number(slope.within().stdError()),
                    number(slope.between().estimate()),
                    number(slope.between().stdError()),
                    number(slope.difference().estimate()),
                    TableBuilder.fixed(slope.difference().df(), 1),
                    TableBuilder.fixed(slope.difference().statistic(), 2),
                    TableBuilder.probability(slope.difference().pValue()));
        }
        return table.table();
    }

    private static Block.Cell number(double value) {
        return Double.isNaN(value)
                ? TableBuilder.label("")
                : new Block.Cell(String.format(Locale.ROOT, "%." + DIGITS + "g", value), value);
    }
}
