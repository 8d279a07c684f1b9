package dev.echelon.internal.design;

import dev.echelon.error.EchelonException;
import dev.echelon.formula.Coding;
import dev.echelon.formula.Expression;
import dev.echelon.formula.LinearPart;
import dev.echelon.formula.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The columns of a model matrix before any row is seen: which variable of which term is coded how, and the names, by
 * the rules of R's {@code model.matrix} (Chambers and Hastie, Statistical Models in S, 1992, section 2.4).
 */
final class MatrixPlan {
    private final boolean intercept;
    private final List<PlannedTerm> terms;
    private final List<String> names;
    private final List<String> assign;

    private MatrixPlan(boolean intercept, List<PlannedTerm> terms) {
        this.intercept = intercept;
        this.terms = terms;
        List<String> names = new ArrayList<>();
        List<String> assign = new ArrayList<>();
        if (intercept) {
            names.add("(Intercept)");
            assign.add("(Intercept)");
        }
        for (PlannedTerm term : terms) {
            List<String> columns = term.columnNames();
            names.addAll(columns);
            columns.forEach(column -> assign.add(term.label()));
        }
        this.names = List.copyOf(names);
        this.assign = List.copyOf(assign);
    }

    static MatrixPlan of(LinearPart part, Map<String, Learned.Variable> variables) {
        List<PlannedTerm> terms = new ArrayList<>();
        boolean full = !part.intercept();
        for (int t = 0; t < part.terms().size(); t++) {
            Term term = part.terms().get(t);
            List<PlannedTerm.Part> parts = new ArrayList<>();
            for (Expression factor : term.factors()) {
                Learned.Variable variable = known(variables, factor);
                boolean contrast =
                        variable.isFactor() && isMarginal(part.terms().subList(0, t), term, factor);
                if (full && variable.isFactor()) {
                    // Without a constant column the first factor of the model takes its place.
                    contrast = false;
                    full = false;
                }
                parts.add(part(factor, variable, contrast));
            }
            terms.add(new PlannedTerm(term.label(), parts));
        }
        return new MatrixPlan(part.intercept(), terms);
    }

    private static Learned.Variable known(Map<String, Learned.Variable> variables, Expression factor) {
        Learned.Variable variable = variables.get(factor.label());
        if (variable == null) {
            throw new IllegalStateException("nothing was learned for " + factor.label());
        }
        return variable;
    }

    /** Whether the term without the factor is in the span of the terms before it, or is the constant. */
    private static boolean isMarginal(List<Term> before, Term term, Expression factor) {
        Set<String> rest = term.key();
        rest.remove(factor.label());
        if (rest.isEmpty()) {
            return true;
        }
        for (Term other : before) {
            if (other.key().containsAll(rest)) {
                return true;
            }
        }
        return false;
    }

    private static PlannedTerm.Part part(Expression factor, Learned.Variable variable, boolean contrast) {
        String label = factor.label();
        List<String> names = new ArrayList<>();
        if (!variable.isFactor()) {
            for (int j = 1; j <= variable.width(); j++) {
                names.add(variable.width() == 1 ? label : label + j);
            }
            return new PlannedTerm.Part(factor, names, 0, new int[0], new double[0]);
        }
        List<String> levels = variable.levels();
        if (!contrast) {
            levels.forEach(level -> names.add(label + level));
            int[] codes = new int[levels.size()];
            for (int k = 0; k < codes.length; k++) {
                codes[k] = k;
            }
            return new PlannedTerm.Part(factor, names, levels.size(), codes, new double[0]);
        }
        if (levels.size() < 2) {
            throw new EchelonException("the factor '" + label + "' has only one level in the rows used, '"
                    + String.join("", levels) + "', so it has no effect to estimate; leave it out of the formula");
        }
        variable.coding().names(levels).forEach(name -> names.add(label + name));
        if (variable.coding() instanceof Coding.Treatment treatment) {
            int base = treatment.baseIndex(levels);
            int[] codes = new int[levels.size() - 1];
            for (int k = 0; k < codes.length; k++) {
                codes[k] = k < base ? k : k + 1;
            }
            return new PlannedTerm.Part(factor, names, levels.size(), codes, new double[0]);
        }
        return new PlannedTerm.Part(
                factor, names, levels.size(), new int[0], variable.coding().matrix(levels));
    }

    List<String> names() {
        return names;
    }

    List<PlannedTerm> terms() {
        return terms;
    }

    /** The label of the term of each column. */
    List<String> assign() {
        return assign;
    }

    /** The columns for the rows of a frame. */
    ModelMatrix build(Frame frame) {
        List<ModelColumn> columns = new ArrayList<>(names.size());
        if (intercept) {
            columns.add(new ModelColumn.Constant(1));
        }
        for (PlannedTerm term : terms) {
            term.build(frame, columns);
        }
        return new ModelMatrix(frame.rowCount(), names, columns);
    }

    /** The columns of no rows. */
    ModelMatrix header() {
        List<ModelColumn> columns = new ArrayList<>(names.size());
        if (intercept) {
            columns.add(new ModelColumn.Constant(1));
        }
        terms.forEach(term -> term.header(columns));
        return new ModelMatrix(0, names, columns);
    }
}
