package dev.echelon.formula;

import java.util.ArrayList;
import java.util.List;

/** Writes an expanded formula, {@code y ~ 1 + x + (1 + x | g)}. */
final class Canonical {

    private Canonical() {}

    static String text(Expression response, LinearPart fixed, List<RandomTerm> random) {
        StringBuilder text = new StringBuilder(response.label()).append(" ~ ").append(sum(fixed));
        for (RandomTerm term : random) {
            text.append(" + ").append(bar(term));
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
        String structure = term.structure().equals("us") ? "" : term.structure();
        String bar = term.independent() ? " || " : " | ";
        return structure + "(" + sum(term.effects()) + bar + term.groupLabel() + ")";
    }
}
