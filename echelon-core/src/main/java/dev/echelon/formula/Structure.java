package dev.echelon.formula;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A covariance structure as a formula names it, {@code toep(…, band = 2)}, without the rows it is about.
 *
 * @param name the canonical name; aliases and {@code hom = …} have been resolved
 * @param options numbers by name, in alphabetical order; a switch that is on is 1
 * @param matrix name of the known matrix of {@code known(…, cov = K)}; empty if there is none
 * @param parts the factors of {@code kron(a, b)}; empty for all others
 */
public record Structure(String name, Map<String, Double> options, String matrix, List<Structure> parts) {
    public Structure {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        parts = List.copyOf(parts);
    }

    /** A structure without options. */
    public static Structure of(String name) {
        return new Structure(name, Map.of(), "", List.of());
    }

    /** An option as a whole number. */
    public int option(String name, int otherwise) {
        return (int) Math.round(options.getOrDefault(name, (double) otherwise));
    }

    /** Whether a switch is on. */
    public boolean has(String name) {
        return options.getOrDefault(name, 0.0) != 0;
    }

    /** {@code band = 2, nugget = true}: what stands after the rows, each with a comma before it. */
    String optionText() {
        List<String> parts = new ArrayList<>();
        options.forEach((key, value) ->
                parts.add(key + " = " + (StructureNames.isSwitch(key) ? "true" : Deparse.number(value, plain(value)))));
        if (!matrix.isEmpty()) {
            parts.add("cov = " + Names.quoteIfNeeded(matrix));
        }
        return parts.isEmpty() ? "" : ", " + String.join(", ", parts);
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
