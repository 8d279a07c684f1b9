package dev.echelon.report.equation;

import static dev.echelon.report.equation.Notation.bold;
import static dev.echelon.report.equation.Notation.letter;
import static dev.echelon.report.equation.Notation.number;
import static dev.echelon.report.equation.Notation.row;
import static dev.echelon.report.equation.Notation.sign;
import static dev.echelon.report.equation.Notation.squared;
import static dev.echelon.report.equation.Notation.sub;
import static dev.echelon.report.equation.Notation.word;

import dev.echelon.result.ModelShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The distribution of residuals that have a structure: those of one subject are a vector. */
final class ResidualEquation {
    private final ModelShape.ResidualSide side;
    private final Optional<Values> values;

    ResidualEquation(ModelShape.ResidualSide side, Optional<Values> values) {
        this.side = side;
        this.values = values;
    }

    /** {@code e_j (4×1) ∼ N(0, R_j)} and the structure of R, or the variance of a row if rows are independent. */
    List<List<Notation>> lines() {
        if (isByRow()) {
            Notation variance = row(squared(letter("σ")), new Notation.Indexed(letter("g"), letter("i"), number("2")));
            return List.of(List.of(sub(letter("e"), "i"), normal(number("0"), variance)));
        }
        boolean one = side.subject().isEmpty();
        Notation e = one ? bold("e") : sub(bold("e"), "j");
        Notation r = one ? bold("R") : sub(bold("R"), "j");
        Notation size =
                one || side.fewest() == side.most() ? number(Integer.toString(side.most())) : sub(letter("n"), "j");
        Notation braced = new Notation.Braced(e, row(size, sign("×"), number("1")));
        List<List<Notation>> lines = new ArrayList<>();
        lines.add(List.of(braced, normal(bold("0"), r)));
        Notation element = new Notation.Indexed(row(sign("["), r, sign("]")), letter("st"), Notation.NONE);
        lines.add(List.of(element, row(sign("="), ElementFormula.of(side.formula()))));
        lines.addAll(estimated(r));
        return lines;
    }

    /** The estimated matrix if it is small, otherwise its parameters if they are few. */
    private List<List<Notation>> estimated(Notation r) {
        List<List<String>> matrix = values.map(Values::residualMatrix).orElse(List.of());
        if (!matrix.isEmpty()) {
            return List.of(List.of(
                    r,
                    row(
                            sign("="),
                            new Notation.Matrix(matrix.stream()
                                    .map(each ->
                                            each.stream().map(Notation::number).toList())
                                    .toList()))));
        }
        return values.map(Values::residualParameters).orElse(Map.of()).entrySet().stream()
                .map(each -> List.of(word(each.getKey()), row(sign("="), number(each.getValue()))))
                .toList();
    }

    private static Notation normal(Notation mean, Notation variance) {
        return row(sign("∼"), letter("N"), sign("("), mean, sign(","), variance, sign(")"));
    }

    /** What R holds. */
    String words() {
        List<String> parts = new ArrayList<>();
        if (!isByRow()) {
            String of = side.subject().isEmpty()
                    ? "R is the covariance of the residuals of all rows"
                    : "R_j is the covariance of the residuals of one of " + side.subjects() + " levels of "
                            + side.subject() + ", which have " + rows() + " rows";
            parts.add(of + "; its structure is " + side.structure() + ", whose element at positions s and t is above"
                    + (side.group().isEmpty() ? "" : ", with parameters for each level of " + side.group()) + ".");
        }
        if (!side.variances().isEmpty()) {
            parts.add("Standard deviations are multiplied by " + String.join(" · ", side.variances())
                    + (isByRow() ? " = g_i." : "."));
        }
        return String.join(" ", parts);
    }

    private boolean isByRow() {
        return side.subject().isEmpty() && side.most() <= 1;
    }

    private String rows() {
        return side.fewest() == side.most() ? Integer.toString(side.most()) : side.fewest() + " to " + side.most();
    }
}
