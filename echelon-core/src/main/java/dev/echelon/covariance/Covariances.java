package dev.echelon.covariance;

import dev.echelon.error.EchelonException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The table of covariance structures by the names that formulas use. */
public final class Covariances {

    private static final Map<String, Entry> BY_NAME = new LinkedHashMap<>();
    private static final Map<String, String> ALIASES = Map.ofEntries(
            Map.entry("un", "us"),
            Map.entry("vc", "diag"),
            Map.entry("homdiag", "id"),
            Map.entry("ident", "id"),
            Map.entry("csh", "cs"),
            Map.entry("ar1h", "arh1"),
            Map.entry("hetar1", "arh1"),
            Map.entry("toeph", "toep"),
            Map.entry("ante", "adh"),
            Map.entry("homad", "ad"),
            Map.entry("rr", "fa0"));

    /** A structure of given rank, as {@link Covariance#name()} writes it. */
    private static final Pattern RANKED = Pattern.compile("(?:fa0|rr)\\(rank=([1-9]\\d{0,3})\\)");

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
        add(
                new SequenceCovariance("toep", Sequence.TOEPLITZ, true),
                "Toeplitz: a standard deviation for each column, a correlation for each lag");
        add(
                new SequenceCovariance("homtoep", Sequence.TOEPLITZ, false),
                "homogeneous Toeplitz: one standard deviation, a correlation for each lag");
        add(
                new SequenceCovariance("ad", Sequence.ANTE, false),
                "antedependence: one standard deviation, correlations of neighbours that multiply");
        add(
                new SequenceCovariance("adh", Sequence.ANTE, true),
                "heterogeneous antedependence: a standard deviation for each column, correlations of neighbours");
        BY_NAME.put("fa0", new Entry(new ReducedRank(1), "reduced rank: factors without specific variances"));
    }

    private Covariances() {}

    /**
     * The structure of this name or alias ({@code un}, {@code vc}, {@code homdiag}, {@code ident}, {@code csh},
     * {@code ar1h}, {@code hetar1}, {@code toeph}, {@code ante}, {@code rr}), or of a name with its rank,
     * {@code fa0(rank=2)}.
     *
     * @throws EchelonException if there is none; the message lists the names and the nearest
     */
    public static Covariance named(String name) {
        return entry(name).covariance;
    }

    /**
     * The structure of this name or alias with options: {@code rank} of {@code fa0}, 1 if it is not given.
     *
     * @throws EchelonException if there is no such structure, or it has no such option
     */
    public static Covariance named(String name, Map<String, Double> options) {
        Entry entry = entry(name);
        for (Map.Entry<String, Double> option : options.entrySet()) {
            double value = option.getValue();
            if (!(entry.covariance instanceof ReducedRank) || !option.getKey().equals("rank")) {
                throw new EchelonException(String.format(
                        Locale.ROOT, "The covariance structure '%s' has no option '%s'.", name, option.getKey()));
            }
            if (!(value >= 1 && value == Math.rint(value) && value < 10_000)) {
                throw new EchelonException(String.format(
                        Locale.ROOT, "The option rank must be a whole number from 1 to 9999, not %s.", value));
            }
            return new ReducedRank((int) value);
        }
        return entry.covariance;
    }

    /** The names, the most general structure first, without aliases. */
    public static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }

    /** Whether {@link #named} knows the name. */
    public static boolean isKnown(String name) {
        return BY_NAME.containsKey(ALIASES.getOrDefault(name, name))
                || RANKED.matcher(name).matches();
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
        Matcher ranked = RANKED.matcher(name);
        if (ranked.matches()) {
            return new Entry(new ReducedRank(Integer.parseInt(ranked.group(1))), description("fa0"));
        }
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
