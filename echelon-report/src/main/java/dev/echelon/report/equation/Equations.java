package dev.echelon.report.equation;

import static dev.echelon.report.equation.Notation.bold;
import static dev.echelon.report.equation.Notation.letter;
import static dev.echelon.report.equation.Notation.number;
import static dev.echelon.report.equation.Notation.row;
import static dev.echelon.report.equation.Notation.sign;
import static dev.echelon.report.equation.Notation.squared;
import static dev.echelon.report.equation.Notation.sub;

import dev.echelon.result.ModelShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All equations of a model. */
public final class Equations {
    private final ModelShape shape;
    private final Optional<Values> values;
    private final LevelEquations levels;

    private Equations(ModelShape shape, Optional<Values> values) {
        this.shape = shape;
        this.values = values;
        this.levels = new LevelEquations(shape, values);
    }

    /**
     * In matrices, for one group if there is one factor, level by level, mixed, as distributions: in this order, with
     * symbols for parameters.
     */
    public static List<Equation> of(ModelShape shape) {
        return new Equations(shape, Optional.empty()).all();
    }

    /** The same with estimates in place of the parameters. */
    public static List<Equation> of(ModelShape shape, Values values) {
        return new Equations(shape, Optional.of(values)).all();
    }

    private List<Equation> all() {
        List<Equation> all = new ArrayList<>();
        all.add(matrix());
        if (shape.groups().size() == 1) {
            all.add(perGroup());
        }
        all.addAll(levels.byLevel());
        if (!shape.random().isEmpty()) {
            all.add(levels.mixed());
        }
        all.add(distribution());
        return all;
    }

    private Equation matrix() {
        String n = Long.toString(shape.observations());
        String p = Integer.toString(shape.fixed().size());
        List<Notation> parts = new ArrayList<>(List.of(braced(bold("y"), n, "1"), sign("=")));
        parts.addAll(List.of(braced(bold("X"), n, p), braced(bold("β"), p, "1"), sign("+")));
        if (!shape.random().isEmpty()) {
            String q = Long.toString(shape.randomColumns());
            parts.addAll(List.of(braced(bold("Z"), n, q), braced(bold("u"), q, "1"), sign("+")));
        }
        parts.add(braced(bold("ε"), n, "1"));
        return Equation.of(
                "matrix",
                "In matrices",
                "y holds the response, X the predictors, β the fixed effects, Z says which random effects act on which"
                        + " row, u are the random effects, ε the residuals.",
                new Notation.Row(parts));
    }

    private Equation perGroup() {
        ModelShape.RandomTerm term = shape.random().get(0);
        int effects =
                shape.random().stream().mapToInt(each -> each.columns().size()).sum();
        String p = Integer.toString(shape.fixed().size());
        Notation rows = sub(letter("n"), "j");
        Notation of = row(
                braced(sub(bold("y"), "j"), rows, number("1")),
                sign("="),
                braced(sub(bold("X"), "j"), rows, number(p)),
                braced(bold("β"), p, "1"),
                sign("+"),
                braced(sub(bold("Z"), "j"), rows, number(Integer.toString(effects))),
                braced(sub(bold("u"), "j"), Integer.toString(effects), "1"),
                sign("+"),
                braced(sub(bold("ε"), "j"), rows, number("1")));
        return Equation.of(
                "matrix-group",
                "In matrices, for one level of " + term.group(),
                "j = 1 … " + term.levels() + "; the levels have "
                        + (term.largest() == 0 ? "" : range(term) + " rows, ") + shape.observations()
                        + (term.largest() == 0 ? " rows together." : " together."),
                of);
    }

    private static String range(ModelShape.RandomTerm term) {
        return term.smallest() == term.largest()
                ? Long.toString(term.smallest())
                : term.smallest() + " to " + term.largest();
    }

    private static Notation braced(Notation of, String rows, String columns) {
        return braced(of, number(rows), number(columns));
    }

    private static Notation braced(Notation of, Notation rows, Notation columns) {
        return new Notation.Braced(of, row(rows, sign("×"), columns));
    }

    private Equation distribution() {
        List<List<Notation>> lines = new ArrayList<>();
        for (ModelShape.RandomTerm term : shape.random()) {
            lines.add(List.of(vector(levels.random(term)), row(sign("∼"), normal(covariance(term)))));
        }
        Optional<ResidualEquation> structured = shape.residual().map(side -> new ResidualEquation(side, values));
        lines.addAll(structured
                .map(ResidualEquation::lines)
                .orElseGet(() -> List.of(List.of(levels.error(), row(sign("∼"), normal(residual()))))));
        return Equation.of(
                "distribution",
                "Distributions",
                "Random effects of different levels and terms, and residuals, are independent of each other."
                        + structured.map(side -> " " + side.words()).orElse(""),
                new Notation.Lines(lines));
    }

    private Notation residual() {
        return values.<Notation>map(known -> number(known.residual())).orElse(squared(letter("σ")));
    }

    private static Notation normal(Notation variance) {
        Notation zero = variance instanceof Notation.Matrix ? new Notation.Letter("0", true) : number("0");
        return row(letter("N"), sign("("), zero, sign(","), variance, sign(")"));
    }

    private static Notation vector(List<Notation> effects) {
        return effects.size() == 1
                ? effects.get(0)
                : new Notation.Matrix(effects.stream().map(List::of).toList());
    }

    private Notation covariance(ModelShape.RandomTerm term) {
        int q = term.columns().size();
        boolean independent =
                term.structure().equals("diag") || term.structure().equals("id");
        List<List<Notation>> rows = new ArrayList<>();
        for (int i = 0; i < q; i++) {
            List<Notation> cells = new ArrayList<>();
            for (int j = 0; j < q; j++) {
                cells.add(independent && i != j ? number("0") : entry(term, i, j));
            }
            rows.add(cells);
        }
        return q == 1 ? rows.get(0).get(0) : new Notation.Matrix(rows);
    }

    private Notation entry(ModelShape.RandomTerm term, int i, int j) {
        if (values.isPresent() && values.get().covariances().containsKey(term.name())) {
            return number(values.get().covariances().get(term.name()).get(i).get(j));
        }
        Notation tau = letter("τ");
        String which = Math.min(i, j) + "" + Math.max(i, j);
        boolean several = shape.random().size() > 1;
        return i == j
                ? new Notation.Indexed(tau, several ? indexed(term, "" + i) : letter("" + i), number("2"))
                : sub(tau, several ? indexed(term, which) : letter(which));
    }

    /** Terms have variances of their own: the index names the term. */
    private static Notation indexed(ModelShape.RandomTerm term, String which) {
        return row(new Notation.Word(term.name()), letter(","), letter(which));
    }
}
