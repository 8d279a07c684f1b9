package dev.echelon.internal.marginal;

import dev.echelon.covariance.ResidualStructure;
import dev.echelon.internal.design.ResidualRows;
import java.util.ArrayList;
import java.util.List;

/**
 * The order of the parameters of V: those of the structure group by group, those of the variance functions, then those of
 * the random terms in the order of the formula, of which the terms inside blocks and those across blocks each take some.
 */
final class Parameters {
    final ResidualStructure structure;
    /** Number of parameters of the structure. */
    final int each;

    final int groups;
    private final int slots;
    /** Where the parameters of each variance function start, and where the last end. */
    final int[] delta;
    /** Where the parameters of each random term start, and where the last end. */
    final int[] term;

    Parameters(ResidualRows rows, int[] perTerm) {
        structure = rows.structure();
        slots = rows.slotNames().size();
        each = structure.parameterCount(slots);
        groups = rows.groupLevels().size();
        delta = new int[rows.variances().size() + 1];
        delta[0] = each * groups;
        for (int f = 0; f < rows.variances().size(); f++) {
            delta[f + 1] = delta[f] + count(rows.variances().get(f));
        }
        term = starts(delta[delta.length - 1], perTerm);
    }

    private Parameters(Parameters residual, int[] perTerm) {
        structure = residual.structure;
        slots = residual.slots;
        each = residual.each;
        groups = residual.groups;
        delta = residual.delta;
        term = starts(delta[delta.length - 1], perTerm);
    }

    private static int[] starts(int from, int[] perTerm) {
        int[] term = new int[perTerm.length + 1];
        term[0] = from;
        for (int t = 0; t < perTerm.length; t++) {
            term[t + 1] = term[t] + perTerm[t];
        }
        return term;
    }

    /** The same R side, with other numbers of parameters of the random terms. */
    Parameters with(int[] perTerm) {
        return new Parameters(this, perTerm);
    }

    static int count(ResidualRows.Variance variance) {
        return variance.function().parameterCount(strata(variance));
    }

    static int strata(ResidualRows.Variance variance) {
        return Math.max(1, variance.strata().size());
    }

    /** All parameters. */
    int size() {
        return term[term.length - 1];
    }

    /** Parameters of the R side. */
    int residual() {
        return term[0];
    }

    /** How a parameter of the R side changes with the scale of the response. */
    int order(int k, int slots) {
        return k < delta[0] ? structure.order(slots, k % each) : 0;
    }

    /** The least value of a parameter, if the domain has one that an optimum may reach; −∞ otherwise. */
    double lowerBound(int k) {
        return k < delta[0] ? structure.lowerBound(slots, k % each) : Double.NEGATIVE_INFINITY;
    }

    /** Which parameters are at their bounds. */
    boolean[] atBounds(double[] theta) {
        boolean[] at = new boolean[size()];
        for (int k = 0; k < residual(); k++) {
            at[k] = theta[k] == lowerBound(k);
        }
        return at;
    }

    /** The number of parameters of each term. */
    static int[] working(List<EffectColumns> terms) {
        return terms.stream()
                .mapToInt(t -> t.covariance.parameterCount(t.width))
                .toArray();
    }

    static int[] directions(List<TermState> states) {
        List<Integer> counts = new ArrayList<>();
        states.forEach(s -> counts.add(s.first().size()));
        return counts.stream().mapToInt(Integer::intValue).toArray();
    }
}
