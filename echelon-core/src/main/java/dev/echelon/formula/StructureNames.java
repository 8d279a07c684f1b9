package dev.echelon.formula;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The covariance structures that formulas know, by name: on the left of which side they may stand, what they may be
 * called, and their options. What they mean is in {@code dev.echelon.covariance}.
 */
final class StructureNames {

    /** What stands before the bar of a structure on the R side. */
    enum Rows {
        /** A place on a grid, or 1 if the order of rows does not matter. */
        ANY,
        /** A place on a grid. */
        POSITION,
        /** One or more numbers. */
        COORDINATES,
        /** Structures with positions of their own. */
        FACTORS
    }

    /**
     * One structure.
     *
     * @param name the canonical name
     * @param rows what it is about on the R side
     * @param options the names of its options; {@code hom} is known apart
     */
    record Entry(String name, Rows rows, Set<String> options) {}

    private static final Set<String> SWITCHES = Set.of("nugget");
    private static final Map<String, Entry> RESIDUAL = new LinkedHashMap<>();
    private static final Map<String, Entry> RANDOM = new LinkedHashMap<>();

    /** Names of other programs, where they mean the same on both sides. */
    private static final Map<String, String> ALIASES = new HashMap<>();

    static {
        residual(Rows.POSITION, "us", "band");
        residual(Rows.POSITION, "unr");
        residual(Rows.ANY, "diag");
        residual(Rows.ANY, "id");
        residual(Rows.ANY, "cs");
        residual(Rows.POSITION, "csh");
        residual(Rows.POSITION, "ar1", "nugget");
        residual(Rows.POSITION, "arh1");
        residual(Rows.POSITION, "toep", "band");
        residual(Rows.POSITION, "toeph", "band");
        residual(Rows.POSITION, "ad");
        residual(Rows.POSITION, "adh");
        residual(Rows.POSITION, "arma", "p", "q", "nugget");
        residual(Rows.POSITION, "hf");
        residual(Rows.POSITION, "fa", "rank");
        residual(Rows.POSITION, "fa0", "rank");
        residual(Rows.POSITION, "fa1", "rank");
        residual(Rows.COORDINATES, "car1", "nugget");
        residual(Rows.COORDINATES, "exp", "nugget");
        residual(Rows.COORDINATES, "gau", "nugget");
        residual(Rows.COORDINATES, "sph", "nugget");
        residual(Rows.COORDINATES, "lin", "nugget");
        residual(Rows.COORDINATES, "ratio", "nugget");
        residual(Rows.COORDINATES, "matern", "nu", "nugget");
        residual(Rows.FACTORS, "kron");
        residual(Rows.POSITION, "known", "cov");
        residual(Rows.POSITION, "fixed", "cov");
        for (String name :
                List.of("us", "diag", "id", "cs", "homcs", "ar1", "arh1", "toep", "homtoep", "ad", "adh", "fa0")) {
            Set<String> options = name.equals("fa0") ? Set.of("rank") : Set.of();
            RANDOM.put(name, new Entry(name, Rows.ANY, options));
        }
        alias("us", "un");
        alias("diag", "vc");
        alias("id", "homdiag", "ident");
        alias("arh1", "ar1h", "hetar1");
        alias("ad", "homad");
        alias("adh", "ante");
        alias("fa0", "rr");
        alias("car1", "sp_pow", "corcar1");
        alias("exp", "ou", "sp_exp", "corexp");
        alias("gau", "sp_gau", "corgaus");
        alias("sph", "sp_sph", "corspher");
        alias("lin", "sp_lin", "corlin");
        alias("ratio", "corratio");
        alias("matern", "mat", "sp_matern");
        alias("known", "propto");
        alias("fixed", "equalto");
    }

    private StructureNames() {}

    private static void residual(Rows rows, String name, String... options) {
        RESIDUAL.put(name, new Entry(name, rows, Set.of(options)));
    }

    private static void alias(String name, String... others) {
        for (String other : others) {
            ALIASES.put(other, name);
        }
    }

    static boolean isSwitch(String option) {
        return SWITCHES.contains(option);
    }

    /** The structure of this name or alias inside {@code repeated(…)}. */
    static Optional<Entry> residual(String name) {
        return Optional.ofNullable(RESIDUAL.get(
                switch (name) {
                    case "homcs" -> "cs";
                    case "homtoep" -> "toep";
                    default -> ALIASES.getOrDefault(name, name);
                }));
    }

    /** The structure of this name or alias of a random term. */
    static Optional<Entry> random(String name) {
        return Optional.ofNullable(RANDOM.get(
                switch (name) {
                    case "csh" -> "cs";
                    case "toeph" -> "toep";
                    default -> ALIASES.getOrDefault(name, name);
                }));
    }

    /** The canonical names of the R side, in the order of the documentation. */
    static List<String> residualNames() {
        return List.copyOf(RESIDUAL.keySet());
    }

    /** The canonical names of random terms. */
    static List<String> randomNames() {
        return List.copyOf(RANDOM.keySet());
    }

    /** Whether a call of this name with a bar inside can only be a structure. */
    static boolean isStructure(String name) {
        return residual(name).isPresent() || random(name).isPresent();
    }

    /** The pairs that {@code hom = true} and {@code hom = false} choose from, homogeneous first. */
    static Optional<String> homogeneous(String name, boolean homogeneous, boolean residual) {
        List<List<String>> pairs =
                new ArrayList<>(List.of(List.of("id", "diag"), List.of("ar1", "arh1"), List.of("ad", "adh")));
        pairs.add(residual ? List.of("cs", "csh") : List.of("homcs", "cs"));
        pairs.add(residual ? List.of("toep", "toeph") : List.of("homtoep", "toep"));
        return pairs.stream()
                .filter(pair -> pair.contains(name))
                .map(pair -> pair.get(homogeneous ? 0 : 1))
                .findFirst();
    }
}
