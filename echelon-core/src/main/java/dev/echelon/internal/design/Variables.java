package dev.echelon.internal.design;

import dev.echelon.formula.Expression;
import dev.echelon.formula.Formula;
import dev.echelon.formula.LinearPart;
import dev.echelon.formula.RandomTerm;
import dev.echelon.formula.Term;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The distinct variables of a model by the part they play, in the order of the formula.
 *
 * @param fixed factors of the fixed terms
 * @param offsets arguments of {@code offset(…)}
 * @param effects factors of the left sides of bars
 * @param groups factors of the right sides of bars
 * @param residual positions, subjects, groups and arguments of variance functions of the R side
 */
record Variables(
        List<Expression> fixed,
        List<Expression> offsets,
        List<Expression> effects,
        List<Expression> groups,
        List<Expression> residual) {

    static Variables of(Formula formula) {
        Map<String, Expression> effects = new LinkedHashMap<>();
        Map<String, Expression> groups = new LinkedHashMap<>();
        for (RandomTerm term : formula.random()) {
            effects.putAll(factors(term.effects()));
            for (Expression part : term.grouping()) {
                groups.put(part.label(), part);
            }
        }
        return new Variables(
                List.copyOf(factors(formula.fixed()).values()),
                formula.fixed().offsets(),
                List.copyOf(effects.values()),
                List.copyOf(groups.values()),
                residual(formula));
    }

    private static List<Expression> residual(Formula formula) {
        Map<String, Expression> parts = new LinkedHashMap<>();
        formula.residual().ifPresent(term -> {
            term.subject().forEach(part -> parts.putIfAbsent(part.label(), part));
            term.positions().forEach(part -> parts.putIfAbsent(part.label(), part));
            term.group().forEach(part -> parts.putIfAbsent(part.label(), part));
        });
        formula.variance().forEach(term -> term.argument().forEach(part -> parts.putIfAbsent(part.label(), part)));
        return List.copyOf(parts.values());
    }

    private static Map<String, Expression> factors(LinearPart part) {
        Map<String, Expression> factors = new LinkedHashMap<>();
        for (Term term : part.terms()) {
            for (Expression factor : term.factors()) {
                factors.putIfAbsent(factor.label(), factor);
            }
        }
        return factors;
    }

    /** The variables that become columns for a purpose. */
    List<Expression> columns(Purpose purpose) {
        Map<String, Expression> columns = new LinkedHashMap<>();
        fixed.forEach(v -> columns.putIfAbsent(v.label(), v));
        if (purpose != Purpose.PREDICT_POPULATION) {
            effects.forEach(v -> columns.putIfAbsent(v.label(), v));
        }
        return List.copyOf(columns.values());
    }

    /** The columns of the table that must not be missing, in the order in which a row is judged. */
    Set<String> required(Formula formula, EncodingOptions options, Purpose purpose) {
        Collection<Expression> all = new ArrayList<>();
        if (purpose == Purpose.FIT) {
            all.add(formula.response());
        }
        all.addAll(fixed);
        all.addAll(offsets);
        Set<String> names = new LinkedHashSet<>();
        all.forEach(expression -> expression.collectColumns(names));
        if (!options.offset().isEmpty()) {
            names.add(options.offset());
        }
        if (purpose != Purpose.PREDICT_POPULATION) {
            effects.forEach(expression -> expression.collectColumns(names));
        }
        if (purpose == Purpose.FIT) {
            groups.forEach(expression -> expression.collectColumns(names));
            residual.forEach(expression -> expression.collectColumns(names));
            if (!options.weights().isEmpty()) {
                names.add(options.weights());
            }
        }
        return names;
    }
}
