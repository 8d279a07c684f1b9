package dev.echelon.formula;

import dev.echelon.error.Suggestions;
import dev.echelon.formula.Expression.Argument;
import dev.echelon.formula.Expression.Binary;
import dev.echelon.formula.Expression.Call;
import dev.echelon.formula.Expression.Parenthesis;
import dev.echelon.formula.Expression.Unary;
import dev.echelon.formula.Expression.Variable;
import java.util.HashSet;
import java.util.Set;

/** Checks the parts of a formula that are arithmetic: known functions with the right arguments, no model operators. */
final class CallCheck {

    /** A chain of operators is a tree as deep as the chain is long. */
    private static final int MAX_DEPTH = 500;

    private final String text;
    private int depth;

    CallCheck(String text) {
        this.text = text;
    }

    /** The response: arithmetic that gives one number per row. */
    void response(Expression expression) {
        arithmetic(expression);
        if (expression.columns().isEmpty()) {
            throw error("the response has no column in it", expression);
        }
        if (expression instanceof Call call) {
            Functions.Function function = known(call);
            boolean number = function.kind() == Functions.Kind.ELEMENTWISE
                    || function.name().equals("I")
                    || function.name().equals("scale");
            if (!number) {
                throw error("the response must be a number; " + call.written() + "(…) cannot stand here", call);
            }
        }
    }

    /** A call that stands as a factor of a term. */
    void term(Call call) {
        if (call.function().equals("c")) {
            throw error("c(…) can stand only inside the arguments of another function", call);
        }
        call(call);
        if (call.columns().isEmpty()) {
            throw error("there is no column in this call, so it cannot be a term", call);
        }
    }

    void arithmetic(Expression expression) {
        if (++depth > MAX_DEPTH) {
            throw error("this expression is too long", expression);
        }
        if (expression instanceof Variable variable) {
            if (variable.name().equals(".")) {
                throw error("'.' can stand only as a term of its own, not inside an expression", expression);
            }
        } else if (expression instanceof Unary unary) {
            arithmetic(unary.operand());
        } else if (expression instanceof Parenthesis parenthesis) {
            arithmetic(parenthesis.inner());
        } else if (expression instanceof Binary binary) {
            operator(binary);
            arithmetic(binary.left());
            arithmetic(binary.right());
        } else if (expression instanceof Call call) {
            nested(call);
        }
        depth--;
    }

    private void operator(Binary binary) {
        switch (binary.operator()) {
            case ":", "%in%" ->
                throw new FormulaException(
                        "'" + binary.operator() + "' joins terms; it cannot stand inside an expression",
                        text,
                        operatorSpan(binary));
            case "||" -> throw new FormulaException("write '|' for the logical or", text, operatorSpan(binary));
            default -> {}
        }
    }

    private void nested(Call call) {
        if (call.function().equals("offset")) {
            throw error("offset(…) can stand only as a term of its own", call);
        }
        call(call);
    }

    private void call(Call call) {
        Functions.Function function = known(call);
        if (!function.name().equals("c")) {
            arguments(call, function);
        }
        for (Argument argument : call.arguments()) {
            arithmetic(argument.value());
        }
    }

    private Functions.Function known(Call call) {
        return Functions.find(call.function()).orElseThrow(() -> {
            String near = Suggestions.nearest(call.function(), Functions.names())
                    .map(name -> "; did you mean '" + name + "'?")
                    .orElse(".");
            Span name = new Span(
                    call.span().start(),
                    Math.max(
                            call.span().start() + 1,
                            text.indexOf('(', call.span().start())));
            return new FormulaException(
                    "there is no function '" + call.function() + "' in formulas" + near + " The functions are "
                            + String.join(", ", Functions.names()),
                    text,
                    name);
        });
    }

    private void arguments(Call call, Functions.Function function) {
        Set<String> given = new HashSet<>();
        int positional = 0;
        for (Argument argument : call.arguments()) {
            if (argument.name().isEmpty()) {
                positional++;
            } else if (!function.parameters().contains(argument.name())) {
                throw error(
                        function.name() + "() has no argument '" + argument.name() + "'; its arguments are "
                                + String.join(", ", function.parameters()),
                        argument.value());
            } else if (!given.add(argument.name())) {
                throw error("the argument '" + argument.name() + "' is given twice", argument.value());
            }
        }
        int count = call.arguments().size();
        if (count < function.minimum() || positional > function.positional()) {
            throw error(
                    function.name() + "() takes " + takes(function) + ", not "
                            + (count < function.minimum() ? count : positional),
                    call);
        }
    }

    private static String takes(Functions.Function function) {
        int least = function.minimum();
        int most = function.positional();
        String noun = most == 1 ? " argument" : " arguments";
        String names = " (" + String.join(", ", function.parameters()) + ")";
        return (least == most ? "" + least : least + " to " + most) + noun + names;
    }

    /** Where the sign of an infix operator stands: the first thing after the left operand. */
    Span operatorSpan(Binary binary) {
        int start = binary.left().span().end();
        while (Character.isWhitespace(text.charAt(start)) || text.charAt(start) == '\u00a0') {
            start++;
        }
        int end = start + binary.operator().length();
        return new Span(start, text.startsWith("**", start) ? start + 2 : end);
    }

    private FormulaException error(String sentence, Expression place) {
        return new FormulaException(sentence, text, place.span());
    }
}
