package dev.echelon.internal.simulation;

import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.ModelColumn;
import dev.echelon.internal.predict.FittedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.rng.sampling.distribution.SharedStateContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * Draws responses of rows from a fit: y = Xβ̂ + offset + Zb + ε with b ~ N(0, σ̂²Σ̂) per level and ε ~ N(0, σ̂²/weight).
 */
public final class ResponseSimulator {
    private final Design design;
    private final double[] mean;
    private final double[] deviations;
    private final List<EffectSampler> samplers = new ArrayList<>();

    /**
     * For the rows of a design.
     *
     * @param weights one per row; empty for ones
     * @param keepModes whether b is the fitted b̂ in every sample
     */
    public ResponseSimulator(FittedModel model, Design design, double[] offset, double[] weights, boolean keepModes) {
        this.design = design;
        int n = design.fixed().rows();
        this.mean = new double[n];
        this.deviations = new double[n];
        for (int k = 0; k < model.kept().length; k++) {
            ModelColumn column = design.fixed().column(model.kept()[k]);
            for (int i = 0; i < n; i++) {
                mean[i] += model.beta()[k] * column.value(i);
            }
        }
        for (int i = 0; i < n; i++) {
            mean[i] += offset.length == 0 ? 0 : offset[i];
            deviations[i] = model.sigma() / (weights.length == 0 ? 1 : Math.sqrt(weights[i]));
        }
        for (int t = 0; t < model.terms().size(); t++) {
            if (keepModes) {
                addEffects(t, model.terms().get(t).modes(), mean);
            } else {
                samplers.add(sampler(model.terms().get(t), model.sigma() * model.sigma()));
            }
        }
    }

    private static EffectSampler sampler(FittedModel.FittedTerm term, double variance) {
        double[] sigma = term.relative().clone();
        for (int i = 0; i < sigma.length; i++) {
            sigma[i] *= variance;
        }
        return new EffectSampler(term.width(), term.levels().size(), sigma);
    }

    private void addEffects(int t, double[] effects, double[] out) {
        Design.RandomBlock block = design.random().get(t);
        int w = block.effects().width();
        for (int k = 0; k < w; k++) {
            ModelColumn column = block.effects().column(k);
            for (int i = 0; i < out.length; i++) {
                out[i] += column.value(i) * effects[block.codes()[i] * w + k];
            }
        }
    }

    /** {@code replicates} responses; the k-th depends on the seed and k only. */
    public double[][] sample(int replicates, long seed) {
        return IntStream.range(0, replicates)
                .parallel()
                .mapToObj(k -> sample(seed, k))
                .toArray(double[][]::new);
    }

    /** As {@link #sample(int, long)}, but of each response only every so many rows are kept, from the first on. */
    public double[][] sample(int replicates, long seed, int every) {
        return IntStream.range(0, replicates)
                .parallel()
                .mapToObj(k -> thinned(sample(seed, k), every))
                .toArray(double[][]::new);
    }

    /** Every so many values, from the first on. */
    public static double[] thinned(double[] values, int every) {
        if (every == 1) {
            return values;
        }
        double[] some = new double[(values.length + every - 1) / every];
        for (int i = 0; i < some.length; i++) {
            some[i] = values[i * every];
        }
        return some;
    }

    private double[] sample(long seed, int replicate) {
        SharedStateContinuousSampler normal = ZigguratSampler.NormalizedGaussian.of(Streams.of(seed, replicate));
        double[] response = mean.clone();
        for (int t = 0; t < samplers.size(); t++) {
            addEffects(t, samplers.get(t).sample(normal), response);
        }
        for (int i = 0; i < response.length; i++) {
            response[i] += deviations[i] * normal.sample();
        }
        return response;
    }
}
