package dev.echelon.report.equation;

import java.util.List;

/** MathML Core, as browsers draw it without a script. */
final class MathMl {
    private final StringBuilder out = new StringBuilder();
    private boolean continued;

    private MathMl() {}

    /** A {@code math} element on a line of its own; {@code label} is read out instead of it. */
    static String of(Notation notation, String label) {
        MathMl writer = new MathMl();
        writer.out
                .append("<math xmlns=\"http://www.w3.org/1998/Math/MathML\" display=\"block\" aria-label=\"")
                .append(escaped(label))
                .append("\">");
        writer.write(notation);
        return writer.out.append("</math>").toString();
    }

    private void write(Notation notation) {
        if (notation instanceof Notation.Row row) {
            element("mrow", row.parts());
        } else if (notation instanceof Notation.Letter letter) {
            leaf("mi", letter.bold() ? " mathvariant=\"normal\" class=\"matrix\"" : "", letter.text());
        } else if (notation instanceof Notation.Word word) {
            leaf("mi", " mathvariant=\"normal\"", word.text());
        } else if (notation instanceof Notation.Prose prose) {
            leaf("mtext", "", prose.text());
        } else if (notation instanceof Notation.Number number) {
            number(number);
        } else if (notation instanceof Notation.Sign sign) {
            leaf("mo", continued ? " form=\"infix\"" : "", sign.text());
            continued = false;
        } else if (notation instanceof Notation.Indexed indexed) {
            indexed(indexed);
        } else if (notation instanceof Notation.Hat hat) {
            out.append("<mover accent=\"true\">");
            write(hat.base());
            out.append("<mo stretchy=\"false\">^</mo></mover>");
        } else if (notation instanceof Notation.Braced braced) {
            out.append("<mspace width=\"0.1em\"/><munder><munder>");
            write(braced.base());
            out.append("<mo stretchy=\"true\">⏟</mo></munder>");
            write(braced.note());
            out.append("</munder><mspace width=\"0.5em\"/>");
        } else if (notation instanceof Notation.Matrix matrix) {
            out.append("<mrow><mo>(</mo>");
            table("", matrix.rows());
            out.append("<mo>)</mo></mrow>");
        } else if (notation instanceof Notation.Lines lines) {
            table(" class=\"lines\"", lines.lines());
        }
    }

    private void number(Notation.Number number) {
        boolean powered = !number.exponent().isEmpty();
        out.append(powered ? "<mrow>" : "");
        leaf("mn", "", number.mantissa());
        if (powered) {
            out.append("<mo>×</mo><msup><mn>10</mn>");
            leaf("mn", "", number.exponent());
            out.append("</msup></mrow>");
        }
    }

    private void indexed(Notation.Indexed indexed) {
        boolean below = !indexed.below().equals(Notation.NONE);
        boolean above = !indexed.above().equals(Notation.NONE);
        String name = below && above ? "msubsup" : below ? "msub" : "msup";
        out.append('<').append(name).append('>');
        write(indexed.base());
        if (below) {
            write(indexed.below());
        }
        if (above) {
            write(indexed.above());
        }
        out.append("</").append(name).append('>');
    }

    private void table(String attributes, List<List<Notation>> rows) {
        out.append("<mtable").append(attributes).append('>');
        for (List<Notation> row : rows) {
            out.append("<mtr>");
            continued = row.get(0).equals(Notation.NONE); // the sign that a line begins with has two sides all the same
            row.forEach(cell -> element("mtd", List.of(cell)));
            out.append("</mtr>");
        }
        out.append("</mtable>");
    }

    private void element(String name, List<Notation> parts) {
        out.append('<').append(name).append('>');
        parts.forEach(this::write);
        out.append("</").append(name).append('>');
    }

    private void leaf(String name, String attributes, String text) {
        out.append('<').append(name).append(attributes).append('>');
        out.append(escaped(text)).append("</").append(name).append('>');
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
