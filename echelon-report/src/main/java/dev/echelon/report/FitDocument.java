package dev.echelon.report;

import dev.echelon.DfMethod;
import dev.echelon.LmmFit;
import dev.echelon.report.document.Block;
import dev.echelon.report.document.Document;
import dev.echelon.report.document.Section;
import dev.echelon.report.figure.Figure;
import dev.echelon.report.figure.Figures;
import dev.echelon.result.CheckResult;
import dev.echelon.result.Exploration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The report of a fit, in the order in which a reader asks. */
public final class FitDocument {
    private final LmmFit fit;
    private final DfMethod df;
    private final String data;
    private final Figures figures;
    private final List<Section> sections = new ArrayList<>();

    private FitDocument(LmmFit fit, DfMethod df, String data) {
        this.fit = fit;
        this.df = df;
        this.data = data;
        this.figures = Figures.of(fit);
    }

    /**
     * The report.
     *
     * @param df how tests of fixed effects find their degrees of freedom
     * @param data name of the data; may be empty
     */
    public static Document of(LmmFit fit, DfMethod df, String data) {
        return of(fit, df, data, Optional.empty(), Optional.empty());
    }

    /**
     * The report with what was computed besides.
     *
     * @param exploration the same data in three ways
     * @param check what checks of the fit found
     */
    public static Document of(
            LmmFit fit, DfMethod df, String data, Optional<Exploration> exploration, Optional<CheckResult> check) {
        return new FitDocument(fit, df, data).document(exploration, check);
    }

    private Document document(Optional<Exploration> exploration, Optional<CheckResult> check) {
        FitTables tables = new FitTables(fit, df);
        FitProse prose = new FitProse(fit, df, data);
        CovarianceBlocks covariance = new CovarianceBlocks(fit);
        section("question", "What was asked", true, asked(prose, tables));
        section("structure", "The data, level by level", true, StructureBlocks.of(fit, figures));
        section("equations", "The model in equations", true, equations());
        section(
                "three-ways",
                "Three ways",
                true,
                exploration.map(three -> ExplorationBlocks.of(three, figures)).orElseGet(this::unexplored));
        section("fixed", "Fixed effects", true, fixed(tables, prose));
        section("means", "Marginal means", true, MeansBlocks.of(fit, df, figures));
        if (fit.modelRows().isPresent() && fit.sigma() > 0 && fit.residual().isEmpty()) {
            section("sizes-of-effects", "Effect sizes", true, SizeBlocks.of(fit.effectSizes()));
        }
        List<Block> random = new ArrayList<>(covariance.explanations());
        fit.residual().ifPresent(residual -> random.addAll(ResidualBlocks.of(residual, figures)));
        random.add(tables.variances());
        if (!fit.theta().isEmpty()) {
            random.add(tables.theta());
        }
        random.addAll(covariance.forms());
        pictures(figures.random(), random);
        section("random", "Random effects", true, random);
        section("profiles", "How sure the parameters are", true, profiles());
        List<Block> checks = CheckBlocks.of(fit, check, figures);
        checks.add(1, prose.convergence());
        section("checks", "Findings and checks", true, checks);
        section("reproduce", "To make this again", false, Reproduction.blocks(fit, df, data));
        return new Document(prose.title(), fit.formula(), prose.summary(), sections, prose.colophon());
    }

    private List<Block> asked(FitProse prose, FitTables tables) {
        List<Block> asked = new ArrayList<>(List.of(prose.question()));
        if (!fit.shape().random().isEmpty()
                || fit.residual()
                        .filter(residual -> !residual.subject().isEmpty())
                        .isPresent()) {
            asked.add(tables.sizes());
        }
        if (fit.modelRows().isEmpty()) {
            asked.add(new Block.Prose("This report was made without the rows of the data: everything that needs them is"
                    + " left out, which is the first rows, where Z and the Cholesky factor are not zero, three ways,"
                    + " effects with partial residuals, effect sizes, residuals and their checks."));
        }
        return asked;
    }

    private List<Block> fixed(FitTables tables, FitProse prose) {
        List<Block> fixed = new ArrayList<>();
        prose.result().forEach(text -> fixed.add(new Block.Prose(text)));
        fixed.add(tables.coefficients());
        fixed.add(tables.anova());
        pictures(figures.effects(), fixed);
        return fixed;
    }

    private void section(String id, String title, boolean open, List<Block> blocks) {
        if (!blocks.isEmpty()) {
            sections.add(new Section(id, title, open, blocks));
        }
    }

    private static void pictures(List<Figure> figures, List<Block> blocks) {
        figures.forEach(figure -> blocks.add(new Block.Picture(figure)));
    }

    /** Why the data are not shown in three ways; empty if there are no groups, which leaves nothing to explain. */
    private List<Block> unexplored() {
        if (fit.groups().isEmpty()) {
            return List.of();
        }
        String why = fit.modelRows().isEmpty()
                ? "the fit holds no rows. Give its data, too, to see them."
                : fit.residual().isPresent()
                        ? "they are not there for models with an R side."
                        : "they would take long here; 'echelon explore' computes them.";
        return List.of(new Block.Prose(
                "Group means, a regression per group and the mixed model side by side are left out: " + why));
    }

    /** Pictures of profiles, or why there are none. */
    private List<Block> profiles() {
        if (fit.residual().isPresent() || fit.shape().random().isEmpty() || !(fit.sigma() > 0)) {
            return List.of();
        }
        List<Block> blocks = new ArrayList<>();
        pictures(figures.profiles(), blocks);
        if (blocks.isEmpty()) {
            blocks.add(new Block.Prose("Profiles of the likelihood are left out because they would take long here;"
                    + " 'echelon confint --method profile' gives their intervals."));
        }
        return blocks;
    }

    private List<Block> equations() {
        List<Block> blocks = new ArrayList<>();
        blocks.addAll(List.of(
                new Block.Formulas(EquationsReport.equations(fit, false)),
                new Block.Prose("With the estimates in place of the parameters:"),
                new Block.Formulas(EquationsReport.equations(fit, true).stream()
                        .filter(equation ->
                                equation.id().equals("mixed") || equation.id().equals("distribution"))
                        .map(FitDocument::estimated)
                        .toList())));
        return blocks;
    }

    private static dev.echelon.report.equation.Equation estimated(dev.echelon.report.equation.Equation equation) {
        return new dev.echelon.report.equation.Equation(
                equation.id() + "-estimated",
                equation.title(),
                equation.explanation(),
                equation.mathMl(),
                equation.latex(),
                equation.text());
    }
}
