package dev.echelon.internal.predict;

import dev.echelon.internal.crossproducts.Congruence;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.likelihood.JointCovariance;
import java.util.Arrays;
import java.util.List;

/**
 * Variances of b̂ − b, and of sums of β̂ and b̂ − b, level by level: blocks of the joint covariance C of
 * {@link JointCovariance} on the scale of the data. β̂ counts as estimated, θ̂ as known.
 *
 * <p><b>Cost</b> the root once, then for each level the square of the root columns it is connected with; nothing grows
 * with the square of the number of levels of a leaf. One instance per thread.
 *
 * <p><b>Source</b> docs/math/effect-sizes.md#random-effects
 */
public final class LevelErrors {
    private final FittedModel model;
    private final List<FittedModel.Place> places;
    private final JointCovariance covariance;
    private final int[] levels;
    private final double[][] effects;
    private final double[] none;

    /** Factors the fit anew at its estimates. */
    public LevelErrors(FittedModel model) {
        this.model = model;
        this.places = model.places();
        this.covariance = model.likelihood(true).jointCovariance(model.theta());
        List<GroupingFactor> factors = model.factors();
        this.levels = new int[factors.size()];
        Arrays.fill(levels, -1);
        this.effects = new double[factors.size()][];
        for (int f = 0; f < effects.length; f++) {
            effects[f] = new double[factors.get(f).effects()];
        }
        this.none = new double[model.kept().length];
    }

    /** Var(b̂_j − b_j) of every level j of a term, w×w each. */
    public double[] joint(int term) {
        FittedModel.Place place = places.get(term);
        int w = place.place().width();
        int m = model.terms().get(term).levels().size();
        double[] map = model.conditioning().effectsMap(place.factor(), place.place());
        double[] all = new double[m * w * w];
        double[] block = new double[w * w];
        for (int j = 0; j < m; j++) {
            conditionedBlock(place, j, block);
            double[] own = Congruence.apply(w, map, block);
            for (int e = 0; e < own.length; e++) {
                all[j * w * w + e] = model.sigma() * model.sigma() * own[e];
            }
        }
        return all;
    }

    /** C_jj of the conditioned effects: its diagonal from forms of one effect, the rest from forms of their sums. */
    private void conditionedBlock(FittedModel.Place place, int level, double[] block) {
        int w = place.place().width();
        int first = place.place().offset();
        double[] z = effects[place.factor()];
        levels[place.factor()] = level;
        for (int b = 0; b < w; b++) {
            z[first + b] = 1;
            block[b * w + b] = covariance.form(levels, effects, none);
            z[first + b] = 0;
        }
        for (int b = 0; b < w; b++) {
            for (int a = 0; a < b; a++) {
                z[first + a] = 1;
                z[first + b] = 1;
                double sum = covariance.form(levels, effects, none);
                z[first + a] = 0;
                z[first + b] = 0;
                block[b * w + a] = (sum - block[a * w + a] - block[b * w + b]) / 2;
                block[a * w + b] = block[b * w + a];
            }
        }
        levels[place.factor()] = -1;
    }

    /**
     * Var(l'β̂ + z'(b̂_j − b_j)).
     *
     * @param l one number for each fixed effect
     * @param terms the terms of one grouping factor, by index
     * @param z for each of them a number for each of its effects
     */
    public double combination(double[] l, List<Integer> terms, int level, List<double[]> z) {
        double[] map = model.conditioning().fixedMap(model.kept());
        int p = l.length;
        double[] fixed = new double[p];
        for (int k = 0; k < p; k++) {
            for (int i = 0; i < p; i++) {
                fixed[k] += map[k * p + i] * l[i] / model.conditioning().responseScale();
            }
        }
        int factor = -1;
        for (int t = 0; t < terms.size(); t++) {
            FittedModel.Place place = places.get(terms.get(t));
            factor = place.factor();
            place.map().addConditioned(z.get(t), effects[factor], place.place().offset());
        }
        if (factor >= 0) {
            levels[factor] = level;
        }
        double form = covariance.form(levels, effects, fixed);
        if (factor >= 0) {
            levels[factor] = -1;
            Arrays.fill(effects[factor], 0);
        }
        return model.sigma() * model.sigma() * form;
    }
}
