package dev.echelon.report;

import dev.echelon.DfMethod;
import dev.echelon.LmmFit;
import dev.echelon.report.document.Block;
import dev.echelon.report.document.Document;
import dev.echelon.report.document.Section;
import dev.echelon.report.figure.Figure;
import dev.echelon.report.figure.Figures;
import java.util.ArrayList;
import java.util.List;

/** The report of a fit, in the order in which a reader asks. */
public final class FitDocument {
    private final LmmFit fit;
    private final DfMethod df;
    private final String data;
    private final List<Section> sections = new ArrayList<>();

    private FitDocument(LmmFit fit, DfMethod df, String data) {
        this.fit = fit;
        this.df = df;
        this.data = data;
    }

    /**
     * The report.
     *
     * @param df how tests of fixed effects find their degrees of freedom
     * @param data name of the data; may be empty
     */
    public static Document of(LmmFit fit, DfMethod df, String data) {
        return new FitDocument(fit, df, data).document();
    }

    private Document document() {
        FitTables tables = new FitTables(fit, df);
        FitProse prose = new FitProse(fit, df, data);
        List<Figure> figures = Figures.of(fit);
        section("question", "What was asked", true, prose.question(), tables.sizes());
        section("equations", "The model in equations", true, equations());
        List<Block> fixed = new ArrayList<>();
        prose.result().forEach(text -> fixed.add(new Block.Prose(text)));
        fixed.add(tables.coefficients());
        fixed.add(tables.anova());
        section("fixed", "Fixed effects", true, fixed);
        List<Block> random = new ArrayList<>();
        random.add(prose.random());
        random.add(tables.variances());
        random.add(tables.theta());
        pictures(figures, "caterpillar", random);
        pictures(figures, "effects", random);
        pictures(figures, "g-", random);
        section("random", "Random effects", true, random);
        List<Block> checks = new ArrayList<>();
        checks.add(new Block.Findings(fit.findings()));
        checks.add(prose.convergence());
        pictures(figures, "residuals", checks);
        section("checks", "Findings and checks", true, checks);
        section("reproduce", "To make this again", false, Reproduction.blocks(fit, df, data));
        return new Document(prose.title(), fit.formula(), prose.summary(), sections, prose.colophon());
    }

    private void section(String id, String title, boolean open, Block... blocks) {
        section(id, title, open, List.of(blocks));
    }

    private void section(String id, String title, boolean open, List<Block> blocks) {
        if (!blocks.isEmpty()) {
            sections.add(new Section(id, title, open, blocks));
        }
    }

    private static void pictures(List<Figure> figures, String kind, List<Block> blocks) {
        figures.stream()
                .filter(figure -> figure.id().startsWith(kind))
                .forEach(figure -> blocks.add(new Block.Picture(figure)));
    }

    private List<Block> equations() {
        return List.of(
                new Block.Formulas(EquationsReport.equations(fit, false)),
                new Block.Prose("With the estimates in place of the parameters:"),
                new Block.Formulas(EquationsReport.equations(fit, true).stream()
                        .filter(equation ->
                                equation.id().equals("mixed") || equation.id().equals("distribution"))
                        .map(FitDocument::estimated)
                        .toList()));
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
