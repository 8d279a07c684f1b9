package dev.echelon.internal.simulation;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.predict.FittedModel;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;
import org.apache.commons.rng.sampling.distribution.SharedStateContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * Draws the cross-products that responses simulated from a fit would have, without rows. With G = [Z X]'W[Z X] = AA' of
 * rank r, coefficients a = (b, β̂), b ~ N(0, σ²Σ), and errors ε ~ N(0, σ²W⁻¹),
 *
 * <pre>
 *   [Z X]'Wy = Ga + σAg,   y'Wy = a'Ga + 2σa'Ag + σ²(g'g + χ²),   g ~ N(0, I_r), χ² with n − r degrees of freedom
 * </pre>
 *
 * have exactly the joint distribution that rows would give. All in the conditioned scale.
 *
 * <p><b>Cost</b> of a draw: the size of the cross-products, whatever the number of rows.
 */
public final class CrossProductSampler implements Sampler {
    private final CrossProducts data;
    private final GramRoot root;
    private final double sigma;
    private final double[] beta;
    private final List<FittedModel.Place> places;
    private final List<EffectSampler> samplers = new ArrayList<>();

    /** For responses of the rows that a model was fitted to, at its estimates. */
    public CrossProductSampler(FittedModel model) {
        this.data = model.data();
        this.root = new GramRoot(data);
        this.sigma = model.sigma() / model.conditioning().responseScale();
        this.beta = GramProduct.conditioned(model);
        this.places = model.places();
        for (int t = 0; t < places.size(); t++) {
            FittedModel.FittedTerm term = model.terms().get(t);
            double[] covariance = places.get(t).map().conditioned(term.relative());
            for (int i = 0; i < covariance.length; i++) {
                covariance[i] *= sigma * sigma;
            }
            samplers.add(new EffectSampler(term.width(), term.levels().size(), covariance));
        }
        if (data.rows() < root.rank()) {
            throw new EchelonException("the cross-products of the fit have rank " + root.rank() + " but only "
                    + data.rows() + " rows; the fit is not one of these data");
        }
    }

    /** The cross-products of one simulated response. */
    @Override
    public CrossProducts sample(UniformRandomProvider random) {
        SharedStateContinuousSampler normal = ZigguratSampler.NormalizedGaussian.of(random);
        double[][] effects = effects(normal);
        GramRoot.Draw error = root.sample(normal);
        double[][] products = new double[data.factors()][];
        double[] fixed = GramProduct.of(data, effects, beta, products);
        double square = 0;
        double crossed = 0;
        for (int f = 0; f < products.length; f++) {
            for (int i = 0; i < products[f].length; i++) {
                square += effects[f][i] * products[f][i];
                crossed += effects[f][i] * error.effects()[f][i];
                products[f][i] += sigma * error.effects()[f][i];
            }
        }
        for (int k = 0; k < beta.length; k++) {
            square += beta[k] * fixed[k];
            crossed += beta[k] * error.fixed()[k];
            fixed[k] += sigma * error.fixed()[k];
        }
        long free = data.rows() - root.rank();
        double chi = free == 0
                ? 0
                : AhrensDieterMarsagliaTsangGammaSampler.of(random, free / 2.0, 2)
                        .sample();
        double total = square + 2 * sigma * crossed + sigma * sigma * (error.square() + chi);
        return data.withResponse(products, fixed, total);
    }

    /** b of each factor, its terms side by side. */
    private double[][] effects(SharedStateContinuousSampler normal) {
        double[][] effects = new double[data.factors()][];
        for (int f = 0; f < effects.length; f++) {
            effects[f] = new double[data.block(f).levels() * data.block(f).effects()];
        }
        for (int t = 0; t < places.size(); t++) {
            FittedModel.Place place = places.get(t);
            int q = data.block(place.factor()).effects();
            int w = place.place().width();
            double[] own = samplers.get(t).sample(normal);
            for (int i = 0; i < own.length; i++) {
                effects[place.factor()][i / w * q + place.place().offset() + i % w] = own[i];
            }
        }
        return effects;
    }
}
