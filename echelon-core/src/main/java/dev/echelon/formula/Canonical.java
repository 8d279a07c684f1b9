package dev.echelon.formula;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes an expanded formula, {@code y ~ 1 + x + (1 + x | g) + repeated(us(t | s))}. */
final class Canonical {

    private Canonical() {}

    static String text(
            Expression response,
            LinearPart fixed,
            List<RandomTerm> random,
            Optional<ResidualTerm> residual,
            List<VarianceTerm> variances) {
        StringBuilder text = new StringBuilder(response.label()).append(" ~ ").append(sum(fixed));
        for (RandomTerm term : random) {
            text.append(" + ").append(bar(term));
        }
        residual.ifPresent(
                term -> text.append(" + repeated(").append(term.label()).append(")"));
        if (!variances.isEmpty()) {
            text.append(" + variance(")
                    .append(String.join(
                            " * ", variances.stream().map(VarianceTerm::label).toList()))
                    .append(")");
        }
        return text.toString();
    }

    private static String sum(LinearPart part) {
        List<String> parts = new ArrayList<>();
        parts.add(part.intercept() ? "1" : "0");
        part.terms().forEach(term -> parts.add(term.label()));
        part.offsets().forEach(offset -> parts.add("offset(" + offset.label() + ")"));
        return String.join(" + ", parts);
    }

    private static String bar(RandomTerm term) {
        String options = term.kind().optionText();
        String structure = term.structure().equals("us") && options.isEmpty() ? "" : term.structure();
        String bar = term.independent() ? " || " : " | ";
        String group = term.relationship().isEmpty()
                ? term.groupLabel()
                : "gr(" + term.groupLabel() + ", cov = " + Names.quoteIfNeeded(term.relationship()) + ")";
        return structure + "(" + sum(term.effects()) + bar + group + options + ")";
    }
}
