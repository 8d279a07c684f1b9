package dev.echelon.report.equation;

import java.util.List;

/** A mathematical expression, independent of how it is written down. Immutable. */
sealed interface Notation {

    /** Things side by side. */
    record Row(List<Notation> parts) implements Notation {
        public Row {
            parts = List.copyOf(parts);
        }
    }

    /** A letter: italic, or bold and upright for a matrix or vector. */
    record Letter(String text, boolean bold) implements Notation {}

    /** A word in upright type: the name of a variable. */
    record Word(String text) implements Notation {}

    /** Words between formulas, set as text. */
    record Prose(String text) implements Notation {}

    /** A number, already rounded. */
    record Number(String text) implements Notation {
        /** {@code 5.799} of {@code 5.799e-07}. */
        String mantissa() {
            int e = text.indexOf('e');
            return e < 0 ? text : text.substring(0, e);
        }

        /** {@code −7} of {@code 5.799e-07}; empty if there is none. */
        String exponent() {
            int e = text.indexOf('e');
            return e < 0
                    ? ""
                    : Integer.toString(Integer.parseInt(text.substring(e + 1))).replace('-', '−');
        }
    }

    /** A sign such as {@code =}, {@code +}, {@code ∼} or a parenthesis. */
    record Sign(String text) implements Notation {}

    /** An index below and, unless it is empty, one above. */
    record Indexed(Notation base, Notation below, Notation above) implements Notation {}

    /** An estimate. */
    record Hat(Notation base) implements Notation {}

    /** A brace below with a note. */
    record Braced(Notation base, Notation note) implements Notation {}

    /** A matrix in brackets; rows have equal lengths. */
    record Matrix(List<List<Notation>> rows) implements Notation {
        public Matrix {
            rows = rows.stream().map(List::copyOf).toList();
        }
    }

    /** Equations one below the other, aligned at their relation: each line is left side, right side. */
    record Lines(List<List<Notation>> lines) implements Notation {
        public Lines {
            lines = lines.stream().map(List::copyOf).toList();
        }
    }

    /** Nothing. */
    Notation NONE = new Row(List.of());

    static Notation row(Notation... parts) {
        return new Row(List.of(parts));
    }

    static Notation letter(String text) {
        return new Letter(text, false);
    }

    static Notation bold(String text) {
        return new Letter(text, true);
    }

    static Notation word(String text) {
        return new Word(text);
    }

    static Notation sign(String text) {
        return new Sign(text);
    }

    static Notation number(String text) {
        return new Number(text);
    }

    static Notation sub(Notation base, Notation below) {
        return new Indexed(base, below, NONE);
    }

    static Notation sub(Notation base, String below) {
        return sub(base, new Letter(below, false));
    }

    static Notation squared(Notation base) {
        return new Indexed(base, NONE, new Number("2"));
    }

    static Notation parenthesised(Notation inner) {
        return row(sign("("), inner, sign(")"));
    }
}
