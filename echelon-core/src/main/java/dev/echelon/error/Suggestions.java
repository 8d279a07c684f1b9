package dev.echelon.error;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the known name that a mistyped one was most likely meant to be. */
public final class Suggestions {

    private Suggestions() {}

    /**
     * The candidate with the fewest edits from {@code name}, upper and lower case being alike; empty when even that one
     * differs in more than about a third of its letters. The first of equally near candidates wins.
     */
    public static Optional<String> nearest(String name, Collection<String> candidates) {
        String wanted = name.toLowerCase(Locale.ROOT);
        Optional<String> best = Optional.empty();
        int fewest = Math.min((name.length() + 2) / 3, name.length() - 1) + 1;
        for (String candidate : candidates) {
            if (Math.abs(candidate.length() - name.length()) < fewest) {
                int edits = edits(wanted, candidate.toLowerCase(Locale.ROOT));
                if (edits < fewest) {
                    fewest = edits;
                    best = Optional.of(candidate);
                }
            }
        }
        return best;
    }

    /** Levenshtein's distance with a swap of neighbours as one edit, by rows. */
    private static int edits(String a, String b) {
        int[] before = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replace, Math.min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], before[j - 2] + 1);
                }
            }
            int[] free = before;
            before = last;
            last = row;
            row = free;
        }
        return last[b.length()];
    }
}
