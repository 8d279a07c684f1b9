package dev.echelon.error;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * "Did you mean": the known name nearest to one that a person mistyped.
 *
 * <p>Names are compared without regard to case by the optimal string alignment distance (insertions, deletions,
 * substitutions and swaps of neighbours each count one). A name is near when at most a third of its letters differ,
 * or when the mistyped name, of three letters or more, is the beginning of it.
 */
public final class Suggestions {
    private static final int SHORTEST_PREFIX = 3;

    private Suggestions() {}

    /** The nearest of {@code candidates}, the first of equally near ones; empty if none is near. Cost: O(total length²). */
    public static Optional<String> nearest(String name, Collection<String> candidates) {
        String wanted = name.toLowerCase(Locale.ROOT);
        Optional<String> best = Optional.empty();
        int smallest = Integer.MAX_VALUE;
        for (String candidate : candidates) {
            int distance = closeness(wanted, candidate.toLowerCase(Locale.ROOT));
            if (distance < smallest) {
                smallest = distance;
                best = Optional.of(candidate);
            }
        }
        return best;
    }

    /** A sentence part such as {@code " (did you mean 'Days'?)"}, or an empty text if no candidate is near. */
    public static String hint(String name, Collection<String> candidates) {
        return nearest(name, candidates)
                .map(near -> " (did you mean '" + near + "'?)")
                .orElse("");
    }

    private static int closeness(String wanted, String candidate) {
        int longer = Math.max(wanted.length(), candidate.length());
        int distance = distance(wanted, candidate);
        if (distance <= longer / 3) {
            return distance;
        }
        boolean prefix = wanted.length() >= SHORTEST_PREFIX && candidate.startsWith(wanted);
        return prefix ? longer : Integer.MAX_VALUE;
    }

    /** The optimal string alignment distance, by rows. */
    static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(substitution, 1 + Math.min(last[j], row[j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            beforeLast = last;
            last = row;
        }
        return last[b.length()];
    }
}
