package dev.echelon.internal.design;

import dev.echelon.formula.Expression;
import dev.echelon.formula.Formula;
import dev.echelon.formula.FormulaException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The arguments of a call by parameter: named ones first (unique prefixes count), then the others by position. */
final class Arguments {
    private final Formula formula;
    private final Expression.Call call;
    private final Map<String, Expression> byName = new LinkedHashMap<>();

    private Arguments(Formula formula, Expression.Call call) {
        this.formula = formula;
        this.call = call;
    }

    /**
     * @throws FormulaException if an argument fits no parameter or the first parameter is absent
     */
    static Arguments match(Formula formula, Expression.Call call, String... parameters) {
        Arguments matched = new Arguments(formula, call);
        for (Expression.Argument argument : call.arguments()) {
            if (!argument.name().isEmpty()) {
                matched.byName.put(matched.parameter(argument.name(), parameters), argument.value());
            }
        }
        for (Expression.Argument argument : call.arguments()) {
            if (argument.name().isEmpty()) {
                String free = Arrays.stream(parameters)
                        .filter(name -> !matched.byName.containsKey(name))
                        .findFirst()
                        .orElseThrow(() -> matched.error("too many arguments in '" + call.label() + "'; "
                                + call.function() + " has " + String.join(", ", parameters)));
                matched.byName.put(free, argument.value());
            }
        }
        if (parameters.length > 0 && !matched.has(parameters[0])) {
            throw matched.error("'" + call.label() + "' lacks its first argument, " + parameters[0]);
        }
        return matched;
    }

    private String parameter(String written, String... parameters) {
        List<String> fits = Arrays.stream(parameters)
                .filter(name -> name.startsWith(written))
                .toList();
        if (fits.contains(written)) {
            return written;
        }
        if (fits.size() != 1) {
            throw error("'" + call.function() + "' has no argument '" + written + "'; its arguments are "
                    + String.join(", ", parameters));
        }
        return fits.get(0);
    }

    boolean has(String parameter) {
        return byName.containsKey(parameter);
    }

    Expression expression(String parameter) {
        Expression value = byName.get(parameter);
        if (value == null) {
            throw error("'" + call.label() + "' lacks the argument " + parameter);
        }
        return value;
    }

    Optional<Expression> find(String parameter) {
        return Optional.ofNullable(byName.get(parameter));
    }

    /** An error that points at the call. */
    FormulaException error(String sentence) {
        return new FormulaException(sentence, formula.text(), call.span());
    }
}
