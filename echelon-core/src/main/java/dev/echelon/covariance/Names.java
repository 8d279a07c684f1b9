package dev.echelon.covariance;

import java.util.ArrayList;
import java.util.List;

/** Names of parameters. */
final class Names {

    static final String VARIANCE = "variance";

    private Names() {}

    /** {@code var(a)} for each slot. */
    static List<String> variances(List<String> slots) {
        return slots.stream().map(slot -> "var(" + slot + ")").toList();
    }

    /** {@code kind(lag d)} for lags first … last. */
    static List<String> lags(String kind, int first, int last) {
        List<String> names = new ArrayList<>();
        for (int d = first; d <= last; d++) {
            names.add(kind + "(lag " + d + ")");
        }
        return names;
    }

    /** {@code kind(b, a)} for a pair of slots, the later first. */
    static String pair(String kind, List<String> slots, int i, int j) {
        return kind + "(" + slots.get(Math.max(i, j)) + ", " + slots.get(Math.min(i, j)) + ")";
    }

    static List<String> joined(List<String> first, List<String> second) {
        List<String> names = new ArrayList<>(first);
        names.addAll(second);
        return List.copyOf(names);
    }
}
