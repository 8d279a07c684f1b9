package dev.echelon.report.equation;

import static dev.echelon.report.equation.Notation.letter;
import static dev.echelon.report.equation.Notation.number;
import static dev.echelon.report.equation.Notation.row;
import static dev.echelon.report.equation.Notation.sign;
import static dev.echelon.report.equation.Notation.sub;
import static dev.echelon.report.equation.Notation.word;

import dev.echelon.result.ModelShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One equation for each level, whose coefficients are the outcomes of the next, and the mixed equation that substituting
 * them gives.
 */
final class LevelEquations {
    /** Letters of coefficients from the highest level down. */
    private static final String[] COEFFICIENTS = {"γ", "β", "π", "α", "η", "ψ"};

    private static final String[] RANDOM = {"u", "r", "v", "w", "s"};

    /** A longer sum is shortened: nobody reads it. */
    private static final int LONGEST_SUM = 14;

    private static final int LONGEST_LINE = 84; // characters

    private final ModelShape shape;
    private final Levels levels;
    private final Optional<Values> values;
    private final Coefficient root = new Coefficient(List.of(), List.of());

    LevelEquations(ModelShape shape, Optional<Values> values) {
        this.shape = shape;
        this.levels = new Levels(shape);
        this.values = values;
        for (int k = 0; k < shape.fixed().size(); k++) {
            Coefficient at = root;
            for (List<String> predictors : levels.product(shape.fixed().get(k).name())) {
                at = at.term(predictors);
            }
            at.column = k;
        }
        for (ModelShape.RandomTerm term : shape.random()) {
            for (String column : term.columns()) {
                coefficient(term, column).randomBy.add(term.group());
            }
        }
    }

    /** The coefficient to which a random effect is added. */
    private Coefficient coefficient(ModelShape.RandomTerm term, String column) {
        Coefficient at = root;
        List<List<String>> product = levels.product(column);
        for (int level = 1; level < levels.of(term.group()); level++) {
            at = at.term(product.get(level - 1));
        }
        return at;
    }

    /** The equations of all levels, level 1 first. */
    List<Equation> byLevel() {
        List<Equation> equations = new ArrayList<>();
        List<List<Notation>> first = new ArrayList<>();
        first.addAll(broken(response(), sum(root, 1, true).parts()));
        equations.add(Equation.of(
                "level-1",
                "Level 1: " + rows(),
                "One equation for each row; what it is multiplied by varies" + " between rows.",
                new Notation.Lines(first)));
        List<Coefficient> outcomes = root.terms;
        for (int level = 2; level <= levels.count(); level++) {
            List<List<Notation>> lines = new ArrayList<>();
            for (Coefficient outcome : outcomes) {
                lines.add(List.of(symbol(outcome, level - 1), row(sign("="), sum(outcome, level, false))));
            }
            equations.add(Equation.of(
                    "level-" + level,
                    "Level " + level + ": " + name(level),
                    "The coefficients of level " + (level - 1) + " differ between " + name(level)
                            + ": they have equations of their own.",
                    new Notation.Lines(shortened(lines))));
            outcomes =
                    outcomes.stream().flatMap(outcome -> outcome.terms.stream()).toList();
        }
        return equations;
    }

    private static List<List<Notation>> shortened(List<List<Notation>> lines) {
        if (lines.size() <= LONGEST_SUM) {
            return lines;
        }
        List<List<Notation>> few = new ArrayList<>(lines.subList(0, LONGEST_SUM - 2));
        few.add(List.of(sign("⋮"), sign("⋮")));
        few.add(lines.get(lines.size() - 1));
        return few;
    }

    /** The mixed equation: everything substituted into level 1. */
    Equation mixed() {
        List<Notation> fixed = new ArrayList<>();
        List<Notation> random = new ArrayList<>();
        collect(root, 1, List.of(), fixed, random);
        List<Notation> parts = new ArrayList<>(joined(fixed).parts());
        if (!random.isEmpty()) {
            parts.add(sign("+"));
            parts.addAll(joined(random).parts());
        }
        parts.add(sign("+"));
        parts.add(error());
        return Equation.of(
                "mixed",
                "Mixed equation",
                "All levels in one, by substitution: fixed effects first, then random effects, then the residual.",
                new Notation.Lines(broken(response(), parts)));
    }

    /** A sum on as many lines as it needs to fit a page: those below the first have no left side. */
    private static List<List<Notation>> broken(Notation left, List<Notation> sum) {
        List<List<Notation>> lines = new ArrayList<>();
        List<Notation> line = new ArrayList<>(List.of(sign("=")));
        int length = PlainText.of(left).length();
        for (int k = 0; k < sum.size(); k++) {
            boolean operator = k % 2 == 1;
            int next = PlainText.of(sum.get(Math.min(k + 1, sum.size() - 1))).length() + 3;
            if (operator && length + next > LONGEST_LINE) {
                lines.add(List.of(lines.isEmpty() ? left : Notation.NONE, new Notation.Row(line)));
                line = new ArrayList<>();
                length = 0;
            }
            line.add(sum.get(k));
            length += operator ? next : k == 0 ? PlainText.of(sum.get(k)).length() : 0;
        }
        lines.add(List.of(lines.isEmpty() ? left : Notation.NONE, new Notation.Row(line)));
        return lines;
    }

    private void collect(
            Coefficient at, int level, List<Notation> product, List<Notation> fixed, List<Notation> random) {
        for (Coefficient term : at.terms) {
            List<Notation> factors = new ArrayList<>(product);
            factors.addAll(predictors(term, level));
            if (level == levels.count()) {
                fixed.add(times(symbol(term, level), factors));
            } else {
                collect(term, level + 1, factors, fixed, random);
            }
            for (String group : term.randomBy) {
                random.add(times(random(term, group), factors));
            }
        }
    }

    private Notation.Row sum(Coefficient of, int level, boolean first) {
        List<Notation> parts = new ArrayList<>();
        for (Coefficient term : of.terms) {
            parts.add(times(symbol(term, level), predictors(term, level)));
        }
        for (String group : of.randomBy) {
            parts.add(random(of, group));
        }
        if (first) {
            parts.add(error());
        }
        return joined(parts);
    }

    /** A sum; a number with a minus sign is subtracted. */
    private static Notation.Row joined(List<Notation> all) {
        List<Notation> shown = all;
        if (all.size() > LONGEST_SUM) {
            shown = new ArrayList<>(all.subList(0, LONGEST_SUM - 3));
            shown.add(sign("…"));
            shown.addAll(all.subList(all.size() - 2, all.size()));
        }
        List<Notation> parts = new ArrayList<>();
        for (Notation part : shown) {
            Optional<Notation> negated = parts.isEmpty() ? Optional.empty() : negated(part);
            if (!parts.isEmpty()) {
                parts.add(sign(negated.isPresent() ? "−" : "+"));
            }
            parts.add(negated.orElse(part));
        }
        return new Notation.Row(parts);
    }

    private static Optional<Notation> negated(Notation part) {
        if (part instanceof Notation.Number value && value.text().startsWith("−")) {
            return Optional.of(number(value.text().substring(1)));
        }
        if (part instanceof Notation.Row product && !product.parts().isEmpty()) {
            return negated(product.parts().get(0)).map(positive -> {
                List<Notation> factors = new ArrayList<>(product.parts());
                factors.set(0, positive);
                return new Notation.Row(factors);
            });
        }
        return Optional.empty();
    }

    private static Notation times(Notation coefficient, List<Notation> factors) {
        if (factors.isEmpty()) {
            return coefficient;
        }
        List<Notation> parts = new ArrayList<>(List.of(coefficient));
        for (Notation factor : factors) {
            parts.add(sign("·"));
            parts.add(factor);
        }
        return new Notation.Row(parts);
    }

    private List<Notation> predictors(Coefficient term, int level) {
        return term.predictors.stream()
                .map(name -> sub(word(name), levels.index(name, level)))
                .toList();
    }

    /** γ₀₁ or its estimate at the highest level, β₁ⱼ below it. */
    private Notation symbol(Coefficient coefficient, int level) {
        boolean fixed = level == levels.count();
        if (fixed && values.isPresent() && coefficient.column >= 0) {
            return number(values.get().fixed().get(coefficient.column));
        }
        String below = coefficient.subscript() + (fixed ? "" : levels.index(level + 1));
        return sub(letter(COEFFICIENTS[Math.min(levels.count() - level, COEFFICIENTS.length - 1)]), below);
    }

    /** The random effect of a coefficient by a grouping factor. */
    Notation random(Coefficient coefficient, String group) {
        int kind = levels.crossed() ? shape.groups().indexOf(group) : levels.count() - levels.of(group);
        String below =
                coefficient.subscript() + (levels.crossed() ? levels.own(group) : levels.index(levels.of(group)));
        return sub(letter(RANDOM[Math.min(kind, RANDOM.length - 1)]), below);
    }

    /** The random effects of a term in order. */
    List<Notation> random(ModelShape.RandomTerm term) {
        return term.columns().stream()
                .map(column -> random(coefficient(term, column), term.group()))
                .toList();
    }

    Notation error() {
        return sub(letter("e"), levels.index(1));
    }

    Notation response() {
        return sub(word(shape.response()), levels.index(1));
    }

    private String rows() {
        return "rows"
                + (shape.groups().isEmpty()
                        ? ""
                        : levels.crossed() ? "" : " within " + shape.groups().get(0));
    }

    private static String listed(List<String> names) {
        int last = names.size() - 1;
        return last < 1
                ? String.join("", names)
                : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }

    private String name(int level) {
        return levels.crossed()
                ? listed(shape.groups())
                : "levels of " + shape.groups().get(level - 2);
    }
}
