package dev.echelon.report;

import java.util.List;

/** Long lists in a sentence. */
final class Listing {
    private static final int SHOWN = 12;

    private Listing() {}

    /** The first of them, and how many more there are. */
    static String of(List<String> names) {
        String shown = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
        return names.size() > SHOWN ? shown + " and " + (names.size() - SHOWN) + " more" : shown;
    }
}
