package dev.echelon.report.equation;

import java.util.List;
import java.util.Map;

/** LaTeX with amsmath. */
final class Latex {
    private static final Map<String, String> SIGNS = Map.ofEntries(
            Map.entry("∼", " \\sim "),
            Map.entry("×", " \\times "),
            Map.entry("·", " \\cdot "),
            Map.entry("−", " - "),
            Map.entry("∣", " \\mid "),
            Map.entry("…", "\\ldots"),
            Map.entry("⋮", "\\vdots"),
            Map.entry("=", " = "),
            Map.entry("≠", " \\neq "),
            Map.entry("≤", " \\le "),
            Map.entry("⊗", " \\otimes "),
            Map.entry("∏", "\\prod"),
            Map.entry("+", " + "),
            Map.entry(",", ", "));
    private static final Map<String, String> GREEK = Map.ofEntries(
            Map.entry("α", "\\alpha"),
            Map.entry("β", "\\beta"),
            Map.entry("γ", "\\gamma"),
            Map.entry("δ", "\\delta"),
            Map.entry("ε", "\\varepsilon"),
            Map.entry("η", "\\eta"),
            Map.entry("θ", "\\theta"),
            Map.entry("λ", "\\lambda"),
            Map.entry("ν", "\\nu"),
            Map.entry("ω", "\\omega"),
            Map.entry("Γ", "\\Gamma"),
            Map.entry("π", "\\pi"),
            Map.entry("ρ", "\\rho"),
            Map.entry("σ", "\\sigma"),
            Map.entry("τ", "\\tau"),
            Map.entry("φ", "\\phi"),
            Map.entry("ψ", "\\psi"),
            Map.entry("Σ", "\\Sigma"));

    private final StringBuilder out = new StringBuilder();

    private Latex() {}

    /** The expression, to stand between {@code \[} and {@code \]}. */
    static String of(Notation notation) {
        Latex writer = new Latex();
        writer.write(notation);
        return writer.out.toString().replaceAll(" +", " ").strip();
    }

    private void write(Notation notation) {
        if (notation instanceof Notation.Row row) {
            row.parts().forEach(this::write);
        } else if (notation instanceof Notation.Letter letter) {
            letter(letter);
        } else if (notation instanceof Notation.Word word) {
            out.append("\\mathrm{").append(escaped(word.text())).append('}');
        } else if (notation instanceof Notation.Prose prose) {
            out.append("\\text{").append(escaped(prose.text())).append('}');
        } else if (notation instanceof Notation.Number number) {
            number(number);
        } else if (notation instanceof Notation.Sign sign) {
            out.append(SIGNS.getOrDefault(sign.text(), sign.text()));
        } else if (notation instanceof Notation.Indexed indexed) {
            group("{", indexed.base(), "}");
            if (!indexed.below().equals(Notation.NONE)) {
                group("_{", indexed.below(), "}");
            }
            if (!indexed.above().equals(Notation.NONE)) {
                group("^{", indexed.above(), "}");
            }
        } else if (notation instanceof Notation.Hat hat) {
            group("\\hat{", hat.base(), "}");
        } else if (notation instanceof Notation.Braced braced) {
            group("\\underbrace{", braced.base(), "}");
            group("_{", braced.note(), "}");
        } else if (notation instanceof Notation.Matrix matrix) {
            table("pmatrix", matrix.rows());
        } else if (notation instanceof Notation.Lines lines) {
            table("aligned", lines.lines());
        }
    }

    private void number(Notation.Number number) {
        out.append(number.mantissa().replace("−", "-"));
        if (!number.exponent().isEmpty()) {
            out.append(" \\times 10^{")
                    .append(number.exponent().replace("−", "-"))
                    .append('}');
        }
    }

    private void letter(Notation.Letter letter) {
        String text = letters(letter.text());
        if (!letter.bold()) {
            out.append(text);
        } else if (text.startsWith("\\")) {
            out.append("\\boldsymbol{").append(text).append('}');
        } else {
            out.append("\\mathbf{").append(text).append('}');
        }
    }

    /** Greek letters by their names; a blank keeps a name from running into what follows. */
    private static String letters(String text) {
        StringBuilder written = new StringBuilder();
        text.codePoints().forEach(point -> {
            String one = Character.toString(point);
            String name = GREEK.get(one);
            written.append(name == null ? escaped(one) : text.length() > 1 ? name + " " : name);
        });
        return written.toString();
    }

    private void group(String open, Notation inner, String close) {
        out.append(open);
        write(inner);
        out.append(close);
    }

    private void table(String environment, List<List<Notation>> rows) {
        out.append("\\begin{").append(environment).append('}');
        for (int r = 0; r < rows.size(); r++) {
            out.append(r == 0 ? " " : " \\\\ ");
            for (int c = 0; c < rows.get(r).size(); c++) {
                boolean continued = c > 0 && rows.get(r).get(0).equals(Notation.NONE);
                out.append(c == 0 ? "" : continued ? " & {}" : " & ");
                write(rows.get(r).get(c));
            }
        }
        out.append(" \\end{").append(environment).append('}');
    }

    static String escaped(String text) {
        StringBuilder safe = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> safe.append("\\textbackslash{}");
                case '^' -> safe.append("\\textasciicircum{}");
                case '~' -> safe.append("\\textasciitilde{}");
                case '_', '%', '&', '#', '$', '{', '}' -> safe.append('\\').append(c);
                default -> safe.append(c);
            }
        }
        return safe.toString();
    }
}
