package dev.echelon.internal.design;

import java.util.List;

/** The value of an expression for the rows of a table. Arrays may be shared and are never written. */
sealed interface Value {

    /** The same number in every row. */
    record Scalar(double number) implements Value {}

    /** A text constant. */
    record Text(String text) implements Value {}

    /** Constants {@code c(…)}. */
    record Constants(List<Value> values) implements Value {}

    /** A number per row. */
    record Numbers(double[] values) implements Value {}

    /** Several numbers per row: the columns of a basis. */
    record Columns(List<double[]> columns) implements Value {}

    /** A category per row: an index into {@code levels}, or -1. */
    record Categories(int[] codes, List<String> levels, Kind kind) implements Value {}

    /** What sort of categories. */
    enum Kind {
        /** Without order. */
        NOMINAL,
        /** In the order of the levels. */
        ORDERED,
        /** FALSE and TRUE. */
        LOGICAL
    }

    /** What to call it in a message. */
    default String description() {
        if (this instanceof Categories categories) {
            return categories.kind() == Kind.LOGICAL
                    ? "logical"
                    : "a factor with levels " + Levels.abbreviate(categories.levels());
        }
        if (this instanceof Columns columns) {
            return "a matrix of " + columns.columns().size() + " columns";
        }
        return this instanceof Text ? "a text" : this instanceof Constants ? "a list of constants" : "a number";
    }
}
