package dev.echelon.covariance;

import dev.echelon.error.EchelonException;
import dev.echelon.error.Suggestions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The table of residual structures by the names that formulas use inside {@code repeated(…)}. */
public final class ResidualStructures {

    private static final int ALL = Integer.MAX_VALUE;
    private static final Map<String, Entry> BY_NAME = new LinkedHashMap<>();
    private static final Map<String, String> ALIASES = Map.ofEntries(
            Map.entry("un", "us"),
            Map.entry("vc", "diag"),
            Map.entry("homdiag", "id"),
            Map.entry("ident", "id"),
            Map.entry("homcs", "cs"),
            Map.entry("ar1h", "arh1"),
            Map.entry("hetar1", "arh1"),
            Map.entry("homtoep", "toep"));

    static {
        add("us", "every variance and covariance is free", Set.of("band"), o -> new UnstructuredResiduals(band(o)));
        add("diag", "a variance for each slot, no covariances", Set.of(), o -> new IndependentResiduals(true));
        add("id", "one variance, no covariances", Set.of(), o -> new IndependentResiduals(false));
        add("cs", "one variance, one covariance", Set.of(), o -> new CompoundSymmetricResiduals());
        add(
                "csh",
                "a variance for each slot, one correlation",
                Set.of(),
                o -> new ScaledStructure("csh", "CSH", new ExchangeableCorrelation(), true));
        add(
                "ar1",
                "one variance, correlation ρ^lag",
                Set.of(),
                o -> new ScaledStructure("ar1", "AR(1)", new AutoregressiveCorrelation(), false));
        add(
                "arh1",
                "a variance for each slot, correlation ρ^lag",
                Set.of(),
                o -> new ScaledStructure("arh1", "ARH(1)", new AutoregressiveCorrelation(), true));
        add("toep", "one variance, a covariance for each lag", Set.of("band"), o -> new ToeplitzResiduals(band(o)));
        add(
                "toeph",
                "a variance for each slot, a correlation for each lag",
                Set.of("band"),
                o -> new ScaledStructure("toeph", banded("TOEPH", o), new ToeplitzCorrelation(band(o)), true));
    }

    private ResidualStructures() {}

    /**
     * The structure of this name or alias.
     *
     * @param options {@code band}, {@code rank}, {@code p}, {@code q}, {@code nu}, and {@code nugget} (1 for yes)
     * @throws EchelonException if there is no such structure or it has no such option; the message lists what there is
     */
    public static ResidualStructure named(String name, Map<String, Double> options) {
        Entry entry = entry(name);
        for (String option : options.keySet()) {
            if (!entry.options.contains(option)) {
                throw new EchelonException(String.format(
                        Locale.ROOT,
                        "The residual structure '%s' has no option '%s'%s.",
                        name,
                        option,
                        entry.options.isEmpty()
                                ? ""
                                : "; its options are " + String.join(", ", new TreeSet<>(entry.options))));
            }
        }
        return entry.maker.make(options);
    }

    /** The structure of this name or alias without options. */
    public static ResidualStructure named(String name) {
        return named(name, Map.of());
    }

    /** The names, without aliases. */
    public static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }

    /** Whether {@link #named(String)} knows the name. */
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

    /** Other names of the structure, in alphabetical order. */
    public static List<String> aliases(String name) {
        return ALIASES.entrySet().stream()
                .filter(alias -> alias.getValue().equals(name))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private static void add(String name, String description, Set<String> options, Maker maker) {
        BY_NAME.put(name, new Entry(description, options, maker));
    }

    private static int band(Map<String, Double> options) {
        return whole(options, "band", ALL);
    }

    private static String banded(String label, Map<String, Double> options) {
        return options.containsKey("band") ? label + "(" + band(options) + ")" : label;
    }

    private static int whole(Map<String, Double> options, String option, int otherwise) {
        Double value = options.get(option);
        if (value == null) {
            return otherwise;
        }
        int least = option.equals("p") || option.equals("q") ? 0 : 1;
        if (!(value >= least && value == Math.rint(value) && value < ALL)) {
            throw new EchelonException(String.format(
                    Locale.ROOT, "The option %s must be a whole number from %d, not %s.", option, least, value));
        }
        return value.intValue();
    }

    private static Entry entry(String name) {
        Entry entry = BY_NAME.get(ALIASES.getOrDefault(name, name));
        if (entry == null) {
            throw new EchelonException(String.format(
                    Locale.ROOT,
                    "There is no residual structure '%s'%s; the structures are %s.",
                    name,
                    Suggestions.hint(name, BY_NAME.keySet()),
                    String.join(", ", BY_NAME.keySet())));
        }
        return entry;
    }

    private record Entry(String description, Set<String> options, Maker maker) {}

    /** Makes a structure from options. */
    private interface Maker {
        ResidualStructure make(Map<String, Double> options);
    }
}
