package dev.echelon.bench.simulate;

/**
 * A permutation of 0 … length−1 that is computed, not stored: a Feistel network of four rounds on the next even number
 * of bits, walked until it lands in range (Black and Rogaway 2002, "Ciphers with arbitrary finite domains"). It stands
 * in for a random order where a stored one would need memory for every row.
 */
final class Scramble {
    private static final int ROUNDS = 4;

    private final long length;
    private final int half;
    private final long mask;
    private final long seed;

    Scramble(long length, long seed) {
        this.length = length;
        int bits = Math.max(2, 64 - Long.numberOfLeadingZeros(Math.max(1, length - 1)));
        this.half = (bits + 1) / 2;
        this.mask = (1L << half) - 1;
        this.seed = seed;
    }

    /** Where {@code index} goes. */
    long at(long index) {
        long value = index;
        do {
            value = encrypt(value);
        } while (value >= length);
        return value;
    }

    private long encrypt(long value) {
        long left = value >>> half;
        long right = value & mask;
        for (int round = 0; round < ROUNDS; round++) {
            long next = left ^ (mix(right + seed * ROUNDS + round) & mask);
            left = right;
            right = next;
        }
        return left << half | right;
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood 2014). */
    private static long mix(long value) {
        long z = (value + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
