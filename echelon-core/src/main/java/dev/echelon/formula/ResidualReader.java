package dev.echelon.formula;

import dev.echelon.error.Suggestions;
import dev.echelon.formula.Expression.Argument;
import dev.echelon.formula.Expression.Binary;
import dev.echelon.formula.Expression.Call;
import dev.echelon.formula.Expression.Parenthesis;
import dev.echelon.formula.Expression.Variable;
import dev.echelon.formula.StructureNames.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the R side of a formula: {@code repeated(…)}, once at most, and {@code variance(…)}. */
final class ResidualReader {
    private static final Set<String> OURS = Set.of("group");
    private static final List<String> VARIANCES = List.of("ident", "power", "exp", "constPower", "constProp", "fixed");

    private final String text;
    private final CallCheck check;
    private final StructureReader structures;
    private Optional<ResidualTerm> residual = Optional.empty();
    private final List<VarianceTerm> variances = new ArrayList<>();
    private Optional<Span> variancePlace = Optional.empty();

    ResidualReader(String text, CallCheck check) {
        this.text = text;
        this.check = check;
        this.structures = new StructureReader(text, true);
    }

    Optional<ResidualTerm> residual() {
        return residual;
    }

    List<VarianceTerm> variances() {
        return variances;
    }

    /** Reads {@code repeated(…)}. */
    void repeated(Call call) {
        if (residual.isPresent()) {
            throw error("there can be only one repeated(…) in a model; this is the second", call.span());
        }
        if (call.arguments().size() != 1 || !call.arguments().get(0).name().isEmpty()) {
            boolean group = call.arguments().size() > 1
                    && call.arguments().get(1).name().equals("group");
            throw error(
                    "repeated() takes one structure" + (group ? "; put group inside it" : "")
                            + ", as in repeated(us(visit | subject, group = arm))",
                    call.span());
        }
        Expression value = call.arguments().get(0).value();
        if (isBar(value)) {
            throw error(
                    "name the structure of the residuals, as in repeated(us(" + written(value.span()) + "))",
                    value.span());
        }
        if (!(value instanceof Call structure)) {
            throw error("repeated() takes one structure, as in repeated(us(visit | subject))", value.span());
        }
        residual = Optional.of(structured(structure, call.span()));
    }

    private ResidualTerm structured(Call call, Span place) {
        StructureNames.Entry entry = structures.entry(call);
        Binary bar = bar(call);
        Structure structure = structures.read(call, entry, OURS);
        List<Expression> positions = new ArrayList<>();
        if (entry.rows() == Rows.FACTORS) {
            structure = factors(call, bar, positions);
        } else {
            Rows rows = StructureNames.residual(structure.name()).orElse(entry).rows();
            positions(rows, structure.name(), bar.left(), positions);
        }
        List<Expression> group = group(call);
        List<Expression> subject = subject(bar.right(), group);
        if (structure.name().equals("diag") && positions.isEmpty()) {
            // a variance for each level of what stands after the bar: there are no positions to have one each
            if (!group.isEmpty()) {
                throw error("diag(1 | g) has a variance for each level of g already; leave out group", call.span());
            }
            return new ResidualTerm(Structure.of("id"), List.of(), subject, subject, place);
        }
        return new ResidualTerm(structure, positions, subject, group, place);
    }

    /** The bar of a structure: the last argument without a name. */
    private Binary bar(Call call) {
        List<Argument> unnamed =
                call.arguments().stream().filter(a -> a.name().isEmpty()).toList();
        boolean kron = call.function().equals("kron");
        if (unnamed.isEmpty() || !isBar(unnamed.get(unnamed.size() - 1).value()) || !kron && unnamed.size() > 1) {
            throw error(
                    call.function()
                            + "() inside repeated() takes positions and subjects with a bar between them, as in "
                            + (kron ? "kron(us(a), ar1(t) | g)" : call.function() + "(visit | subject)"),
                    call.span());
        }
        Binary bar = (Binary) unnamed.get(unnamed.size() - 1).value();
        if (bar.operator().equals("||")) {
            throw error("write a single bar inside repeated(), as in (visit | subject)", check.operatorSpan(bar));
        }
        return bar;
    }

    private void positions(Rows rows, String name, Expression left, List<Expression> positions) {
        if (left instanceof Expression.Number number && number.value() == 1) {
            if (rows != Rows.ANY) {
                throw error(
                        "the order of rows matters to " + name
                                + "; name the column of their positions before the bar, as in " + name
                                + "(visit | subject)",
                        left.span());
            }
            return;
        }
        Expression head = left;
        while (head instanceof Binary sum && sum.operator().equals("+")) {
            if (rows != Rows.COORDINATES) {
                throw error(
                        name + " takes one column of positions before the bar; only distances have several",
                        left.span());
            }
            positions.add(0, position(sum.right()));
            head = sum.left();
        }
        positions.add(0, position(head));
    }

    private Expression position(Expression expression) {
        Expression inner = expression instanceof Parenthesis parenthesis ? parenthesis.inner() : expression;
        if (inner instanceof Variable variable && !variable.name().equals(".")) {
            return variable;
        }
        if (inner instanceof Call call) {
            check.term(call);
            return call;
        }
        throw error("a column of positions must stand before the bar, as in (visit | subject)", expression.span());
    }

    /** The structures that {@code kron} multiplies, each with its own positions. */
    private Structure factors(Call call, Binary bar, List<Expression> positions) {
        List<Structure> parts = new ArrayList<>();
        for (Argument argument : call.arguments()) {
            if (!argument.name().isEmpty()) {
                continue;
            }
            Expression value = argument.value().equals(bar) ? bar.left() : argument.value();
            if (!(value instanceof Call part)
                    || part.arguments().isEmpty()
                    || !part.arguments().get(0).name().isEmpty()) {
                throw error("kron() takes structures, as in kron(us(a), ar1(t) | g)", value.span());
            }
            StructureNames.Entry entry = structures.entry(part);
            if (entry.rows() == Rows.FACTORS || entry.rows() == Rows.COORDINATES) {
                throw error("the structure " + part.function() + " cannot be a factor of kron()", part.span());
            }
            positions.add(position(part.arguments().get(0).value()));
            parts.add(structures.read(part, entry, Set.of()));
        }
        if (parts.size() != 2) {
            throw error("kron() multiplies two structures, as in kron(us(a), ar1(t) | g)", call.span());
        }
        return new Structure("kron", java.util.Map.of(), "", parts);
    }

    private List<Expression> group(Call call) {
        List<Expression> group = new ArrayList<>();
        for (Argument argument : call.arguments()) {
            if (argument.name().equals("group")) {
                group.addAll(one(argument.value(), "group"));
            }
        }
        return group;
    }

    /** {@code subject}, {@code a:b}, {@code 1} for one subject in all, or mmrm's {@code group/subject}. */
    private List<Expression> subject(Expression right, List<Expression> group) {
        if (right instanceof Expression.Number number && number.value() == 1) {
            return List.of();
        }
        if (right instanceof Binary nested && nested.operator().equals("/")) {
            if (!group.isEmpty()) {
                throw error("the group is given twice, before '/' and by group", check.operatorSpan(nested));
            }
            group.addAll(one(nested.left(), "the group"));
            return one(nested.right(), "the subject");
        }
        return one(right, "the subject");
    }

    private List<Expression> one(Expression expression, String what) {
        List<List<Expression>> expanded = new Grouping(text, check).expand(expression);
        if (expanded.size() != 1) {
            throw error(what + " must be one factor, or the combinations of some as in a:b", expression.span());
        }
        return expanded.get(0);
    }

    /** Reads {@code variance(…)}: a product of variance functions. */
    void variance(Call call) {
        if (variancePlace.isPresent()) {
            throw error("write one variance(…) and multiply in it, as in variance(power(x) * ident(f))", call.span());
        }
        if (call.arguments().size() != 1 || !call.arguments().get(0).name().isEmpty()) {
            throw error(
                    "variance() takes variance functions and '*' between them, as in variance(power(x) * ident(f))",
                    call.span());
        }
        variancePlace = Optional.of(call.span());
        product(call.arguments().get(0).value());
    }

    private void product(Expression expression) {
        Expression head = expression;
        while (head instanceof Binary binary && binary.operator().equals("*")) {
            variances.add(0, function(binary.right()));
            head = binary.left();
        }
        variances.add(0, function(head));
    }

    private VarianceTerm function(Expression expression) {
        if (expression instanceof Call call) {
            return function(call);
        }
        throw error(
                "variance() takes variance functions, " + String.join(", ", VARIANCES)
                        + ", and '*' between them, as in variance(power(x) * ident(f))",
                expression.span());
    }

    private VarianceTerm function(Call call) {
        String name = call.function();
        if (!VARIANCES.contains(name)) {
            String near = Suggestions.nearest(name, VARIANCES)
                    .map(known -> "; did you mean '" + known + "'?")
                    .orElse(".");
            throw error(
                    "there is no variance function '" + name + "'" + near + " They are " + String.join(", ", VARIANCES),
                    new Span(
                            call.span().start(),
                            call.span().start() + call.written().length()));
        }
        boolean strata = name.equals("ident");
        if (call.arguments().size() != 1 || !call.arguments().get(0).name().isEmpty()) {
            throw error(
                    name + "() takes " + (strata ? "a factor" : "a column or fitted()") + ", as in " + name
                            + (strata ? "(sex)" : "(x)"),
                    call.span());
        }
        Expression argument = call.arguments().get(0).value();
        if (strata) {
            return new VarianceTerm(name, one(argument, "the strata"), call.span());
        }
        if (argument instanceof Call inner && inner.function().equals("fitted")) {
            if (!inner.arguments().isEmpty()) {
                throw error("fitted() takes no argument", inner.span());
            }
            return new VarianceTerm(name, List.of(), call.span());
        }
        check.arithmetic(argument);
        if (argument.columns().isEmpty()) {
            throw error("there is no column in this variance function", argument.span());
        }
        return new VarianceTerm(name, List.of(argument), call.span());
    }

    private static boolean isBar(Expression expression) {
        return expression instanceof Binary binary
                && (binary.operator().equals("|") || binary.operator().equals("||"));
    }

    private String written(Span span) {
        return text.substring(span.start(), span.end());
    }

    private FormulaException error(String sentence, Span span) {
        return new FormulaException(sentence, text, span);
    }
}
