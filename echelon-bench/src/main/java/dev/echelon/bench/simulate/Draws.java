package dev.echelon.bench.simulate;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/** A stream of random numbers, one of several that a seed gives. */
final class Draws {
    private static final long STREAM_STEP = 0x9E3779B97F4A7C15L; // odd, so that no two streams share a seed

    private final UniformRandomProvider uniform;
    private final ContinuousSampler normal;

    Draws(long seed, int stream) {
        this.uniform = RandomSource.XO_RO_SHI_RO_128_PP.create(seed + stream * STREAM_STEP);
        this.normal = ZigguratSampler.NormalizedGaussian.of(uniform);
    }

    double normal() {
        return normal.sample();
    }

    int below(int bound) {
        return uniform.nextInt(bound);
    }

    /** Independent effects of {@code levels} levels with this standard deviation. */
    double[] effects(int levels, double deviation) {
        double[] effects = new double[levels];
        for (int i = 0; i < levels; i++) {
            effects[i] = deviation * normal.sample();
        }
        return effects;
    }

    /** The numbers 0 … length−1 in random order. */
    int[] permutation(int length) {
        int[] order = new int[length];
        for (int i = 0; i < length; i++) {
            int j = below(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
