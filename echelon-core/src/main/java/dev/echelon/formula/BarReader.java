package dev.echelon.formula;

import dev.echelon.formula.Expression.Argument;
import dev.echelon.formula.Expression.Binary;
import dev.echelon.formula.Expression.Call;
import dev.echelon.formula.Expression.Parenthesis;
import dev.echelon.formula.Expression.Unary;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** Reads the random terms of a formula, {@code (1 + x | g)} and {@code ar1(visit | g)}, and says where they may stand. */
final class BarReader {

    private final String text;
    private final CallCheck check;
    private final List<String> dot;
    private final boolean insideBar;
    private final StructureReader structures;
    private final ResidualReader residual;
    private final List<RandomTerm> terms = new ArrayList<>();

    private BarReader(String text, CallCheck check, List<String> dot, ResidualReader residual, boolean insideBar) {
        this.text = text;
        this.check = check;
        this.dot = dot;
        this.insideBar = insideBar;
        this.residual = residual;
        this.structures = new StructureReader(text, false);
    }

    /**
     * A reader of the terms of one formula.
     *
     * @param residual takes {@code repeated(…)} and {@code variance(…)}
     */
    static BarReader of(String text, CallCheck check, List<String> dot, ResidualReader residual) {
        return new BarReader(text, check, dot, residual, false);
    }

    /** What has been read, from left to right. */
    List<RandomTerm> terms() {
        return terms;
    }

    /** Reads the expression if it is a random term; false if it is something else. */
    boolean take(Expression expression) {
        if (expression instanceof Parenthesis parenthesis && isBar(parenthesis.inner())) {
            Binary bar = (Binary) parenthesis.inner();
            read(Structure.of("us"), bar.operator().equals("||"), bar, expression.span());
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
        boolean bar = call.arguments().stream().anyMatch(argument -> isBar(argument.value()));
        return StructureNames.isStructure(name) || name.equals("repeated") || name.equals("variance") || bar;
    }

    private void structured(Call call) {
        String name = call.function();
        if (name.equals("repeated") || name.equals("variance")) {
            if (insideBar) {
                throw error(name + "(…) cannot stand inside a random term", call.span());
            }
            if (name.equals("repeated")) {
                residual.repeated(call);
            } else {
                residual.variance(call);
            }
            return;
        }
        int nameEnd = call.span().start() + call.written().length();
        if (!StructureNames.isStructure(name) && nameEnd < text.length() && text.charAt(nameEnd) == ' ') {
            throw error(
                    "an operator such as '+' is missing before this parenthesis",
                    new Span(nameEnd + 1, call.span().end()));
        }
        StructureNames.Entry entry = structures.entry(call);
        List<Argument> unnamed =
                call.arguments().stream().filter(a -> a.name().isEmpty()).toList();
        if (unnamed.size() != 1 || !isBar(unnamed.get(0).value())) {
            throw error(
                    name + "() takes a random term with its bar and options, as in " + name + "(x | g)", call.span());
        }
        Binary bar = (Binary) unnamed.get(0).value();
        if (bar.operator().equals("||")) {
            throw error("write a single bar inside " + name + "(), as in " + name + "(x | g)", bar.span());
        }
        read(structures.read(call, entry, Set.of()), false, bar, call.span());
    }

    private void read(Structure structure, boolean independent, Binary bar, Span span) {
        if (insideBar) {
            throw error("a random term cannot stand inside another one", span);
        }
        BarReader inner = new BarReader(text, check, dot, residual, true);
        LinearPart effects = new Expander(text, check, dot, inner, false).expand(bar.left());
        if (!effects.intercept() && effects.terms().isEmpty()) {
            throw error(
                    "this random term has no columns; write 1 before the bar for a random intercept",
                    bar.left().span());
        }
        Grouping groups = new Grouping(text, check);
        if (bar.right() instanceof Call call && call.function().equals("gr")) {
            List<Expression> levels = related(call, groups);
            terms.add(new RandomTerm(structure, independent, effects, levels, relationship(call), span));
            return;
        }
        for (List<Expression> grouping : groups.expand(bar.right())) {
            terms.add(new RandomTerm(structure, independent, effects, grouping, "", span));
        }
    }

    /** The factor whose levels are related in {@code gr(g, cov = K)}. */
    private List<Expression> related(Call call, Grouping groups) {
        List<Argument> arguments = call.arguments();
        if (arguments.size() != 2
                || !arguments.get(0).name().isEmpty()
                || !arguments.get(1).name().equals("cov")) {
            throw error("gr() takes a factor and the name of a known matrix, as in gr(animal, cov = A)", call.span());
        }
        List<List<Expression>> levels = groups.expand(arguments.get(0).value());
        if (levels.size() != 1) {
            throw error(
                    "gr() takes one factor, or the combinations of some as in a:b",
                    arguments.get(0).value().span());
        }
        return levels.get(0);
    }

    private String relationship(Call call) {
        return structures.matrixName(call.arguments().get(1).value());
    }

    private String written(Span span) {
        return text.substring(span.start(), span.end());
    }

    private FormulaException error(String sentence, Span span) {
        return new FormulaException(sentence, text, span);
    }
}
