package dev.echelon.internal.design;

import java.util.Collection;
import java.util.Locale;

/** The name a person probably meant. */
final class Nearest {
    private Nearest() {}

    /** A sentence about a column that is not there. */
    static String noColumn(String name, Collection<String> columns) {
        return noName("column", name, columns) + "; the columns are " + String.join(", ", columns);
    }

    private static String noName(String what, String name, Collection<String> names) {
        String best = "";
        int distance = 1 + name.length() / 2;
        for (String candidate : names) {
            int d = distance(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (d < distance) {
                distance = d;
                best = candidate;
            }
        }
        return "no " + what + " '" + name + "'" + (best.isEmpty() ? "" : ", did you mean '" + best + "'?");
    }

    /** Levenshtein's distance. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
