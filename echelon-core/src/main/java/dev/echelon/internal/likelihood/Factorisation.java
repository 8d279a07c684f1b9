package dev.echelon.internal.likelihood;

import java.util.Locale;

/** How the equations of crossed factors are factored. */
enum Factorisation {
    /** Whichever is predicted to be faster, and fits into memory. */
    AUTO,
    /** Nested factors by blocks, the rest as one dense root. */
    BLOCKED,
    /** A sparse factor of all levels. */
    SPARSE;

    /** The system property that chooses; {@code auto} unless someone wants to compare. */
    static final String PROPERTY = "echelon.factorisation";

    static Factorisation chosen() {
        String name = System.getProperty(PROPERTY, "auto").strip().toUpperCase(Locale.ROOT);
        for (Factorisation value : values()) {
            if (value.name().equals(name)) {
                return value;
            }
        }
        return AUTO;
    }
}
