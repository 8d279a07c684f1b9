package dev.echelon.internal.randomtests;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.likelihood.ProfiledLikelihood;
import dev.echelon.internal.predict.FittedModel;
import dev.echelon.internal.simulation.CrossProductSampler;
import dev.echelon.internal.simulation.Streams;
import java.util.stream.IntStream;

/**
 * The law of a likelihood ratio by the parametric bootstrap: both models fitted to responses drawn from the smaller fit,
 * as cross-products. Source: Davison and Hinkley (1997), Bootstrap Methods and their Application, section 4.2.3.
 *
 * @param ratios the statistics of the draws that both models were fitted to
 * @param failures draws where one was not
 */
public record RatioBootstrap(double[] ratios, int failures) {

    /** Draws and fits; the k-th draw depends on the seed and k only. */
    public static RatioBootstrap of(FittedModel model, SmallerFit smaller, boolean reml, int draws, long seed) {
        CrossProductSampler sampler = new CrossProductSampler(smaller.asLarger(model));
        double[] start = SmallerFit.interior(model.theta());
        double[] all = IntStream.range(0, draws)
                .parallel()
                .mapToDouble(k -> ratio(model, smaller, reml, start, sampler.sample(Streams.of(seed, k))))
                .toArray();
        double[] ratios = java.util.Arrays.stream(all)
                .filter(ratio -> !Double.isNaN(ratio))
                .toArray();
        return new RatioBootstrap(ratios, draws - ratios.length);
    }

    private static double ratio(
            FittedModel model, SmallerFit smaller, boolean reml, double[] start, CrossProducts drawn) {
        try {
            ProfiledLikelihood likelihood = new ProfiledLikelihood(drawn, model.factors(), reml);
            double larger = SmallerFit.optimise(likelihood, start).optimum().value();
            return Math.max(0, smaller.minimum(drawn) - larger);
        } catch (EchelonException failure) {
            return Double.NaN;
        }
    }

    /** (1 + the number of ratios at least as large) / (1 + the number of ratios). */
    public double pValue(double observed) {
        return NullLaw.pValue(ratios, observed);
    }
}
