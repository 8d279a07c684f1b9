package dev.echelon.internal.design;

import dev.echelon.error.EchelonException;
import dev.echelon.error.Suggestions;
import dev.echelon.formula.Coding;
import dev.echelon.formula.Expression;
import dev.echelon.formula.Formula;
import dev.echelon.formula.RandomTerm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What an encoding knows, as far as a smaller model on the same rows needs it. */
final class Restriction {
    private final Encoding whole;
    private final Formula formula;
    private final Map<String, Coding> asked;
    private final Map<String, Coding> codings = new LinkedHashMap<>();

    private Restriction(Encoding whole, Formula formula, Map<String, Coding> asked) {
        this.whole = whole;
        this.formula = formula;
        this.asked = asked;
    }

    /**
     * The encoding of a smaller model.
     *
     * @param asked contrasts that are wanted; those of the other factors stay
     * @throws EchelonException if the model reads a variable that was not learned; the message names it
     */
    static Encoding of(Encoding whole, Formula formula, Map<String, Coding> asked) {
        return new Restriction(whole, formula, asked).restricted();
    }

    private Encoding restricted() {
        Learned all = whole.learned();
        Specification model = Specification.of(formula, whole.options());
        Map<String, Learned.Variable> variables = new LinkedHashMap<>();
        for (Expression expression : model.variables().columns(Purpose.FIT)) {
            variables.put(expression.label(), variable(expression));
        }
        Map<String, List<String>> groups = new LinkedHashMap<>();
        for (RandomTerm term : formula.random()) {
            groups.put(term.groupLabel(), levels(term));
            if (RandomPlan.isPositional(term)) {
                Expression position = RandomPlan.asFactor(RandomPlan.position(formula, term));
                Learned.Variable known = all.variables().get(position.label());
                if (known != null) {
                    variables.put(position.label(), known);
                }
            }
        }
        for (String factor : asked.keySet()) {
            if (!codings.containsKey(factor)) {
                throw new EchelonException(
                        "a coding is given for '" + factor + "', which is not a factor of the model");
            }
        }
        EncodingOptions options = whole.options();
        return Encoding.of(
                formula,
                new EncodingOptions(
                        codings, options.factors(), options.weights(), options.offset(), options.matrices()),
                new Learned(
                        all.bases(),
                        variables,
                        groups,
                        all.rows(),
                        all.notes(),
                        ranges(),
                        composition(model),
                        all.residual()));
    }

    private Learned.Variable variable(Expression expression) {
        Map<String, Learned.Variable> known = whole.learned().variables();
        Learned.Variable variable = known.get(expression.label());
        if (variable == null) {
            throw new EchelonException("the variable '" + expression.label() + "' was not summed up"
                    + Suggestions.hint(expression.label(), known.keySet()));
        }
        String name = expression instanceof Expression.Variable column ? column.name() : expression.label();
        for (String key : List.of(expression.label(), name)) {
            Coding own = asked.getOrDefault(key, whole.options().codings().get(key));
            if (variable.isFactor() && own != null) {
                codings.put(key, own);
                return Learned.Variable.factor(variable.levels(), own);
            }
        }
        return variable;
    }

    private List<String> levels(RandomTerm term) {
        Map<String, List<String>> known = whole.learned().groups();
        List<String> levels = known.get(term.groupLabel());
        if (levels == null) {
            throw new EchelonException("the grouping factor '" + term.groupLabel() + "' was not summed up"
                    + Suggestions.hint(term.groupLabel(), known.keySet()) + "; there are "
                    + String.join(", ", known.keySet()));
        }
        return levels;
    }

    private Map<String, Learned.Range> ranges() {
        Map<String, Learned.Range> ranges = new LinkedHashMap<>(whole.learned().ranges());
        ranges.keySet().retainAll(formula.columns());
        return ranges;
    }

    /** The combinations of the factors that are left. */
    private Composition composition(Specification model) {
        Composition all = whole.learned().composition();
        Set<String> names = new LinkedHashSet<>();
        for (Expression expression : model.variables().fixed()) {
            names.add(expression.label());
            expression.collectColumns(names);
        }
        model.variables().offsets().forEach(offset -> {
            names.add(offset.label());
            offset.collectColumns(names);
        });
        names.add(whole.options().offset());
        Map<String, Composition.Covariate> covariates = new LinkedHashMap<>(all.covariates());
        covariates.keySet().retainAll(names);
        List<String> factors = model.variables().fixed().stream()
                .map(Expression::label)
                .filter(all.factors()::contains)
                .toList();
        return counted(all, covariates, factors);
    }

    private static Composition counted(
            Composition all, Map<String, Composition.Covariate> covariates, List<String> factors) {
        int k = factors.size();
        int width = all.factors().size();
        SortedMap<List<Integer>, Double> cells = new TreeMap<>(LearnedUnion::compare);
        for (int c = 0; k > 0 && c < all.combinations(); c++) {
            List<Integer> cell = new ArrayList<>();
            for (String factor : factors) {
                cell.add(all.codes()[c * width + all.factors().indexOf(factor)]);
            }
            cells.merge(cell, all.weights()[c], Double::sum);
        }
        return LearnedUnion.composition(covariates, factors, cells);
    }
}
