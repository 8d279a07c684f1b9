package dev.echelon.internal.design;

import dev.echelon.covariance.Covariance;
import dev.echelon.covariance.Covariances;
import dev.echelon.formula.Expression;
import dev.echelon.formula.Formula;
import dev.echelon.formula.FormulaException;
import dev.echelon.formula.LinearPart;
import dev.echelon.formula.RandomTerm;
import dev.echelon.formula.Span;
import dev.echelon.formula.Term;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The random blocks of a model before any row is seen. */
final class RandomPlan {
    /** Structures over positions: the left side names a factor or integers, each position is a column. */
    private static final Set<String> POSITIONAL = Set.of("ar1", "arh1", "toep", "homtoep", "ad", "adh");

    private final RandomTerm term;
    private final MatrixPlan effects;
    private final Covariance covariance;
    private final List<String> names;

    private RandomPlan(RandomTerm term, MatrixPlan effects, Covariance covariance, List<String> names) {
        this.term = term;
        this.effects = effects;
        this.covariance = covariance;
        this.names = names;
    }

    /** One plan per bar; blocks are named by their grouping label, with .1, .2, … for repeated ones. */
    static List<RandomPlan> of(Formula formula, Map<String, Learned.Variable> variables) {
        Map<String, Integer> seen = new HashMap<>();
        List<RandomPlan> plans = new ArrayList<>();
        for (RandomTerm term : formula.random()) {
            MatrixPlan effects = MatrixPlan.of(effects(formula, term, variables), variables);
            if (effects.names().isEmpty()) {
                throw new FormulaException(
                        "the random term of '" + term.groupLabel() + "' has no effects; write (1 | " + term.groupLabel()
                                + ") for a random intercept",
                        formula.text(),
                        term.span());
            }
            int blocks = term.independent() ? effects.names().size() : 1;
            List<String> names = new ArrayList<>();
            for (int k = 0; k < blocks; k++) {
                int occurrence = seen.merge(term.groupLabel(), 1, Integer::sum);
                names.add(occurrence == 1 ? term.groupLabel() : term.groupLabel() + "." + (occurrence - 1));
            }
            plans.add(new RandomPlan(
                    term,
                    effects,
                    Covariances.named(term.structure(), term.kind().options()),
                    names));
        }
        return plans;
    }

    static boolean isPositional(RandomTerm term) {
        return POSITIONAL.contains(term.structure());
    }

    /** The left side as it is coded: for a positional structure, indicators of the positions and no constant. */
    private static LinearPart effects(Formula formula, RandomTerm term, Map<String, Learned.Variable> variables) {
        if (!isPositional(term)) {
            return term.effects();
        }
        Expression position = position(formula, term);
        Learned.Variable known = variables.get(position.label());
        Expression factor = known != null && known.isFactor() ? position : asFactor(position);
        return new LinearPart(false, List.of(new Term(List.of(factor))), List.of());
    }

    /** The variable of a positional structure. */
    static Expression position(Formula formula, RandomTerm term) {
        List<Term> terms = term.effects().terms();
        if (terms.size() != 1 || terms.get(0).order() != 1) {
            throw new FormulaException(
                    "the structure " + term.structure() + " needs one factor or integer column of positions before the"
                            + " bar, as in " + term.structure() + "(visit | " + term.groupLabel() + ")",
                    formula.text(),
                    term.span());
        }
        return terms.get(0).factors().get(0);
    }

    /** {@code factor(x)}. */
    static Expression asFactor(Expression expression) {
        return new Expression.Call(
                "factor", "factor", List.of(new Expression.Argument("", expression)), expression.span());
    }

    RandomTerm term() {
        return term;
    }

    String group() {
        return term.groupLabel();
    }

    Span span() {
        return term.span();
    }

    /** How many columns each block has. */
    int blockWidth() {
        return term.independent() ? 1 : effects.names().size();
    }

    /** The names of the columns. */
    List<String> columnNames() {
        return effects.names();
    }

    /** Whether the first column is the constant. */
    boolean hasIntercept() {
        return !effects.names().isEmpty() && effects.assign().get(0).equals("(Intercept)");
    }

    /** How the columns after the constant, if there is one, are made: term by term. */
    List<TermCoding> codings() {
        return effects.terms().stream().map(TermCoding::of).toList();
    }

    /** The columns of each block of a matrix with {@code rows} rows that has all columns side by side. */
    List<double[]> split(int rows, double[] columns) {
        int width = rows * blockWidth();
        List<double[]> blocks = new ArrayList<>();
        for (int from = 0; from < columns.length; from += width) {
            blocks.add(Arrays.copyOfRange(columns, from, from + width));
        }
        return blocks;
    }

    /** Whether it is a random intercept and nothing else. */
    boolean isIntercept() {
        return effects.names().equals(List.of("(Intercept)"));
    }

    /** What the columns of each block are made of. */
    List<RandomColumns> columns() {
        List<String> labels = effects.assign();
        List<Set<String>> variables = new ArrayList<>();
        for (String label : labels) {
            Set<String> of = new LinkedHashSet<>();
            term.grouping().forEach(factor -> of.add(factor.label()));
            effects.terms().stream()
                    .filter(planned -> planned.label().equals(label))
                    .forEach(planned -> planned.parts()
                            .forEach(part -> of.add(part.expression().label())));
            variables.add(of);
        }
        if (!term.independent()) {
            return List.of(new RandomColumns(names.get(0), labels, variables, indicators()));
        }
        List<RandomColumns> each = new ArrayList<>();
        for (int k = 0; k < labels.size(); k++) {
            each.add(new RandomColumns(names.get(k), List.of(labels.get(k)), List.of(variables.get(k)), Set.of()));
        }
        return each;
    }

    private Set<String> indicators() {
        Set<String> labels = new LinkedHashSet<>();
        for (PlannedTerm planned : effects.terms()) {
            List<TermCoding.Variable> variables = TermCoding.of(planned).variables();
            boolean whole = variables.size() == 1
                    && variables.get(0).isFactor()
                    && variables.get(0).columns() == variables.get(0).levels();
            if (whole) {
                labels.add(planned.label());
            }
        }
        return labels;
    }

    /** Appends the blocks for the rows of a frame. */
    void build(Frame frame, Grouping.Codes groups, List<Design.RandomBlock> blocks) {
        build(effects.build(frame), groups, blocks);
    }

    /** Appends the blocks of no rows. */
    void header(List<String> levels, List<Design.RandomBlock> blocks) {
        build(effects.header(), new Grouping.Codes(new int[0], levels), blocks);
    }

    private void build(ModelMatrix matrix, Grouping.Codes groups, List<Design.RandomBlock> blocks) {
        if (!term.independent()) {
            blocks.add(block(names.get(0), matrix, groups));
            return;
        }
        for (int j = 0; j < matrix.width(); j++) {
            ModelMatrix column =
                    new ModelMatrix(matrix.rows(), List.of(matrix.names().get(j)), List.of(matrix.column(j)));
            blocks.add(block(names.get(j), column, groups));
        }
    }

    private Design.RandomBlock block(String name, ModelMatrix matrix, Grouping.Codes groups) {
        return new Design.RandomBlock(name, group(), matrix, groups.codes(), groups.levels(), covariance);
    }
}
