package dev.echelon;

import dev.echelon.covariance.RepeatedCovariance;
import dev.echelon.error.EchelonException;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.ModelColumn;
import java.util.ArrayList;
import java.util.List;

/**
 * Random effects whose covariance parameters the data cannot tell apart whatever the response is: equal or linearly
 * dependent effects of one grouping factor, and two factors that are the same partition of the rows. Judged from
 * Σ_j Z_j'WZ_j of each factor. <b>Cost</b> m q² per factor.
 */
final class Redundancy {
    /** Squared relative length below which what is left of a column after projection counts as nothing. */
    private static final double NOTHING = 1e-12;

    private final Design design;
    private final CrossProducts data;
    private final List<GroupingFactor> factors;

    private Redundancy(Design design, CrossProducts data, List<GroupingFactor> factors) {
        this.design = design;
        this.data = data;
        this.factors = factors;
    }

    /**
     * Refuses redundant random effects.
     *
     * @throws EchelonException naming the effect, the term and what to leave out
     */
    static void refuse(Design design, CrossProducts data, List<GroupingFactor> factors) {
        Redundancy redundancy = new Redundancy(design, data, factors);
        for (int f = 0; f < factors.size(); f++) {
            double[] gram = redundancy.correlations(f);
            redundancy.withinTerms(f, gram);
            redundancy.betweenTerms(f, gram);
            for (int g = f + 1; g < factors.size(); g++) {
                redundancy.samePartition(f, g);
            }
        }
    }

    /** Σ_j Z_j'WZ_j with unit diagonal; the row of a column that is zero is zero. */
    private double[] correlations(int f) {
        CrossProducts.Block block = data.block(f);
        int q = block.effects();
        double[] gram = new double[q * q];
        for (int i = 0; i < block.own().length; i++) {
            gram[i % (q * q)] += block.own()[i];
        }
        double[] scaled = new double[q * q];
        for (int k = 0; k < q; k++) {
            for (int i = 0; i < q; i++) {
                double norm = Math.sqrt(gram[k * q + k] * gram[i * q + i]);
                scaled[k * q + i] = norm > 0 ? gram[Math.min(i, k) * q + Math.max(i, k)] / norm : 0;
            }
        }
        return scaled;
    }

    private void withinTerms(int f, double[] gram) {
        for (GroupingFactor.Term term : factors.get(f).terms()) {
            if (!isSeparate(term)) {
                continue;
            }
            List<Integer> before = new ArrayList<>();
            for (int k = 0; k < term.width(); k++) {
                int column = term.offset() + k;
                if (left(gram, factors.get(f).effects(), before, column) < NOTHING) {
                    throw new EchelonException("the random effect '" + name(term, k) + "' by '"
                            + term(term).name()
                            + "' is zero in every row or a linear combination of the effects before it in its term:"
                            + " its variance cannot be estimated; leave it out of the term");
                }
                before.add(column);
            }
        }
    }

    private void betweenTerms(int f, double[] gram) {
        int q = factors.get(f).effects();
        for (GroupingFactor.Term whole : factors.get(f).terms()) {
            List<Integer> columns = new ArrayList<>();
            for (int k = 0; k < whole.width(); k++) {
                columns.add(whole.offset() + k);
            }
            for (GroupingFactor.Term other : factors.get(f).terms()) {
                boolean free = whole.index() != other.index() && isUnstructured(whole) && isSeparate(other);
                for (int k = 0; free && k < other.width(); k++) {
                    if (left(gram, q, columns, other.offset() + k) < NOTHING) {
                        throw twice(whole, other, k);
                    }
                }
            }
        }
    }

    private EchelonException twice(GroupingFactor.Term whole, GroupingFactor.Term other, int k) {
        return new EchelonException(
                "the random effect '" + name(other, k) + "' by '" + term(other).group()
                        + "' occurs in two terms, alone or as a combination of ("
                        + String.join(", ", term(whole).effects().names()) + " | "
                        + term(whole).group()
                        + "): the two variances cannot be told apart; leave it out of one of them (0 + ... | "
                        + term(whole).group() + ")");
    }

    private void samePartition(int f, int g) {
        GroupingFactor a = factors.get(f);
        GroupingFactor b = factors.get(g);
        boolean same = a.levels() == b.levels() && data.coupling(f, g).entries() == a.levels();
        if (same && hasIntercept(a) && hasIntercept(b)) {
            throw new EchelonException("the grouping factors '" + a.group() + "' and '" + b.group()
                    + "' divide the rows into the same groups: their variances cannot be told apart; leave one of the"
                    + " terms out");
        }
    }

    private boolean hasIntercept(GroupingFactor factor) {
        return factor.terms().stream()
                .filter(this::isSeparate)
                .anyMatch(term -> term(term).effects().column(0) instanceof ModelColumn.Constant);
    }

    /** Whether every effect has a variance of its own. */
    private boolean isSeparate(GroupingFactor.Term term) {
        boolean related = term.covariance() instanceof RepeatedCovariance;
        return !related && (isUnstructured(term) || term.covariance().name().equals("diag"));
    }

    private boolean isUnstructured(GroupingFactor.Term term) {
        return term.width() == 1 || term.covariance().name().equals("us");
    }

    private Design.RandomBlock term(GroupingFactor.Term term) {
        return design.random().get(term.index());
    }

    private String name(GroupingFactor.Term term, int k) {
        return term(term).effects().names().get(k);
    }

    /** What is left of the squared length of a column after projection on others, by elimination. */
    private static double left(double[] gram, int q, List<Integer> others, int column) {
        List<Integer> all = new ArrayList<>(others);
        all.add(column);
        int n = all.size();
        double[] a = new double[n * n];
        for (int k = 0; k < n; k++) {
            for (int i = 0; i < n; i++) {
                a[k * n + i] = gram[all.get(k) * q + all.get(i)];
            }
        }
        for (int c = 0; c + 1 < n; c++) {
            for (int i = c + 1; i < n && a[c * n + c] > NOTHING; i++) {
                double factor = a[c * n + i] / a[c * n + c];
                for (int k = c; k < n; k++) {
                    a[k * n + i] -= factor * a[k * n + c];
                }
            }
        }
        return a[n * n - 1];
    }
}
