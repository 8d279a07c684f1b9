package dev.echelon.formula;

import dev.echelon.error.Suggestions;
import dev.echelon.formula.Expression.Argument;
import dev.echelon.formula.Expression.Call;
import dev.echelon.formula.Expression.Literal;
import dev.echelon.formula.Expression.Variable;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads the name and the options of a covariance structure; the rows it is about are left to others. */
final class StructureReader {
    private static final int MAX_ORDER = 1000;

    private final String text;
    private final boolean residual;

    /**
     * @param residual whether it stands inside {@code repeated(…)}
     */
    StructureReader(String text, boolean residual) {
        this.text = text;
        this.residual = residual;
    }

    /** The structure a call names; the message of its error names the nearest. */
    StructureNames.Entry entry(Call call) {
        String name = call.function();
        Optional<StructureNames.Entry> entry = residual ? StructureNames.residual(name) : StructureNames.random(name);
        return entry.orElseThrow(() -> unknown(call));
    }

    private FormulaException unknown(Call call) {
        String name = call.function();
        Span place = new Span(
                call.span().start(), call.span().start() + call.written().length());
        if (!residual && StructureNames.residual(name).isPresent()) {
            return new FormulaException(
                    "the structure " + name + " is one of residuals; write repeated("
                            + text.substring(call.span().start(), call.span().end()) + ")",
                    text,
                    call.span());
        }
        List<String> names = residual ? StructureNames.residualNames() : StructureNames.randomNames();
        String near = Suggestions.nearest(name, names)
                .map(known -> "; did you mean '" + known + "'?")
                .orElse(".");
        return new FormulaException(
                "there is no covariance structure '" + name + "'" + near + " The structures are "
                        + String.join(", ", names),
                text,
                place);
    }

    /** The structure with its options; {@code skipped} are arguments that others read. */
    Structure read(Call call, StructureNames.Entry entry, Set<String> skipped) {
        TreeMap<String, Double> options = new TreeMap<>();
        String name = entry.name();
        String matrix = "";
        Set<String> given = new HashSet<>();
        for (Argument argument : call.arguments()) {
            String option = argument.name();
            if (option.isEmpty() || skipped.contains(option)) {
                continue;
            }
            Expression value = argument.value();
            if (!given.add(option)) {
                throw error("the option '" + option + "' is given twice", value);
            }
            if (option.equals("hom")) {
                name = homogeneous(call, entry, value);
            } else if (!entry.options().contains(option)) {
                throw noOption(call, entry, option, skipped, value);
            } else if (option.equals("cov")) {
                matrix = matrixName(value);
            } else {
                option(option, value, options);
            }
        }
        if (entry.options().contains("cov") && matrix.isEmpty()) {
            throw error(
                    "name the known matrix of " + entry.name() + "(), as in " + entry.name()
                            + "(plot | field, cov = K)",
                    call);
        }
        return new Structure(name, options, matrix, List.of());
    }

    private String homogeneous(Call call, StructureNames.Entry entry, Expression value) {
        return StructureNames.homogeneous(entry.name(), truth("hom", value), residual)
                .orElseThrow(() -> error(
                        "the structure " + call.function()
                                + " has no homogeneous and heterogeneous form; leave out hom",
                        value));
    }

    private FormulaException noOption(
            Call call, StructureNames.Entry entry, String option, Set<String> skipped, Expression value) {
        Set<String> known = new java.util.TreeSet<>(entry.options());
        known.addAll(skipped);
        if (StructureNames.homogeneous(entry.name(), true, residual).isPresent()) {
            known.add("hom");
        }
        return error(
                "the structure " + call.function() + " has no option '" + option + "'"
                        + (known.isEmpty() ? "" : "; its options are " + String.join(", ", known)),
                value);
    }

    private void option(String option, Expression value, TreeMap<String, Double> options) {
        if (StructureNames.isSwitch(option)) {
            if (truth(option, value)) {
                options.put(option, 1.0);
            }
            return;
        }
        boolean whole = !option.equals("nu");
        int least = option.equals("p") || option.equals("q") ? 0 : 1;
        double number = value instanceof Expression.Number written ? written.value() : Double.NaN;
        if (whole && !(number >= least && number <= MAX_ORDER && number == Math.rint(number))) {
            throw error("the option '" + option + "' must be a whole number from " + least, value);
        }
        if (!whole && !(number > 0 && number <= MAX_ORDER)) {
            throw error("the option '" + option + "' must be a positive number", value);
        }
        options.put(option, number);
    }

    private boolean truth(String option, Expression value) {
        if (value instanceof Literal literal && !literal.quoted()) {
            if (literal.text().equals("TRUE")) {
                return true;
            }
            if (literal.text().equals("FALSE")) {
                return false;
            }
        }
        throw error("the option '" + option + "' must be true or false", value);
    }

    /** The name of a matrix is no column, though it looks like one. */
    String matrixName(Expression value) {
        if (value instanceof Variable variable) {
            return variable.name();
        }
        if (value instanceof Literal literal
                && literal.quoted()
                && !literal.text().isEmpty()) {
            return literal.text();
        }
        throw error("write the name of a matrix after cov, as in cov = K", value);
    }

    private FormulaException error(String sentence, Expression place) {
        return new FormulaException(sentence, text, place.span());
    }
}
