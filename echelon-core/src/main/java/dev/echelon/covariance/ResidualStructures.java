package dev.echelon.covariance;

import dev.echelon.covariance.FactorAnalyticResiduals.Specific;
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
    private static final String NUGGET = "nugget";
    private static final Map<String, Entry> BY_NAME = new LinkedHashMap<>();
    private static final Map<String, String> ALIASES = Map.ofEntries(
            Map.entry("un", "us"),
            Map.entry("vc", "diag"),
            Map.entry("homdiag", "id"),
            Map.entry("ident", "id"),
            Map.entry("homcs", "cs"),
            Map.entry("ar1h", "arh1"),
            Map.entry("hetar1", "arh1"),
            Map.entry("homtoep", "toep"),
            Map.entry("homad", "ad"),
            Map.entry("ante", "adh"),
            Map.entry("rr", "fa0"),
            Map.entry("sp_pow", "car1"),
            Map.entry("corcar1", "car1"),
            Map.entry("sp_exp", "exp"),
            Map.entry("ou", "exp"),
            Map.entry("corexp", "exp"),
            Map.entry("sp_gau", "gau"),
            Map.entry("corgaus", "gau"),
            Map.entry("sp_sph", "sph"),
            Map.entry("corspher", "sph"),
            Map.entry("sp_lin", "lin"),
            Map.entry("corlin", "lin"),
            Map.entry("corratio", "ratio"),
            Map.entry("sp_matern", "matern"),
            Map.entry("mat", "matern"));

    /** Structures to which independent error can be added and still be told from the rest. */
    private static final Set<String> WITH_NUGGET = Set.of("ar1", "car1", "exp", "gau", "sph", "lin", "ratio");

    static {
        add("us", "every variance and covariance is free", Set.of("band"), o -> new UnstructuredResiduals(band(o)));
        scaled("unr", "UNR", "a variance for each slot, every correlation is free", new FreeCorrelation(), true);
        add("diag", "a variance for each slot, no covariances", Set.of(), o -> new IndependentResiduals(true));
        add("id", "one variance, no covariances", Set.of(), o -> new IndependentResiduals(false));
        add("cs", "one variance, one covariance", Set.of(), o -> new CompoundSymmetricResiduals());
        scaled("csh", "CSH", "a variance for each slot, one correlation", new ExchangeableCorrelation(), true);
        markov("ar1", "AR(1)", "one variance, correlation ρ^lag", new AutoregressiveCorrelation(), false);
        markov("arh1", "ARH(1)", "a variance for each slot, correlation ρ^lag", new AutoregressiveCorrelation(), true);
        add("toep", "one variance, a covariance for each lag", Set.of("band"), o -> new ToeplitzResiduals(band(o)));
        add(
                "toeph",
                "a variance for each slot, a correlation for each lag",
                Set.of("band"),
                o -> new ScaledStructure("toeph", banded("TOEPH", o), new ToeplitzCorrelation(band(o)), true));
        markov(
                "ad",
                "AD",
                "one variance, correlations of neighbours that multiply",
                new AnteDependentCorrelation(),
                false);
        markov(
                "adh",
                "ANTE(1)",
                "a variance for each slot, correlations of neighbours that multiply",
                new AnteDependentCorrelation(),
                true);
        add("arma", "autoregression and moving average", Set.of("p", "q", NUGGET), ResidualStructures::arma);
        add("hf", "Huynh and Feldt: all differences of two slots vary alike", Set.of(), o -> new HuynhFeldtResiduals());
        factors("fa", "factors and a specific variance for each slot", Specific.EACH);
        factors("fa1", "factors and one specific variance", Specific.COMMON);
        factors("fa0", "factors without specific variances", Specific.NONE);
        markov("car1", "SP(POW)", "correlation ρ^distance", new PowerCorrelation(), false);
        markov("exp", "SP(EXP)", "correlation exp(−d/φ)", decay("exp", Decay.EXPONENTIAL), false);
        scaled("gau", "SP(GAU)", "correlation exp(−d²/φ²)", decay("gau", Decay.GAUSSIAN), false);
        scaled("sph", "SP(SPH)", "spherical correlation, 0 from the range on", decay("sph", Decay.SPHERICAL), false);
        scaled("lin", "SP(LIN)", "correlation 1 − d/φ, 0 from the range on", decay("lin", Decay.LINEAR), false);
        scaled("ratio", "rational quadratic", "correlation 1/(1 + d²/φ²)", decay("ratio", Decay.RATIONAL), false);
        add("matern", "Matérn's correlation, smoothness nu", Set.of("nu", NUGGET), ResidualStructures::matern);
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

    /**
     * The separable structure A ⊗ B on the product of two grids, slots of B running fastest; the scale of B is fixed by its
     * first variance.
     *
     * @param secondSlots the number of slots of B
     * @throws EchelonException if B's scale is no single parameter
     */
    public static ResidualStructure kron(ResidualStructure a, ResidualStructure b, int secondSlots) {
        ResidualStructure second = b instanceof CompoundSymmetricResiduals
                ? new ScaledStructure("cs", "CS", new ExchangeableCorrelation(), false)
                : b;
        if (b instanceof FactorAnalyticResiduals || b instanceof KroneckerStructure) {
            throw new EchelonException(String.format(
                    Locale.ROOT,
                    "The structure %s cannot be the second factor of kron(), whose scale must be fixed; put it first.",
                    b.name()));
        }
        return new KroneckerStructure(a, second, secondSlots);
    }

    /** Σ = σ²K for a known K over the slots in order (column-major, positive semidefinite). */
    public static ResidualStructure known(double[] matrix) {
        return new KnownResiduals(matrix, true);
    }

    /** Σ = K for a known K over the slots in order (column-major, positive definite): no parameters. */
    public static ResidualStructure fixed(double[] matrix) {
        return new KnownResiduals(matrix, false);
    }

    private static void add(String name, String description, Set<String> options, Maker maker) {
        BY_NAME.put(name, new Entry(description, options, o -> withNugget(maker.make(o), o)));
    }

    private static ResidualStructure withNugget(ResidualStructure structure, Map<String, Double> options) {
        return options.getOrDefault(NUGGET, 0.0) != 0 ? new NuggetStructure(structure) : structure;
    }

    private static void scaled(
            String name, String label, String description, CorrelationStructure correlation, boolean heterogeneous) {
        ResidualStructure structure = new ScaledStructure(name, label, correlation, heterogeneous);
        add(name, description, WITH_NUGGET.contains(name) ? Set.of(NUGGET) : Set.of(), o -> structure);
    }

    private static void markov(
            String name, String label, String description, CorrelationStructure correlation, boolean heterogeneous) {
        ResidualStructure structure = new MarkovStructure(name, label, correlation, heterogeneous);
        add(name, description, WITH_NUGGET.contains(name) ? Set.of(NUGGET) : Set.of(), o -> structure);
    }

    private static void factors(String name, String description, Specific specific) {
        Set<String> options = specific == Specific.NONE ? Set.of("rank", NUGGET) : Set.of("rank");
        add(name, description, options, o -> new FactorAnalyticResiduals(whole(o, "rank", 1), specific));
    }

    private static CorrelationStructure decay(String name, Decay decay) {
        return new DecayCorrelation(name, decay);
    }

    private static ResidualStructure arma(Map<String, Double> options) {
        int p = whole(options, "p", 1);
        int q = whole(options, "q", 1);
        if (p == 1 && q == 1) {
            return new ScaledStructure("arma", "ARMA(1,1)", new Arma11Correlation(), false);
        }
        return new ScaledStructure("arma", "ARMA(" + p + "," + q + ")", new ArmaCorrelation(p, q), false);
    }

    private static ResidualStructure matern(Map<String, Double> options) {
        double nu = options.getOrDefault("nu", Double.NaN);
        if (nu <= 0 || nu > MaternCorrelation.SMOOTHEST) {
            throw new EchelonException(String.format(
                    Locale.ROOT,
                    "The option nu must be positive and at most %.0f, not %s.",
                    MaternCorrelation.SMOOTHEST,
                    nu));
        }
        if (nu == 0.5) {
            return new MarkovStructure("matern", "SP(MATERN), ν = 1/2", decay("matern", Decay.EXPONENTIAL), false);
        }
        String label = Double.isNaN(nu) ? "SP(MATERN)" : "SP(MATERN), ν = " + nu;
        CorrelationStructure correlation = nu == 1.5
                ? decay("matern", Decay.MATERN_3)
                : nu == 2.5 ? decay("matern", Decay.MATERN_5) : new MaternCorrelation(nu);
        return new ScaledStructure("matern", label, correlation, false);
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
