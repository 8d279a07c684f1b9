package dev.echelon.report.equation;

import java.util.List;

/** Equations in characters: {@code β_0j}, {@code σ²}, {@code X (8525×6)}. */
final class PlainText {
    private final StringBuilder out = new StringBuilder();

    private PlainText() {}

    static String of(Notation notation) {
        PlainText writer = new PlainText();
        writer.write(notation);
        return writer.out
                .toString()
                .replaceAll("  +", " ")
                .replace("( − ", "(−")
                .replaceAll("(?m) +$", "");
    }

    private void write(Notation notation) {
        if (notation instanceof Notation.Row row) {
            row.parts().forEach(this::write);
        } else if (notation instanceof Notation.Letter letter) {
            out.append(letter.text());
        } else if (notation instanceof Notation.Word word) {
            out.append(word.text());
        } else if (notation instanceof Notation.Prose prose) {
            out.append(prose.text());
        } else if (notation instanceof Notation.Number number) {
            out.append(number.text());
        } else if (notation instanceof Notation.Sign sign) {
            out.append(spaced(sign.text()));
        } else if (notation instanceof Notation.Indexed indexed) {
            indexed(indexed);
        } else if (notation instanceof Notation.Hat hat) {
            write(hat.base());
            out.append('\u0302');
        } else if (notation instanceof Notation.Braced braced) {
            write(braced.base());
            out.append(" (");
            write(braced.note());
            out.append(") ");
        } else if (notation instanceof Notation.Matrix matrix) {
            out.append('[').append(cells(matrix.rows(), "; ", ", ")).append(']');
        } else if (notation instanceof Notation.Lines lines) {
            out.append(cells(lines.lines(), "\n", ""));
            // a line without a left side continues the one above it
        }
    }

    private static String spaced(String sign) {
        return switch (sign) {
            case "(", ")", "×" -> sign;
            case "=", "+", "−", "∼", "∣", "≠", "<", "≤", "⊗" -> " " + sign + " ";
            case "·" -> " ";
            case "," -> ", ";
            default -> sign;
        };
    }

    private void indexed(Notation.Indexed indexed) {
        write(indexed.base());
        String below = of(indexed.below()).replace(" − ", "−").replace(" + ", "+");
        if (!below.isEmpty()) {
            out.append('_').append(below);
        }
        String above = of(indexed.above()).replace(" − ", "−");
        if (!above.isEmpty()) {
            boolean sum = above.matches(".+[−+][^|]*");
            above = sum ? "(" + above + ")" : above;
            out.append(above.equals("2") ? "²" : above.equals("′") ? "′" : "^" + above);
        }
    }

    private static String cells(List<List<Notation>> rows, String betweenRows, String betweenCells) {
        StringBuilder text = new StringBuilder();
        for (int r = 0; r < rows.size(); r++) {
            boolean continued = rows.get(r).get(0).equals(Notation.NONE);
            text.append(r == 0 ? "" : continued ? " " : betweenRows);
            for (int c = 0; c < rows.get(r).size(); c++) {
                text.append(c == 0 ? "" : betweenCells).append(of(rows.get(r).get(c)));
            }
        }
        return text.toString();
    }
}
