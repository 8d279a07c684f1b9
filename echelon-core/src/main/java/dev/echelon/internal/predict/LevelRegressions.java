package dev.echelon.internal.predict;

import dev.echelon.internal.crossproducts.Conditioning;
import dev.echelon.internal.crossproducts.Congruence;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.crossproducts.GroupingFactor;
import java.util.Arrays;

/**
 * The random effects of each level as its own rows alone say them: least squares of what the rest of the model leaves,
 *
 * <pre>û_j = (Z_j'WZ_j)⁻¹ Z_j'W(y − Xβ̂ − Σ_g Z_g b̂_g),   Var(û_j − b_j) = σ̂²(Z_j'WZ_j)⁻¹,</pre>
 *
 * g over the other grouping factors. β̂ + û_j is the regression of group j alone if every column of it is random.
 *
 * <p><b>Cost</b> one pass over the cross-products, q³ per level. <b>Source</b>
 * docs/math/effect-sizes.md#reliability
 */
public final class LevelRegressions {
    /** A pivot this much smaller than its column is rounding: the column depends on those before it. */
    private static final double DEPENDENT = 1e-12;

    private final FittedModel model;
    private final int factor;
    private final int q;
    private final double[] estimates;
    private final double[] variances;
    private final boolean[] estimable;

    /** Regressions in every level of a factor, by its index in {@link FittedModel#factors()}. */
    public LevelRegressions(FittedModel model, int factor) {
        this.model = model;
        this.factor = factor;
        CrossProducts.Block block = model.data().block(factor);
        this.q = block.effects();
        this.estimates = new double[block.levels() * q];
        this.variances = new double[block.levels() * q * q];
        this.estimable = new boolean[block.levels()];
        double[] right = rightSides();
        double[] map = wholeMap();
        for (int j = 0; j < block.levels(); j++) {
            solve(block, j, right, map);
        }
    }

    /** Number of effects of a level, over all terms of the factor. */
    public int effects() {
        return q;
    }

    /** Whether the rows of a level determine its effects. */
    public boolean estimable(int level) {
        return estimable[level];
    }

    /** û of an effect; NaN if it is not estimable. */
    public double estimate(int level, int effect) {
        return estimates[level * q + effect];
    }

    /** Var(û − b) of an effect; NaN if it is not estimable. */
    public double variance(int level, int effect) {
        return variances[(level * q + effect) * q + effect];
    }

    /** Z_j'W(y − Xβ̂ − rest), conditioned, for all levels. */
    private double[] rightSides() {
        CrossProducts data = model.data();
        CrossProducts.Block block = data.block(factor);
        int r = data.fixedColumns() + 1;
        double[] beta = conditionedFixed();
        double[] right = new double[block.levels() * q];
        for (int j = 0; j < block.levels(); j++) {
            for (int a = 0; a < q; a++) {
                double sum = block.withFixed()[(j * r + r - 1) * q + a];
                for (int k = 0; k < r - 1; k++) {
                    sum -= block.withFixed()[(j * r + k) * q + a] * beta[k];
                }
                right[j * q + a] = sum;
            }
        }
        for (int g = 0; g < data.factors(); g++) {
            if (g != factor) {
                subtractOther(data.coupling(factor, g), conditionedModes(g), right);
            }
        }
        return right;
    }

    private void subtractOther(CrossProducts.Coupling coupling, double[] modes, double[] right) {
        int entries = coupling.entries();
        int other = entries == 0 ? 0 : coupling.values().length / entries / q;
        for (int j = 0; j + 1 < coupling.start().length; j++) {
            for (int e = coupling.start()[j]; e < coupling.start()[j + 1]; e++) {
                for (int b = 0; b < other; b++) {
                    double x = modes[coupling.level()[e] * other + b];
                    for (int a = 0; a < q; a++) {
                        right[j * q + a] -= coupling.values()[(e * other + b) * q + a] * x;
                    }
                }
            }
        }
    }

    private double[] conditionedFixed() {
        Conditioning conditioning = model.conditioning();
        int[] kept = model.kept();
        double[] beta = new double[kept.length];
        double shift = -conditioning.responseShift();
        int constant = -1;
        for (int k = 0; k < kept.length; k++) {
            beta[k] = model.beta()[k] * conditioning.fixedScale(kept[k]) / conditioning.responseScale();
            if (kept[k] == conditioning.intercept()) {
                constant = k;
            } else {
                shift += conditioning.fixedShift(kept[k]) * model.beta()[k];
            }
        }
        if (constant >= 0) {
            beta[constant] += shift * conditioning.fixedScale(kept[constant]) / conditioning.responseScale();
        }
        return beta;
    }

    private double[] conditionedModes(int g) {
        GroupingFactor of = model.factors().get(g);
        int width = of.effects();
        double[] modes = new double[of.levels() * width];
        for (GroupingFactor.Term term : of.terms()) {
            int w = term.width();
            double[] inverse = model.places().get(term.index()).map().inverse();
            double[] b = model.terms().get(term.index()).modes();
            for (int j = 0; j < of.levels(); j++) {
                for (int i = 0; i < w; i++) {
                    double sum = 0;
                    for (int k = i; k < w; k++) {
                        sum += inverse[k * w + i] * b[j * w + k];
                    }
                    modes[j * width + term.offset() + i] =
                            sum / model.conditioning().responseScale();
                }
            }
        }
        return modes;
    }

    /** M of all terms of the factor side by side, q×q. */
    private double[] wholeMap() {
        double[] map = new double[q * q];
        for (GroupingFactor.Term term : model.factors().get(factor).terms()) {
            int w = term.width();
            double[] own = model.conditioning().effectsMap(factor, term);
            for (int k = 0; k < w; k++) {
                System.arraycopy(own, k * w, map, (term.offset() + k) * q + term.offset(), w);
            }
        }
        return map;
    }

    private void solve(CrossProducts.Block block, int j, double[] right, double[] map) {
        double[] inverse = Arrays.copyOfRange(block.own(), j * q * q, (j + 1) * q * q);
        estimable[j] = block.counts()[j] >= q && invert(inverse);
        if (!estimable[j]) {
            Arrays.fill(estimates, j * q, (j + 1) * q, Double.NaN);
            Arrays.fill(variances, j * q * q, (j + 1) * q * q, Double.NaN);
            return;
        }
        double scale = model.conditioning().responseScale();
        double[] own = new double[q];
        for (int k = 0; k < q; k++) {
            for (int i = 0; i < q; i++) {
                own[i] += inverse[k * q + i] * right[j * q + k];
            }
        }
        for (int k = 0; k < q; k++) {
            for (int i = 0; i < q; i++) {
                estimates[j * q + i] += scale * map[k * q + i] * own[k];
            }
        }
        double[] covariance = Congruence.apply(q, map, inverse);
        for (int e = 0; e < covariance.length; e++) {
            variances[j * q * q + e] = model.sigma() * model.sigma() * covariance[e];
        }
    }

    /** Inverts a positive definite matrix in place by sweeping; false if a pivot vanishes up to rounding. */
    private boolean invert(double[] a) {
        for (int b = 0; b < q; b++) { // the lower triangle holds the numbers
            for (int i = 0; i < b; i++) {
                a[b * q + i] = a[i * q + b];
            }
        }
        double[] diagonal = new double[q];
        for (int k = 0; k < q; k++) {
            diagonal[k] = a[k * q + k];
        }
        for (int k = 0; k < q; k++) {
            double pivot = a[k * q + k];
            if (!(pivot > DEPENDENT * diagonal[k])) {
                return false;
            }
            sweep(a, k, pivot);
        }
        for (int e = 0; e < a.length; e++) {
            a[e] = -a[e];
        }
        return true;
    }

    /** The sweep operator (Goodnight 1979) on element k; after all of them a is −a⁻¹. */
    private void sweep(double[] a, int k, double pivot) {
        for (int c = 0; c < q; c++) {
            for (int i = 0; i < q && c != k; i++) {
                if (i != k) {
                    a[c * q + i] -= a[k * q + i] * a[c * q + k] / pivot;
                }
            }
        }
        for (int i = 0; i < q; i++) {
            if (i != k) {
                a[k * q + i] /= pivot;
                a[i * q + k] /= pivot;
            }
        }
        a[k * q + k] = -1 / pivot;
    }
}
