package dev.echelon.covariance;

import dev.echelon.error.EchelonException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The table of covariance structures by the names that formulas use. */
public final class Covariances {

    private static final Map<String, Entry> BY_NAME = new LinkedHashMap<>();
    private static final Map<String, String> ALIASES = Map.of(
            "un", "us", "vc", "diag", "homdiag", "id", "ident", "id", "csh", "cs", "ar1h", "arh1", "hetar1", "arh1");

    static {
        add(new Unstructured(), "unstructured: every variance and covariance is free");
        add(new Diagonal(), "diagonal: one variance for each column, no covariances");
        add(new ScaledIdentity(), "scaled identity: one variance for all columns, no covariances");
        add(
                new ScaledCorrelation("cs", new CompoundSymmetry(), true),
                "compound symmetry: a standard deviation for each column, one correlation");
        add(
                new ScaledCorrelation("homcs", new CompoundSymmetry(), false),
                "homogeneous compound symmetry: one standard deviation, one correlation");
        add(
                new ScaledCorrelation("ar1", new Autoregression(), false),
                "first-order autoregression: one standard deviation, correlation ρ^|i−j|");
        add(
                new ScaledCorrelation("arh1", new Autoregression(), true),
                "heterogeneous autoregression: a standard deviation for each column, correlation ρ^|i−j|");
    }

    private Covariances() {}

    /**
     * The structure of this name or alias ({@code un}, {@code vc}, {@code homdiag}, {@code ident}, {@code csh},
     * {@code ar1h}, {@code hetar1}).
     *
     * @throws EchelonException if there is none; the message lists the names and the nearest
     */
    public static Covariance named(String name) {
        return entry(name).covariance;
    }

    /** The names, the most general structure first, without aliases. */
    public static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }

    /** Whether {@link #named} knows the name. */
    public static boolean isKnown(String name) {
        return BY_NAME.containsKey(ALIASES.getOrDefault(name, name));
    }

    /**
     * One line about the structure of this name, for help and errors.
     *
     * @throws EchelonException if there is none
     */
    public static String description(String name) {
        return entry(name).description;
    }

    private static void add(Covariance covariance, String description) {
        BY_NAME.put(covariance.name(), new Entry(covariance, description));
    }

    private static Entry entry(String name) {
        Entry entry = BY_NAME.get(ALIASES.getOrDefault(name, name));
        if (entry == null) {
            throw new EchelonException(String.format(
                    Locale.ROOT,
                    "There is no covariance structure '%s'; did you mean '%s'? The structures are %s.",
                    name,
                    nearest(name),
                    String.join(", ", names())));
        }
        return entry;
    }

    private static String nearest(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String best = "us";
        int least = Integer.MAX_VALUE;
        for (String candidate : BY_NAME.keySet()) {
            int distance = editDistance(lower, candidate);
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return best;
    }

    private static int editDistance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }

    private static final class Entry {
        final Covariance covariance;
        final String description;

        Entry(Covariance covariance, String description) {
            this.covariance = covariance;
            this.description = description;
        }
    }
}
