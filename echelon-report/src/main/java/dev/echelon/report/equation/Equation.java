package dev.echelon.report.equation;

/**
 * One equation, or a system of them, of a model.
 *
 * @param id stable: {@code matrix}, {@code matrix-group}, {@code level-1}, …, {@code mixed}, {@code distribution}
 * @param title what it is, in a few words
 * @param explanation what its symbols mean, one or two sentences
 * @param mathMl as a {@code math} element
 * @param latex to stand between {@code \[} and {@code \]}
 * @param text in characters, possibly of several lines
 */
public record Equation(String id, String title, String explanation, String mathMl, String latex, String text) {

    static Equation of(String id, String title, String explanation, Notation notation) {
        String text = PlainText.of(notation);
        return new Equation(id, title, explanation, MathMl.of(notation, text), Latex.of(notation), text);
    }
}
