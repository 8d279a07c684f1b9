package dev.echelon.internal.crossproducts;

/**
 * Which of several threads adds up a level: 64 neighbouring levels go together, so that threads do not write to the same
 * cache lines, and 64 such blocks make a cycle.
 */
final class Shares {
    static final int BLOCKS = 64;

    private final int count;
    private final byte[] owner = new byte[BLOCKS];

    Shares(int count) {
        this.count = Math.min(count, BLOCKS);
        for (int block = 0; block < BLOCKS; block++) {
            owner[block] = (byte) (block % this.count);
        }
    }

    int count() {
        return count;
    }

    /** The block of a level. */
    static int block(int level) {
        return (level >>> 6) & (BLOCKS - 1);
    }

    boolean has(int share, int level) {
        return count == 1 || owner[block(level)] == share;
    }
}
