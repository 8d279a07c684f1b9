package dev.echelon.internal.inference;

import dev.echelon.internal.crossproducts.Conditioning;
import dev.echelon.internal.crossproducts.Congruence;
import dev.echelon.internal.crossproducts.GroupingFactor;
import java.util.ArrayList;
import java.util.List;

/**
 * The covariance parameters φ of a fit as directions in which V = W⁻¹ + ZΣZ' can move. Direction 0 is ZΣZ' as a whole,
 * which with V itself gives the direction W⁻¹ of the residual variance; directions 1 to k are the parameters of Σ; the
 * rest are second derivatives.
 *
 * @param lambda a factor of Σ of one level, by grouping factor, q×q
 * @param directions each by grouping factor, q×q or empty where it leaves Σ alone
 * @param first k, the number of parameters besides the residual variance
 * @param second which parameters the directions after k belong to
 * @param linear whether every Σ is from a linear family
 */
record VarianceParameters(
        double[][] lambda, List<double[][]> directions, int first, List<Pair> second, boolean linear) {

    /** Parameters i ≤ k, counted from 1 as the directions are. */
    record Pair(int i, int k) {}

    /**
     * From Σ/σ² of every term, in the order of the formula, on the scale of the data.
     */
    static VarianceParameters of(List<GroupingFactor> factors, List<double[]> relative, Conditioning conditioning) {
        int count = factors.size();
        double[][] lambda = new double[count][];
        double[][] whole = new double[count][];
        List<double[][]> first = new ArrayList<>();
        List<double[][]> second = new ArrayList<>();
        List<Pair> pairs = new ArrayList<>();
        boolean linear = true;
        for (int f = 0; f < count; f++) {
            int q = factors.get(f).effects();
            lambda[f] = new double[q * q];
            whole[f] = new double[q * q];
            for (GroupingFactor.Term term : factors.get(f).terms()) {
                int w = term.width();
                double[] inverse = inverse(w, conditioning.effectsMap(f, term));
                double[] sigma = Congruence.apply(w, inverse, relative.get(term.index()));
                double[] root = new double[w * w];
                TermDirections.semidefinite(w, sigma, root);
                embed(root, term, q, lambda[f]);
                embed(sigma, term, q, whole[f]);
                TermDirections directions = TermDirections.of(term.covariance(), w, sigma);
                linear &= directions.linear();
                int base = first.size() + 1;
                for (double[] d : directions.first()) {
                    first.add(only(count, f, embed(d, term, q, new double[q * q])));
                }
                for (TermDirections.Second d : directions.second()) {
                    second.add(only(count, f, embed(d.matrix(), term, q, new double[q * q])));
                    pairs.add(new Pair(base + d.i(), base + d.k()));
                }
            }
        }
        List<double[][]> all = new ArrayList<>();
        all.add(whole);
        all.addAll(first);
        all.addAll(second);
        return new VarianceParameters(lambda, all, first.size(), pairs, linear);
    }

    /** The parameter along which only the variance of one effect of a factor moves. */
    int variance(int factor, int effect) {
        for (int i = 1; i <= first; i++) {
            double[] direction = directions.get(i)[factor];
            int q = (int) Math.round(Math.sqrt(direction.length));
            boolean only = q > effect && direction[effect * q + effect] != 0;
            for (int e = 0; only && e < direction.length; e++) {
                only = direction[e] == 0 || e == effect * q + effect;
            }
            if (only) {
                return i;
            }
        }
        throw new IllegalArgumentException("no variance of effect " + effect + " of factor " + factor);
    }

    private static double[][] only(int count, int factor, double[] block) {
        double[][] blocks = new double[count][0];
        blocks[factor] = block;
        return blocks;
    }

    private static double[] embed(double[] small, GroupingFactor.Term term, int q, double[] large) {
        int w = term.width();
        for (int k = 0; k < w; k++) {
            System.arraycopy(small, k * w, large, (term.offset() + k) * q + term.offset(), w);
        }
        return large;
    }

    /** Of a map of effects: upper triangular but for its first row, so that no pivoting is needed. */
    private static double[] inverse(int w, double[] m) {
        double[] a = m.clone();
        double[] inverse = new double[w * w];
        for (int k = 0; k < w; k++) {
            inverse[k * w + k] = 1;
        }
        for (int k = 0; k < w; k++) {
            double pivot = a[k * w + k];
            for (int c = 0; c < w; c++) {
                a[c * w + k] /= pivot;
                inverse[c * w + k] /= pivot;
            }
            for (int i = 0; i < w; i++) {
                double x = a[k * w + i];
                if (i == k || x == 0) {
                    continue;
                }
                for (int c = 0; c < w; c++) {
                    a[c * w + i] -= x * a[c * w + k];
                    inverse[c * w + i] -= x * inverse[c * w + k];
                }
            }
        }
        return inverse;
    }
}
