package dev.echelon.internal.intervals;

import dev.echelon.covariance.Covariances;
import dev.echelon.internal.likelihood.Boundary;
import dev.echelon.internal.likelihood.ProfiledLikelihood;
import dev.echelon.internal.optim.Optimum;
import dev.echelon.internal.optim.Options;
import dev.echelon.internal.optim.TrustRegion;
import dev.echelon.internal.predict.FittedModel;
import java.util.ArrayList;
import java.util.List;

/**
 * The model refitted from its cross-products by one criterion, in the conditioned scale.
 *
 * @param theta θ̂
 * @param deviance the criterion there
 * @param sigma σ̂
 * @param covariances Σ̂/σ̂² of each term on the scale of the data
 */
record Optimised(
        FittedModel model, boolean reml, double[] theta, double deviance, double sigma, List<double[]> covariances) {

    static Optimised of(FittedModel model, boolean reml) {
        ProfiledLikelihood likelihood = model.likelihood(reml);
        Optimum optimum = minimise(likelihood, model.theta());
        double[] theta = optimum.point();
        double deviance = likelihood.value(theta);
        double sigma = Math.sqrt(likelihood.residualVariance());
        List<FittedModel.Place> places = model.places();
        List<double[]> covariances = new ArrayList<>();
        for (int t = 0; t < places.size(); t++) {
            covariances.add(places.get(t).map().original(conditioned(model, places.get(t), theta)));
        }
        return new Optimised(model, reml, theta, deviance, sigma, covariances);
    }

    static Optimum minimise(ProfiledLikelihood likelihood, double[] start) {
        return Boundary.finish(likelihood, TrustRegion.minimise(likelihood, start, Options.DEFAULTS))
                .optimum();
    }

    /** Σ* of a term at θ. */
    static double[] conditioned(FittedModel model, FittedModel.Place place, double[] theta) {
        FittedModel.FittedTerm term = model.terms().get(place.place().index());
        double[] sigma = new double[term.width() * term.width()];
        term.covariance().covariance(term.width(), theta, place.theta(), sigma);
        return sigma;
    }

    /** θ̂ with every term moved a little off the boundary, from where no gradient leads away. */
    double[] interior() {
        double[] start = theta.clone();
        for (FittedModel.Place place : model.places()) {
            FittedModel.FittedTerm term = model.terms().get(place.place().index());
            double[] sigma = conditioned(model, place, theta);
            for (int i = 0; i < term.width(); i++) {
                sigma[i * term.width() + i] = 1.001 * sigma[i * term.width() + i] + 1e-4;
            }
            term.covariance().parameters(term.width(), sigma, start, place.theta());
        }
        return start;
    }

    /** σ̂√Σ̂_ii on the scale of the data. */
    double deviation(int term, int effect) {
        int w = model.terms().get(term).width();
        return model.conditioning().responseScale()
                * sigma
                * Math.sqrt(covariances.get(term)[effect * w + effect]);
    }

    /** σ̂ on the scale of the data. */
    double residualDeviation() {
        return model.conditioning().responseScale() * sigma;
    }

    /** The correlation of two effects; NaN if one of them does not vary. */
    double correlation(int term, int i, int j) {
        int w = model.terms().get(term).width();
        double[] c = covariances.get(term);
        double r = c[j * w + i] / Math.sqrt(c[i * w + i] * c[j * w + j]);
        return Double.isNaN(r) ? r : Math.max(-1, Math.min(1, r));
    }

    /** Whether Σ̂ of the term is singular or nearly so. */
    boolean nearlySingular() {
        for (FittedModel.Place place : model.places()) {
            double[] sigma = conditioned(model, place, theta);
            int w = model.terms().get(place.place().index()).width();
            double[] triangle = new double[w * (w + 1) / 2];
            Covariances.named("us").parameters(w, sigma, triangle, 0);
            for (int i = 0, at = 0; i < w; at += w - i, i++) {
                if (Math.abs(triangle[at]) < 1e-3) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Where constrained searches start. */
    double[] start() {
        return nearlySingular() ? interior() : theta.clone();
    }
}
