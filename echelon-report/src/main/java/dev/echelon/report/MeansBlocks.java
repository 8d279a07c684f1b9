package dev.echelon.report;

import dev.echelon.DfMethod;
import dev.echelon.LmmFit;
import dev.echelon.MarginalMeans;
import dev.echelon.Means;
import dev.echelon.report.document.Block;
import dev.echelon.report.figure.Figures;
import dev.echelon.result.Coefficient;
import dev.echelon.result.MarginalMean;
import java.util.ArrayList;
import java.util.List;

/** Marginal means of the factors, and of the pairs of factors that interact. */
final class MeansBlocks {
    private static final int MOST = 6;
    private static final int MOST_LEVELS = 30;

    private MeansBlocks() {}

    static List<Block> of(LmmFit fit, DfMethod df, Figures figures) {
        List<Block> blocks = new ArrayList<>();
        int tables = 0;
        for (String term : fit.fixedTerms()) {
            List<String> factors = List.of(term.split(":"));
            if (tables < MOST && factors.size() <= 2 && factors.stream().allMatch(name -> isFactor(fit, name))) {
                MarginalMeans means =
                        fit.means(Means.of(factors.toArray(String[]::new)).df(df));
                if (means.means().size() <= MOST_LEVELS
                        && means.means().stream().anyMatch(MarginalMean::estimable)) {
                    tables++;
                    blocks.add(table(means, tables));
                    blocks.add(new Block.Picture(figures.means(means)));
                }
            }
        }
        return blocks;
    }

    /** A factor's columns bear its name and a level's; a covariate's column bears its name alone. */
    private static boolean isFactor(LmmFit fit, String name) {
        List<String> columns =
                fit.coefficients().stream().map(Coefficient::term).toList();
        return !name.contains("(")
                && !name.equals("(Intercept)")
                && !columns.contains(name)
                && columns.stream().anyMatch(column -> column.startsWith(name));
    }

    private static Block.Table table(MarginalMeans means, int number) {
        int places = Decimals.places(
                4,
                means.means().stream()
                        .filter(MarginalMean::estimable)
                        .mapToDouble(MarginalMean::stdError)
                        .toArray());
        TableBuilder table =
                new TableBuilder("means-" + number, "Marginal means of " + String.join(" and ", means.factors()));
        means.factors().forEach(table::text);
        table.number("mean", "standard error", "df", "lower", "upper");
        for (MarginalMean mean : means.means()) {
            List<Block.Cell> cells = new ArrayList<>();
            mean.levels().forEach(level -> cells.add(TableBuilder.label(level)));
            cells.add(TableBuilder.fixed(mean.estimate(), places));
            cells.add(TableBuilder.fixed(mean.stdError(), places));
            cells.add(TableBuilder.fixed(mean.df(), 1));
            cells.add(TableBuilder.fixed(mean.interval().lower(), places));
            cells.add(TableBuilder.fixed(mean.interval().upper(), places));
            table.row(cells);
        }
        return table.table();
    }
}
