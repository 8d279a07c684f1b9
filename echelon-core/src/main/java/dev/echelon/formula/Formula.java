package dev.echelon.formula;

import dev.echelon.error.Suggestions;
import dev.echelon.formula.Expression.Variable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A model formula in lme4's language, parsed and expanded: {@code Reaction ~ Days + (Days | Subject)}. Immutable and
 * independent of data; names are checked against columns when it meets a table. The language is described in
 * {@code docs/guide/formula.md}.
 */
public final class Formula {

    /** So many columns are listed when a name is unknown. */
    private static final int LISTED_COLUMNS = 20;

    /** Quoted text, or {@code pi} by itself. */
    private static final Pattern BARE_PI = Pattern.compile("(\"[^\"]*\"|'[^']*'|`[^`]*`)|(?<![\\w.])pi(?![\\w.(])");

    private final String text;
    private final Parser.Sides sides;
    private final LinearPart fixed;
    private final List<RandomTerm> random;
    private final Optional<ResidualTerm> residual;
    private final List<VarianceTerm> variances;

    private Formula(String text, Parser.Sides sides, List<String> dot) {
        this.text = text;
        this.sides = sides;
        CallCheck check = new CallCheck(text);
        ResidualReader rows = new ResidualReader(text, check);
        BarReader bars = BarReader.of(text, check, dot, rows);
        bars.refuse(sides.response(), "a random term cannot be the response; it belongs to the right of '~'");
        check.response(sides.response());
        Expander expander = new Expander(text, check, dot, bars, true);
        expander.number(sides.response());
        this.fixed = expander.expand(sides.right());
        this.random = List.copyOf(bars.terms());
        this.residual = rows.residual();
        this.variances = List.copyOf(rows.variances());
        refuseResponseAsTerm();
    }

    /**
     * Parses and expands a formula.
     *
     * @throws FormulaException if it is not a formula; the message shows the place
     */
    public static Formula parse(String text) {
        return new Formula(text, Parser.parse(text), List.of());
    }

    /** The formula as written. */
    public String text() {
        return text;
    }

    /** The left-hand side. */
    public Expression response() {
        return sides.response();
    }

    /** The fixed effects. */
    public LinearPart fixed() {
        return fixed;
    }

    /** The bars, expanded, as written from left to right. */
    public List<RandomTerm> random() {
        return random;
    }

    /** The R side, {@code repeated(…)}; empty if the residuals are independent with one variance. */
    public Optional<ResidualTerm> residual() {
        return residual;
    }

    /** The factors of the residual standard deviation, {@code variance(…)}, from left to right. */
    public List<VarianceTerm> variance() {
        return variances;
    }

    /** Whether the residuals have another covariance than one variance times the identity. */
    public boolean hasResidualSide() {
        return residual.isPresent() || !variances.isEmpty();
    }

    /** The names of the known matrices that it asks for, in order. */
    public Set<String> matrices() {
        Set<String> names = new LinkedHashSet<>();
        random.forEach(term -> names.add(term.relationship()));
        random.forEach(term -> names.add(term.kind().matrix()));
        residual.ifPresent(term -> names.add(term.structure().matrix()));
        names.remove("");
        return names;
    }

    /**
     * The same formula for data with these columns: {@code pi} is the column if there is one of that name, the number in
     * the arguments of a function otherwise.
     */
    public Formula withColumns(Collection<String> columns) {
        if (!columns.contains("pi") || !BARE_PI.matcher(text).find()) {
            return this;
        }
        String quoted = BARE_PI.matcher(text).replaceAll(match -> match.group(1) == null ? "`pi`" : "$1");
        return quoted.equals(text) ? this : parse(quoted);
    }

    /** Whether {@code .} stands in the formula as written. */
    public boolean hasDot() {
        for (Variable variable : sides.variables()) {
            if (isDot(variable)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The same formula with {@code .} standing for all {@code columns}, in their order, but those of the response and
     * of the grouping factors; this formula if it has no {@code .}. The text stays as written, {@link #expanded()} shows
     * the columns.
     *
     * @throws FormulaException if no column is left
     */
    public Formula expandDot(List<String> columns) {
        if (!hasDot()) {
            return this;
        }
        Set<String> names = new LinkedHashSet<>(columns);
        names.removeAll(sides.response().columns());
        random.forEach(term -> term.grouping().forEach(group -> names.removeAll(group.columns())));
        residual.ifPresent(term -> term.subject().forEach(part -> names.removeAll(part.columns())));
        if (names.isEmpty()) {
            Span place = sides.variables().stream()
                    .filter(Formula::isDot)
                    .findFirst()
                    .orElseThrow()
                    .span();
            throw new FormulaException(
                    "'.' stands for no column here; all of them are the response or grouping factors", text, place);
        }
        return new Formula(text, sides, List.copyOf(names));
    }

    /**
     * Each column that the formula names, where it is first named, in order; columns that {@code .} stands for are not
     * among them, columns that a minus sign removes are.
     */
    public List<Variable> variables() {
        Map<String, Variable> first = new LinkedHashMap<>();
        for (Variable variable : sides.variables()) {
            if (!isDot(variable)) {
                first.putIfAbsent(variable.name(), variable);
            }
        }
        return List.copyOf(first.values());
    }

    /** The columns that the model reads: response, fixed effects, offsets, random effects, grouping, R side, in this order. */
    public Set<String> columns() {
        Set<String> names = new LinkedHashSet<>();
        sides.response().collectColumns(names);
        collect(fixed, names);
        for (RandomTerm term : random) {
            collect(term.effects(), names);
            term.grouping().forEach(factor -> factor.collectColumns(names));
        }
        residual.ifPresent(term -> {
            term.positions().forEach(part -> part.collectColumns(names));
            term.subject().forEach(part -> part.collectColumns(names));
            term.group().forEach(part -> part.collectColumns(names));
        });
        variances.forEach(term -> term.argument().forEach(part -> part.collectColumns(names)));
        names.remove(".");
        return Collections.unmodifiableSet(names);
    }

    private static void collect(LinearPart part, Set<String> names) {
        for (Term term : part.terms()) {
            term.factors().forEach(factor -> factor.collectColumns(names));
        }
        part.offsets().forEach(offset -> offset.collectColumns(names));
    }

    /**
     * Checks that every column the formula names exists.
     *
     * @throws FormulaException for the first that does not; the message shows the place, the nearest column and the list
     */
    public void require(Collection<String> columns) {
        for (Variable variable : sides.variables()) {
            if (!isDot(variable) && !columns.contains(variable.name())) {
                String near = Suggestions.nearest(variable.name(), columns)
                        .map(name -> "did you mean '" + name + "'? The")
                        .orElse("the");
                throw new FormulaException(
                        "no column '" + variable.name() + "'; " + near + " columns are " + listed(columns),
                        text,
                        variable.span());
            }
        }
    }

    private static String listed(Collection<String> columns) {
        List<String> names = new ArrayList<>(columns);
        if (names.size() <= LISTED_COLUMNS) {
            return String.join(", ", names);
        }
        return String.join(", ", names.subList(0, LISTED_COLUMNS)) + " and " + (names.size() - LISTED_COLUMNS)
                + " more";
    }

    /**
     * The canonical text, all terms written out: {@code Reaction ~ 1 + Days + (1 + Days | Subject)}. It parses to the
     * same model; only the order of the factors inside an interaction may differ ({@code b:a} for {@code a:b}), as R
     * takes it from the order in which the columns first appear.
     */
    public String expanded() {
        return Canonical.text(sides.response(), fixed, random, residual, variances);
    }

    private void refuseResponseAsTerm() {
        for (Term term : fixed.terms()) {
            if (term.order() == 1
                    && term.factors().get(0).label().equals(response().label())) {
                throw new FormulaException(
                        "the response stands on the right-hand side too; remove it there",
                        text,
                        term.factors().get(0).span());
            }
        }
    }

    private static boolean isDot(Variable variable) {
        return variable.name().equals(".");
    }

    @Override
    public String toString() {
        return text;
    }
}
