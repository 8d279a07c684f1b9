package dev.echelon.internal.simulation;

import dev.echelon.covariance.Covariance;
import dev.echelon.covariance.Covariances;
import org.apache.commons.rng.sampling.distribution.SharedStateContinuousSampler;

/** Draws the effects of one term: w numbers per level with covariance Σ. */
final class EffectSampler {
    private final int width;
    private final int levels;
    private final double[] factor;

    EffectSampler(int width, int levels, double[] sigma) {
        this.width = width;
        this.levels = levels;
        this.factor = new double[width * width];
        Covariance unstructured = Covariances.named("us");
        double[] triangle = new double[width * (width + 1) / 2];
        unstructured.parameters(width, sigma, triangle, 0);
        unstructured.factor(width, triangle, 0, factor);
    }

    /** w effects per level, level after level. */
    double[] sample(SharedStateContinuousSampler normal) {
        double[] effects = new double[levels * width];
        for (int j = 0; j < levels; j++) {
            for (int k = 0; k < width; k++) {
                double z = normal.sample();
                for (int i = k; i < width; i++) {
                    effects[j * width + i] += factor[k * width + i] * z;
                }
            }
        }
        return effects;
    }
}
