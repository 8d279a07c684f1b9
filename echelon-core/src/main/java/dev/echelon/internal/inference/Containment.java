package dev.echelon.internal.inference;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.crossproducts.CrossProducts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Degrees of freedom by containment: for a fixed effect, the fewest columns that a random effect which has all of its
 * variables adds to the rank of [X Z]; n − rank [X Z] if there is none. Random effects count in the order of how many
 * variables they have, so that what contains another comes after it.
 *
 * <p><b>Formula</b> with the random effects Z_1, Z_2, … in this order, rank [X Z_1 … Z_k] = rank [Z_1 … Z_k] + rank of what
 * is left of X'WX when these are eliminated; the eliminated part is block diagonal over {@link Components}.
 *
 * <p><b>Cost</b> n_c³/3 flops for each component of n_c random effects.
 *
 * <p><b>Source</b> SAS/STAT, The MIXED Procedure, DDFM=CONTAIN; docs/math/inference.md#containment
 */
public final class Containment {
    /** Squared relative length below which what is left of a column is rounding. */
    private static final double NOTHING = 1e-10;

    private static final int LARGEST = 3000;

    private final CrossProducts data;
    private final List<Effect> effects;
    private final int[] added;
    private final long residual;

    /**
     * A random effect: some of the effects of one grouping factor's levels.
     *
     * @param factor index of the grouping factor
     * @param columns which of its q effects
     * @param variables of which it is the product
     */
    public record Effect(int factor, List<Integer> columns, Set<String> variables) {}

    /**
     * Counts the ranks.
     *
     * @throws EchelonException if crossed factors connect too many random effects
     */
    public Containment(CrossProducts data, List<Effect> effects) {
        this.data = data;
        this.effects = new ArrayList<>(effects);
        this.effects.sort(Comparator.comparingInt(effect -> effect.variables().size()));
        Components components = Components.of(data);
        int largest = components.largest(data);
        if (largest > LARGEST) {
            throw new EchelonException("containment degrees of freedom need the rank of a dense matrix of " + largest
                    + " random effects that are connected by crossed grouping factors, more than the " + LARGEST
                    + " that are allowed; use the degrees of freedom 'residual' or 'none', which are nearly the same for"
                    + " so many");
        }
        int[] ranks = ranks(components);
        added = new int[ranks.length - 1];
        for (int e = 0; e < added.length; e++) {
            added[e] = ranks[e + 1] - ranks[e];
        }
        residual = data.rows() - ranks[ranks.length - 1];
    }

    /** The degrees of freedom of a fixed effect that is the product of these variables; none for the constant. */
    public double degrees(Set<String> variables) {
        double fewest = Double.POSITIVE_INFINITY;
        for (int e = 0; e < added.length; e++) {
            if (effects.get(e).variables().containsAll(variables)) {
                fewest = Math.min(fewest, added[e]);
            }
        }
        return Double.isInfinite(fewest) ? residual : fewest;
    }

    /** Rank of [X Z_1 … Z_k] for k = 0, 1, …. */
    private int[] ranks(Components components) {
        int p = data.fixedColumns();
        int[] ranks = new int[effects.size() + 1];
        double[][] eliminated = new double[effects.size()][p * p];
        ComponentMatrices matrices = new ComponentMatrices(data, components, new double[data.factors()][]);
        for (int[][] levels : components.levels()) {
            matrices.products(levels);
            eliminate(matrices, levels, ranks, eliminated);
        }
        double[] left = new double[p * p];
        for (int k = 0; k < p; k++) {
            for (int i = k; i < p; i++) {
                left[k * p + i] = data.fixed()[k * (p + 1) + i];
            }
        }
        double[] lengths = new double[p];
        for (int k = 0; k < p; k++) {
            lengths[k] = left[k * p + k];
        }
        ranks[0] = p;
        int columns = 0;
        for (int e = 0; e < effects.size(); e++) {
            columns += ranks[e + 1];
            for (int i = 0; i < left.length; i++) {
                left[i] -= eliminated[e][i];
            }
            ranks[e + 1] = columns + rank(p, left.clone(), lengths);
        }
        return ranks;
    }

    /** Adds a component's columns that are independent of those before to {@code ranks[e + 1]}, and what they take of X'WX. */
    private void eliminate(ComponentMatrices matrices, int[][] levels, int[] ranks, double[][] eliminated) {
        int p = data.fixedColumns();
        int n = matrices.size();
        int ld = matrices.stride();
        List<int[]> order = new ArrayList<>(); // index in the component, effect
        for (int e = 0; e < effects.size(); e++) {
            Effect effect = effects.get(e);
            int q = data.block(effect.factor()).effects();
            for (int place = 0; place < levels[effect.factor()].length; place++) {
                for (int column : effect.columns()) {
                    order.add(new int[] {matrices.start(effect.factor()) + place * q + column, e});
                }
            }
        }
        int m = order.size();
        int size = m + p;
        double[] a = new double[m * size];
        for (int k = 0; k < m; k++) {
            int from = order.get(k)[0] * ld;
            for (int i = k; i < m; i++) {
                a[k * size + i] = matrices.marginal()[from + order.get(i)[0]];
            }
            for (int i = 0; i < p; i++) {
                a[k * size + m + i] = matrices.marginal()[from + n + i];
            }
        }
        double[] lengths = new double[m];
        for (int k = 0; k < m; k++) {
            lengths[k] = a[k * size + k];
        }
        for (int c = 0; c < m; c++) {
            if (!(a[c * size + c] > NOTHING * lengths[c])) {
                continue;
            }
            int e = order.get(c)[1];
            ranks[e + 1]++;
            double root = Math.sqrt(a[c * size + c]);
            for (int i = c; i < size; i++) {
                a[c * size + i] /= root;
            }
            for (int k = c + 1; k < m; k++) {
                subtract(a, c * size, a[c * size + k], k * size, k, size);
            }
            for (int k = 0; k < p; k++) {
                double x = a[c * size + m + k];
                for (int i = k; i < p; i++) {
                    eliminated[e][k * p + i] += x * a[c * size + m + i];
                }
            }
        }
    }

    private static void subtract(double[] a, int from, double x, int to, int first, int size) {
        for (int i = first; x != 0 && i < size; i++) {
            a[to + i] -= x * a[from + i];
        }
    }

    /** Rank of a positive semidefinite matrix, lower triangle, whose columns once had these squared lengths. */
    private static int rank(int p, double[] a, double[] lengths) {
        int rank = 0;
        for (int c = 0; c < p; c++) {
            if (!(a[c * p + c] > NOTHING * lengths[c])) {
                continue;
            }
            rank++;
            for (int k = c + 1; k < p; k++) {
                subtract(a, c * p, a[c * p + k] / a[c * p + c], k * p, k, p);
            }
        }
        return rank;
    }
}
