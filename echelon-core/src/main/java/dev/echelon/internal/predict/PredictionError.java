package dev.echelon.internal.predict;

import dev.echelon.internal.crossproducts.Conditioning;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.likelihood.JointCovariance;
import java.util.Arrays;
import java.util.List;

/**
 * Variances of predictions relative to σ² for rows of a design: of x'β̂ + z'(b̂ − b) for the levels that are known, exactly
 * from the joint covariance of fixed and random effects, and z'Σz between levels. One instance per thread.
 *
 * <p><b>Cost</b> one factorisation, however many designs share it ({@link #on}); a row that of {@link JointCovariance}.
 */
public final class PredictionError {
    private final FittedModel model;
    private final Design design;
    private final EffectMask included;
    private final List<FittedModel.Place> places;
    private final JointCovariance covariance;
    private final double[] fixed;
    private final double[][] effects;
    private final int[] levels;
    private final double[][] rows;

    /** @param included the terms whose known levels count */
    public PredictionError(FittedModel model, Design design, boolean[] included) {
        this(model, design, EffectMask.ofTerms(model, included));
    }

    /** @param included the effects whose known levels count */
    PredictionError(FittedModel model, Design design, EffectMask included) {
        this(model, design, included, model.likelihood(true).jointCovariance(model.theta()));
    }

    private PredictionError(FittedModel model, Design design, EffectMask included, JointCovariance covariance) {
        this.model = model;
        this.design = design;
        this.included = included;
        this.places = model.places();
        this.covariance = covariance;
        this.fixed = new double[model.kept().length];
        List<GroupingFactor> factors = model.factors();
        this.levels = new int[factors.size()];
        this.effects = new double[factors.size()][];
        for (int f = 0; f < effects.length; f++) {
            effects[f] = new double[factors.get(f).effects()];
        }
        this.rows = new double[places.size()][];
        for (int t = 0; t < rows.length; t++) {
            rows[t] = new double[places.get(t).place().width()];
        }
    }

    /** The same for other rows, without another factorisation; this instance and that one share a thread. */
    public PredictionError on(Design rows) {
        return new PredictionError(model, rows, included, covariance);
    }

    /** w'Cw of a row, with the effects of unknown levels left out. */
    public double known(int row) {
        return known(row, new double[0]);
    }

    /**
     * w'Cw of a row, and in {@code product} the elements of Cw that belong to the fixed effects, on the scale of the
     * conditioned columns of X.
     */
    public double known(int row, double[] product) {
        Arrays.fill(levels, -1);
        for (double[] of : effects) {
            Arrays.fill(of, 0);
        }
        loadFixed(row);
        for (int t = 0; t < places.size(); t++) {
            if (included.any(t) && design.random().get(t).codes()[row] >= 0) {
                FittedModel.Place place = places.get(t);
                loadEffects(t, row, included);
                levels[place.factor()] = design.random().get(t).codes()[row];
                place.map()
                        .addConditioned(
                                rows[t], effects[place.factor()], place.place().offset());
            }
        }
        return covariance.form(levels, effects, fixed, product);
    }

    /** Covariance of β̂ relative to σ², p×p, for the conditioned columns of X. */
    public double[] fixedCovariance() {
        int p = fixed.length;
        double[] phi = new double[p * p];
        double[] column = new double[p];
        Arrays.fill(levels, -1);
        for (int k = 0; k < p; k++) {
            Arrays.fill(fixed, 0);
            fixed[k] = 1;
            covariance.form(levels, effects, fixed, column);
            System.arraycopy(column, 0, phi, k * p, p);
        }
        return phi;
    }

    /** The conditioned columns of X in the row that was last asked for; not to be written. */
    public double[] fixedRow() {
        return fixed;
    }

    private void loadFixed(int row) {
        Conditioning conditioning = model.conditioning();
        for (int k = 0; k < fixed.length; k++) {
            int column = model.kept()[k];
            double x = design.fixed().column(column).value(row);
            fixed[k] = (x - conditioning.fixedShift(column)) / conditioning.fixedScale(column);
        }
    }

    private void loadEffects(int t, int row, EffectMask mask) {
        for (int k = 0; k < rows[t].length; k++) {
            rows[t][k] = !mask.has(t, k)
                    ? 0
                    : design.random().get(t).effects().column(k).value(row);
        }
    }

    /** Σ_t z'Σz over terms, of unknown levels only or of all. */
    public double between(int row, boolean[] terms, boolean unknownOnly) {
        return between(row, EffectMask.ofTerms(model, terms), unknownOnly);
    }

    /** Σ z'Σz over some effects, of unknown levels only or of all. */
    double between(int row, EffectMask effects, boolean unknownOnly) {
        double sum = 0;
        for (int t = 0; t < places.size(); t++) {
            if (effects.any(t) && !(unknownOnly && design.random().get(t).codes()[row] >= 0)) {
                loadEffects(t, row, effects);
                int w = rows[t].length;
                double[] sigma = model.terms().get(t).relative();
                for (int b = 0; b < w; b++) {
                    for (int a = 0; a < w; a++) {
                        sum += rows[t][a] * sigma[b * w + a] * rows[t][b];
                    }
                }
            }
        }
        return sum;
    }
}
