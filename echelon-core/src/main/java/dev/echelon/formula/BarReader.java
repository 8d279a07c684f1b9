package dev.echelon.formula;

import dev.echelon.error.Suggestions;
import dev.echelon.formula.Expression.Argument;
import dev.echelon.formula.Expression.Binary;
import dev.echelon.formula.Expression.Call;
import dev.echelon.formula.Expression.Parenthesis;
import dev.echelon.formula.Expression.Unary;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Reads the random terms of a formula, {@code (1 + x | g)} and {@code ar1(visit | g)}, and says where they may stand. */
final class BarReader {

    private static final List<String> STRUCTURES = List.of("us", "diag", "id", "cs", "homcs", "ar1", "arh1");

    private final String text;
    private final CallCheck check;
    private final List<String> dot;
    private final boolean insideBar;
    private final List<RandomTerm> terms = new ArrayList<>();

    private BarReader(String text, CallCheck check, List<String> dot, boolean insideBar) {
        this.text = text;
        this.check = check;
        this.dot = dot;
        this.insideBar = insideBar;
    }

    static BarReader of(String text, CallCheck check, List<String> dot) {
        return new BarReader(text, check, dot, false);
    }

    /** What has been read, from left to right. */
    List<RandomTerm> terms() {
        return terms;
    }

    /** Reads the expression if it is a random term; false if it is something else. */
    boolean take(Expression expression) {
        if (expression instanceof Parenthesis parenthesis && isBar(parenthesis.inner())) {
            Binary bar = (Binary) parenthesis.inner();
            read("us", bar.operator().equals("||"), bar, expression.span());
            return true;
        }
        if (expression instanceof Call call && isRandom(call)) {
            structured(call);
            return true;
        }
        return false;
    }

    /** Throws if there is a random term anywhere in the expression. */
    void refuse(Expression expression, String sentence) {
        Deque<Expression> open = new ArrayDeque<>();
        open.push(expression);
        while (!open.isEmpty()) {
            Expression next = open.pop();
            if (isBar(next) || next instanceof Call call && isRandom(call)) {
                throw error(sentence, next.span());
            }
            if (next instanceof Binary binary) {
                open.push(binary.right());
                open.push(binary.left());
            } else if (next instanceof Parenthesis parenthesis) {
                open.push(parenthesis.inner());
            } else if (next instanceof Unary unary) {
                open.push(unary.operand());
            }
        }
    }

    /** What to say of a bar that has no parentheses around it. */
    FormulaException naked(Binary bar) {
        if (insideBar || bar.left() instanceof Parenthesis parenthesis && isBar(parenthesis.inner())) {
            return error("a random term has only one bar; write a second term, as in (1 | a) + (1 | b)", bar.span());
        }
        Expression last = bar.left();
        String before = "";
        if (last instanceof Binary sum
                && (sum.operator().equals("+") || sum.operator().equals("-"))) {
            before = written(sum.left().span()) + " + ";
            last = sum.right();
        }
        String suggestion = before + "(" + written(last.span()) + " " + bar.operator() + " "
                + written(bar.right().span()) + ")";
        return error("a random term needs parentheses around it; write " + suggestion, check.operatorSpan(bar));
    }

    private static boolean isBar(Expression expression) {
        return expression instanceof Binary binary
                && (binary.operator().equals("|") || binary.operator().equals("||"));
    }

    /** Known structures, names kept for them, and unknown functions of a bar; {@code I(a | b)} is logic. */
    private static boolean isRandom(Call call) {
        String name = call.function();
        if (Functions.find(name).isPresent()) {
            return false;
        }
        return STRUCTURES.contains(name)
                || name.equals("repeated")
                || name.equals("variance")
                || call.arguments().stream().anyMatch(argument -> isBar(argument.value()));
    }

    private void structured(Call call) {
        String name = call.function();
        if (name.equals("repeated")) {
            throw error("residual structures (repeated) are not available yet", call.span());
        }
        if (name.equals("variance")) {
            throw error("variance functions (variance) are not available yet", call.span());
        }
        int nameEnd = call.span().start() + call.written().length();
        if (!STRUCTURES.contains(name) && nameEnd < text.length() && text.charAt(nameEnd) == ' ') {
            throw error(
                    "an operator such as '+' is missing before this parenthesis",
                    new Span(nameEnd + 1, call.span().end()));
        }
        if (!STRUCTURES.contains(name)) {
            String near = Suggestions.nearest(name, STRUCTURES)
                    .map(known -> "; did you mean '" + known + "'?")
                    .orElse(".");
            throw error(
                    "there is no covariance structure '" + name + "'" + near + " The structures are "
                            + String.join(", ", STRUCTURES),
                    call.span());
        }
        if (call.arguments().size() != 1 || !isBar(call.arguments().get(0).value())) {
            throw error(
                    name + "() takes a random term with its bar and nothing else, as in " + name + "(x | g)",
                    call.span());
        }
        Argument argument = call.arguments().get(0);
        Binary bar = (Binary) argument.value();
        if (bar.operator().equals("||") || !argument.name().isEmpty()) {
            throw error("write a single bar inside " + name + "(), as in " + name + "(x | g)", bar.span());
        }
        read(name, false, bar, call.span());
    }

    private void read(String structure, boolean independent, Binary bar, Span span) {
        if (insideBar) {
            throw error("a random term cannot stand inside another one", span);
        }
        BarReader inner = new BarReader(text, check, dot, true);
        LinearPart effects = new Expander(text, check, dot, inner, false).expand(bar.left());
        if (!effects.intercept() && effects.terms().isEmpty()) {
            throw error(
                    "this random term has no columns; write 1 before the bar for a random intercept",
                    bar.left().span());
        }
        for (List<Expression> grouping : new Grouping(text, check).expand(bar.right())) {
            terms.add(new RandomTerm(structure, independent, effects, grouping, span));
        }
    }

    private String written(Span span) {
        return text.substring(span.start(), span.end());
    }

    private FormulaException error(String sentence, Span span) {
        return new FormulaException(sentence, text, span);
    }
}
