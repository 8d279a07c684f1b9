package dev.echelon.formula;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The functions that may be called in a formula: the one table of their names, arguments and kinds. */
public final class Functions {

    /** What a function makes of its arguments. */
    public enum Kind {
        /** One number per row from the numbers of that row. */
        ELEMENTWISE,
        /** One or more columns whose constants (centre, knots, coefficients) are learned at fit and kept. */
        BASIS,
        /** A factor. */
        FACTOR,
        /** Meaning of its own: {@code I}, {@code offset}, {@code within}, {@code between}, {@code c}. */
        SPECIAL
    }

    /**
     * A function.
     *
     * @param name its name without a package
     * @param kind what it makes
     * @param minimum the least number of arguments
     * @param positional how many arguments may come without a name; the parameters in this order
     * @param parameters the names of the arguments; empty for {@code c}, which takes any number of them
     */
    public record Function(String name, Kind kind, int minimum, int positional, List<String> parameters) {}

    private static final Map<String, Function> TABLE = new LinkedHashMap<>();

    static {
        for (String name : List.of(
                "abs",
                "sqrt",
                "exp",
                "expm1",
                "log2",
                "log10",
                "log1p",
                "sin",
                "cos",
                "tan",
                "floor",
                "ceiling",
                "trunc",
                "sign",
                "as.numeric",
                "as.integer")) {
            add(name, Kind.ELEMENTWISE, 1, 1, "x");
        }
        add("log", Kind.ELEMENTWISE, 1, 2, "x", "base");
        add("round", Kind.ELEMENTWISE, 1, 2, "x", "digits");
        add("poly", Kind.BASIS, 1, 2, "x", "degree", "raw");
        add("ns", Kind.BASIS, 1, 5, "x", "df", "knots", "intercept", "Boundary.knots");
        add("bs", Kind.BASIS, 1, 6, "x", "df", "knots", "degree", "intercept", "Boundary.knots");
        add("scale", Kind.BASIS, 1, 3, "x", "center", "scale");
        add("factor", Kind.FACTOR, 1, 3, "x", "levels", "labels", "ordered");
        add("as.factor", Kind.FACTOR, 1, 1, "x");
        add("ordered", Kind.FACTOR, 1, 3, "x", "levels", "labels");
        add("relevel", Kind.FACTOR, 2, 2, "x", "ref");
        add("cut", Kind.FACTOR, 2, 3, "x", "breaks", "labels", "include.lowest", "right", "dig.lab", "ordered_result");
        add("I", Kind.SPECIAL, 1, 1, "x");
        add("offset", Kind.SPECIAL, 1, 1, "object");
        add("within", Kind.SPECIAL, 2, 2, "x", "g");
        add("between", Kind.SPECIAL, 2, 2, "x", "g");
        add("c", Kind.SPECIAL, 1, Integer.MAX_VALUE);
    }

    private static final List<String> NAMES = TABLE.keySet().stream()
            .filter(name -> !name.equals("c"))
            .sorted(String.CASE_INSENSITIVE_ORDER)
            .toList();

    private Functions() {}

    private static void add(String name, Kind kind, int minimum, int positional, String... parameters) {
        TABLE.put(name, new Function(name, kind, minimum, positional, List.of(parameters)));
    }

    /** The function of that name, or empty. */
    public static Optional<Function> find(String name) {
        return Optional.ofNullable(TABLE.get(name));
    }

    /** The names for messages, sorted; {@code c}, which only makes arguments, is not among them. */
    public static List<String> names() {
        return NAMES;
    }
}
