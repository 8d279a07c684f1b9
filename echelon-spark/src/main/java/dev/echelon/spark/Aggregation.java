package dev.echelon.spark;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Where the sums of the levels of a grouping factor are brought together. */
enum Aggregation {
    /** On the driver if they fit there; else they stay with the executors, if the model has one grouping factor. */
    AUTO,
    /** On the driver; an error if they do not fit. */
    DRIVER,
    /** Nowhere: they stay with the executors. */
    PARTITIONED;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> texts() {
        return Arrays.stream(values()).map(Aggregation::text).toList();
    }

    static Aggregation of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
