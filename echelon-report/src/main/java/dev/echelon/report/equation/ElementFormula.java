package dev.echelon.report.equation;

import static dev.echelon.report.equation.Notation.bold;
import static dev.echelon.report.equation.Notation.letter;
import static dev.echelon.report.equation.Notation.number;
import static dev.echelon.report.equation.Notation.sign;
import static dev.echelon.report.equation.Notation.word;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the formula of an element of R, {@code σ² ρ^|i−j|}, as structures have it in characters. Positions i and j become
 * s and t, because i and j are a row and a group in the other equations. What it does not know stays as it is written.
 */
final class ElementFormula {
    private static final String SIGNS = "+−·/,=≠<≤⊗∏()[]|";

    private final String text;
    private int at;

    private ElementFormula(String text) {
        this.text = text;
    }

    static Notation of(String formula) {
        return new Notation.Row(new ElementFormula(formula).parts('\0'));
    }

    /** Up to a closing character, which is eaten. */
    private List<Notation> parts(char close) {
        List<Notation> parts = new ArrayList<>();
        while (at < text.length() && text.charAt(at) != close) {
            if (text.charAt(at) == ' ') {
                at++;
            } else {
                parts.add(scripted(atom()));
            }
        }
        at++;
        return parts;
    }

    private Notation atom() {
        if (text.startsWith("exp", at)) {
            at += 3;
            return word("exp");
        }
        if (text.startsWith("1(", at)) {
            at++;
            return bold("1"); // the indicator of what follows
        }
        char c = text.charAt(at);
        if (Character.isDigit(c) && "²³₁".indexOf(c) < 0) {
            int from = at;
            while (at < text.length() && (isPlainDigit(text.charAt(at)) || text.charAt(at) == '.')) {
                at++;
            }
            return number(text.substring(from, at));
        }
        at++;
        return SIGNS.indexOf(c) >= 0 ? sign(Character.toString(c)) : letter(position(c));
    }

    private static boolean isPlainDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static String position(char c) {
        return c == 'i' ? "s" : c == 'j' ? "t" : Character.toString(c);
    }

    private Notation scripted(Notation base) {
        Notation below = Notation.NONE;
        Notation above = Notation.NONE;
        while (at < text.length() && "_^²³₁".indexOf(text.charAt(at)) >= 0) {
            char kind = text.charAt(at++);
            switch (kind) {
                case '_' -> below = script();
                case '^' -> above = script();
                case '²' -> above = number("2");
                case '³' -> above = number("3");
                default -> below = number("1");
            }
        }
        boolean plain = below.equals(Notation.NONE) && above.equals(Notation.NONE);
        return plain ? base : new Notation.Indexed(base, below, above);
    }

    /** A group in parentheses, between bars, or a run of letters. */
    private Notation script() {
        if (at < text.length() && text.charAt(at) == '(') {
            at++;
            return new Notation.Row(parts(')'));
        }
        if (at < text.length() && text.charAt(at) == '|') {
            at++;
            List<Notation> inner = new ArrayList<>(List.of(sign("|")));
            inner.addAll(parts('|'));
            inner.add(sign("|"));
            return new Notation.Row(inner);
        }
        StringBuilder run = new StringBuilder();
        while (at < text.length() && Character.isLetter(text.charAt(at)) && run.length() < 2) {
            run.append(position(text.charAt(at++)));
        }
        return letter(run.toString());
    }
}
