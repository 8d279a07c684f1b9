package dev.echelon.covariance;

import dev.echelon.error.EchelonException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A known covariance K of the levels of a grouping factor, up to a variance: the effects of the levels have covariance
 * σ²K, or Σ ⊗ K. It may have more levels than the data. Immutable.
 */
public final class LevelCovariance {

    /** Differences from symmetry and negative pivots relative to the diagonal that are taken for rounding. */
    private static final double ROUNDING = 1e-7;

    /** A pivot this small relative to its diagonal entry is a null direction. */
    private static final double NULL_PIVOT = 1e-10;

    private static final int NAMED = 5;

    private final String name;
    private final Source source;
    private final Map<String, Integer> places;

    private LevelCovariance(String name, Source source, List<String> levels) {
        this.name = name;
        this.source = source;
        this.places = new LinkedHashMap<>();
        for (String level : levels) {
            if (places.put(level, places.size()) != null) {
                throw new EchelonException(
                        String.format(Locale.ROOT, "The matrix %s has the level '%s' twice.", name, level));
            }
        }
    }

    /**
     * A matrix with named rows and columns.
     *
     * @param name of the matrix, for messages
     * @param matrix levels×levels, column-major
     * @throws EchelonException if it is not symmetric, an entry is not a number or a variance is negative; the message
     *     names the levels
     */
    public static LevelCovariance of(String name, List<String> levels, double[] matrix) {
        int m = levels.size();
        if (matrix.length != m * m) {
            throw new EchelonException(
                    String.format(Locale.ROOT, "The matrix %s has %d entries, not %d×%d.", name, matrix.length, m, m));
        }
        for (int j = 0; j < m; j++) {
            for (int i = j; i < m; i++) {
                check(name, levels, i, j, matrix);
            }
        }
        double[] copy = matrix.clone();
        LevelCovariance[] made = new LevelCovariance[1];
        made[0] = new LevelCovariance(name, some -> part(made[0].at(some), m, copy), levels);
        return made[0];
    }

    private static void check(String name, List<String> levels, int i, int j, double[] matrix) {
        int m = levels.size();
        double lower = matrix[i + j * m];
        double upper = matrix[j + i * m];
        double size = Math.sqrt(Math.abs(matrix[i + i * m])) * Math.sqrt(Math.abs(matrix[j + j * m]));
        if (!Double.isFinite(lower) || !Double.isFinite(upper) || i == j && lower < 0) {
            throw entry(name, levels, i, j, "is " + (Double.isFinite(lower) ? upper : lower));
        }
        if (Math.abs(lower - upper) > ROUNDING * size) {
            throw entry(name, levels, i, j, "is " + lower + " in one triangle and " + upper + " in the other");
        }
    }

    private static EchelonException entry(String name, List<String> levels, int i, int j, String what) {
        return new EchelonException(String.format(
                Locale.ROOT,
                "The matrix %s is no covariance: its entry of '%s' and '%s' %s.",
                name,
                levels.get(i),
                levels.get(j),
                what));
    }

    private static double[] part(int[] at, int m, double[] matrix) {
        int q = at.length;
        double[] some = new double[q * q];
        for (int j = 0; j < q; j++) {
            for (int i = 0; i < q; i++) {
                some[i + j * q] = matrix[Math.max(at[i], at[j]) + Math.min(at[i], at[j]) * m];
            }
        }
        return some;
    }

    /** The additive relationships of a pedigree. */
    public static LevelCovariance of(String name, Pedigree pedigree) {
        return new LevelCovariance(name, pedigree::relationships, pedigree.ids());
    }

    /** The name of the matrix. */
    public String name() {
        return name;
    }

    /** All levels it knows. */
    public List<String> levels() {
        return List.copyOf(places.keySet());
    }

    /**
     * K of some levels, in their order, column-major.
     *
     * @throws EchelonException if it does not have them all; the message names those it lacks
     */
    public double[] matrix(List<String> some) {
        at(some);
        return source.of(some);
    }

    /**
     * A lower-triangular L with LL' = K of some levels, column-major; columns of a singular K may be zero. Effects u = Lv
     * with independent v of one variance have covariance σ²K. Cost: q³/3 for q levels.
     *
     * @throws EchelonException if levels are missing, or K is not positive semidefinite
     */
    public double[] root(List<String> some) {
        int q = some.size();
        double[] l = matrix(some);
        double[] diagonal = new double[q];
        for (int j = 0; j < q; j++) {
            diagonal[j] = l[j + j * q];
        }
        for (int j = 0; j < q; j++) {
            double pivot = l[j + j * q];
            if (pivot < -ROUNDING * diagonal[j]) {
                throw indefinite(some.get(j));
            }
            boolean isNull = pivot <= NULL_PIVOT * diagonal[j];
            double root = isNull ? 0 : Math.sqrt(pivot);
            for (int i = j; i < q; i++) {
                if (isNull && Math.abs(l[i + j * q]) > Math.sqrt(ROUNDING * diagonal[i] * diagonal[j])) {
                    throw indefinite(some.get(i));
                }
                l[i + j * q] = isNull ? 0 : l[i + j * q] / root;
            }
            for (int k = 0; k < j; k++) {
                l[k + j * q] = 0;
            }
            for (int k = j + 1; k < q && !isNull; k++) {
                double factor = l[k + j * q];
                for (int i = k; i < q && factor != 0; i++) {
                    l[i + k * q] -= factor * l[i + j * q];
                }
            }
        }
        return l;
    }

    private EchelonException indefinite(String level) {
        return new EchelonException(String.format(
                Locale.ROOT,
                "The matrix %s is not positive semidefinite: level '%s' contradicts those before it; check the matrix.",
                name,
                level));
    }

    private int[] at(List<String> some) {
        List<String> missing = new ArrayList<>();
        int[] at = new int[some.size()];
        for (int i = 0; i < at.length; i++) {
            Integer place = places.get(some.get(i));
            if (place == null) {
                missing.add(some.get(i));
            } else {
                at[i] = place;
            }
        }
        if (!missing.isEmpty()) {
            int more = missing.size() - NAMED;
            throw new EchelonException(String.format(
                    Locale.ROOT,
                    "The matrix %s has no row for %s%s; add them, or leave out their rows of the data.",
                    name,
                    String.join(", ", missing.subList(0, Math.min(NAMED, missing.size()))),
                    more > 0 ? " and " + more + " more levels" : ""));
        }
        return at;
    }

    /** K of some levels. */
    private interface Source {
        double[] of(List<String> some);
    }
}
