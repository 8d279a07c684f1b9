package dev.echelon.internal.simulation;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/** One random stream per replicate, so that results do not depend on who computes which replicate. */
public final class Streams {
    private Streams() {}

    /** The stream of a replicate: xoshiro256++ seeded by SplitMix64 from seed and index. */
    public static UniformRandomProvider of(long seed, long index) {
        long state = mix(seed) ^ mix(index + 0x6a09e667f3bcc909L);
        long[] words = new long[4];
        for (int i = 0; i < words.length; i++) {
            state += 0x9e3779b97f4a7c15L;
            words[i] = mix(state);
        }
        return RandomSource.XO_SHI_RO_256_PP.create(words);
    }

    /** The finaliser of SplitMix64. Source: Steele, Lea and Flood (2014), OOPSLA. */
    private static long mix(long z) {
        long x = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        x = (x ^ (x >>> 27)) * 0x94d049bb133111ebL;
        return x ^ (x >>> 31);
    }
}
