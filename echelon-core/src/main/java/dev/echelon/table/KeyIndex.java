package dev.echelon.table;

import java.util.Arrays;

/**
 * The distinct values of a list of integer keys in increasing order, and for each key its place among them.
 *
 * <p>Keys in a small range are counted in a table addressed by key; others go through an open-addressing hash table.
 * Both give the same answer. Cost: O(n + range) or O(n + d log d) for d distinct keys.
 */
final class KeyIndex {
    /** The key of a missing value: it has no place (code -1). */
    static final long MISSING = Long.MIN_VALUE;

    // A table of this many ints stays in the first-level caches, so it is worth it for any number of rows.
    private static final long SMALL_RANGE = 1 << 14;
    private static final long RANGE_PER_ROW = 4;

    private final long[] distinct;
    private final int[] codes;

    private KeyIndex(long[] distinct, int[] codes) {
        this.distinct = distinct;
        this.codes = codes;
    }

    static KeyIndex of(long[] keys) {
        long min = Long.MAX_VALUE;
        long max = Long.MIN_VALUE;
        for (long key : keys) {
            if (key != MISSING) {
                min = Math.min(min, key);
                max = Math.max(max, key);
            }
        }
        if (min > max) {
            int[] codes = new int[keys.length];
            Arrays.fill(codes, -1);
            return new KeyIndex(new long[0], codes);
        }
        long range = max - min;
        boolean direct = range >= 0 && range < Math.max(SMALL_RANGE, RANGE_PER_ROW * keys.length);
        return direct ? direct(keys, min, (int) range + 1) : hashed(keys);
    }

    /** The distinct keys, increasing. */
    long[] distinct() {
        return distinct;
    }

    /** For each key its index in {@link #distinct()}, -1 for {@link #MISSING}; not a copy. */
    int[] codes() {
        return codes;
    }

    private static KeyIndex direct(long[] keys, long min, int range) {
        int[] place = new int[range];
        for (long key : keys) {
            if (key != MISSING) {
                place[(int) (key - min)] = 1;
            }
        }
        int count = 0;
        for (int i = 0; i < range; i++) {
            if (place[i] != 0) {
                place[i] = count++;
            } else {
                place[i] = -1;
            }
        }
        long[] distinct = new long[count];
        for (int i = 0; i < range; i++) {
            if (place[i] >= 0) {
                distinct[place[i]] = min + i;
            }
        }
        int[] codes = new int[keys.length];
        for (int row = 0; row < keys.length; row++) {
            codes[row] = keys[row] == MISSING ? -1 : place[(int) (keys[row] - min)];
        }
        return new KeyIndex(distinct, codes);
    }

    private static KeyIndex hashed(long[] keys) {
        int[] codes = new int[keys.length];
        long[] seen = firstSeen(keys, codes);
        long[] sorted = seen.clone();
        Arrays.sort(sorted);
        int[] rank = new int[seen.length];
        for (int i = 0; i < seen.length; i++) {
            rank[i] = Arrays.binarySearch(sorted, seen[i]);
        }
        for (int row = 0; row < codes.length; row++) {
            codes[row] = codes[row] < 0 ? -1 : rank[codes[row]];
        }
        return new KeyIndex(sorted, codes);
    }

    /** The distinct keys in order of first appearance; fills {@code codes} with places in that order. */
    private static long[] firstSeen(long[] keys, int[] codes) {
        long[] seen = new long[16];
        int[] slots = new int[64]; // place + 1, 0 when free
        int count = 0;
        for (int row = 0; row < keys.length; row++) {
            if (keys[row] == MISSING) {
                codes[row] = -1;
                continue;
            }
            int slot = find(slots, seen, keys[row]);
            if (slots[slot] == 0) {
                if (count == seen.length) {
                    seen = Arrays.copyOf(seen, 2 * count);
                }
                seen[count++] = keys[row];
                slots[slot] = count;
            }
            codes[row] = slots[slot] - 1;
            if (2 * count > slots.length) {
                slots = grown(seen, count, 4 * slots.length);
            }
        }
        return Arrays.copyOf(seen, count);
    }

    private static int[] grown(long[] seen, int count, int size) {
        int[] slots = new int[size];
        for (int i = 0; i < count; i++) {
            slots[find(slots, seen, seen[i])] = i + 1;
        }
        return slots;
    }

    private static int find(int[] slots, long[] seen, long key) {
        int mask = slots.length - 1;
        long mixed = (key ^ (key >>> 32)) * 0x9E3779B97F4A7C15L; // Fibonacci hashing
        int slot = (int) (mixed >>> 32) & mask;
        while (slots[slot] != 0 && seen[slots[slot] - 1] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
