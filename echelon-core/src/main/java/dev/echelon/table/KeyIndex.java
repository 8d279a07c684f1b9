package dev.echelon.table;

import java.util.Arrays;

/**
 * The distinct values of a list of integer keys in increasing order, and for each key its place among them.
 *
 * <p>Keys in a small range are marked in a bitmap, where the place of a key is the number of marks before it; others go
 * through an open-addressing hash table. Both give the same answer. Cost: O(n + range / 64) or O(n + d log d) for d
 * distinct keys.
 */
final class KeyIndex {
    /** The key of a missing value: it has no place (code -1). */
    static final long MISSING = Long.MIN_VALUE;

    /** The same among keys of 32 bits. */
    static final int MISSING_INT = Integer.MIN_VALUE;

    // A bitmap of this many keys stays in the first-level cache, so it is worth it for any number of rows.
    private static final long SMALL_RANGE = 1 << 16;
    private static final long RANGE_PER_ROW = 64;

    private final long[] distinct;
    private final int[] codes;

    private KeyIndex(long[] distinct, int[] codes) {
        this.distinct = distinct;
        this.codes = codes;
    }

    /** Takes over {@code keys}, which become the codes. */
    static KeyIndex of(int[] keys) {
        int beforeMin = Integer.MAX_VALUE;
        int max = MISSING_INT;
        for (int key : keys) {
            beforeMin = Math.min(beforeMin, key - 1); // so that a missing key wraps round to the largest integer
            max = Math.max(max, key);
        }
        if (max == MISSING_INT) {
            return allMissing(keys.length);
        }
        int min = beforeMin + 1;
        long range = (long) max - min + 1;
        return isSmall(range, keys.length) ? marked(keys, min, (int) range, min) : hashed(widened(keys));
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
            return allMissing(keys.length);
        }
        long range = max - min + 1;
        return isSmall(range, keys.length) ? marked(narrowed(keys, min), 0, (int) range, min) : hashed(keys);
    }

    /** The distinct keys, increasing. */
    long[] distinct() {
        return distinct;
    }

    /** For each key its index in {@link #distinct()}, -1 for {@link #MISSING}; not a copy. */
    int[] codes() {
        return codes;
    }

    private static KeyIndex allMissing(int size) {
        int[] codes = new int[size];
        Arrays.fill(codes, -1);
        return new KeyIndex(new long[0], codes);
    }

    /** A range that overflowed is not positive. */
    private static boolean isSmall(long range, int rows) {
        return range > 0 && range <= Math.min(Integer.MAX_VALUE, Math.max(SMALL_RANGE, RANGE_PER_ROW * rows));
    }

    private static long[] widened(int[] keys) {
        long[] wide = new long[keys.length];
        for (int row = 0; row < keys.length; row++) {
            wide[row] = keys[row] == MISSING_INT ? MISSING : keys[row];
        }
        return wide;
    }

    private static int[] narrowed(long[] keys, long min) {
        int[] narrow = new int[keys.length];
        for (int row = 0; row < keys.length; row++) {
            narrow[row] = keys[row] == MISSING ? MISSING_INT : (int) (keys[row] - min);
        }
        return narrow;
    }

    /** Keys from {@code min} to {@code min + range - 1}, the least of which stands for {@code first}. */
    private static KeyIndex marked(int[] keys, int min, int range, long first) {
        long[] marks = marks(keys, min, range);
        int[] before = new int[marks.length];
        int count = 0;
        for (int word = 0; word < marks.length; word++) {
            before[word] = count;
            count += Long.bitCount(marks[word]);
        }
        long[] distinct = new long[count];
        int next = 0;
        for (int word = 0; word < marks.length; word++) {
            for (long left = marks[word]; left != 0; left &= left - 1) {
                distinct[next++] = first + Long.SIZE * (long) word + Long.numberOfTrailingZeros(left);
            }
        }
        boolean dense = count == range;
        for (int row = 0; row < keys.length; row++) {
            int place = keys[row] - min;
            if (keys[row] == MISSING_INT) {
                keys[row] = -1;
            } else if (dense) {
                keys[row] = place;
            } else {
                int word = place >>> 6;
                keys[row] = before[word] + Long.bitCount(marks[word] & ((1L << place) - 1));
            }
        }
        return new KeyIndex(distinct, keys);
    }

    private static long[] marks(int[] keys, int min, int range) {
        long[] marks = new long[(int) ((range + (long) Long.SIZE - 1) / Long.SIZE)];
        for (int key : keys) {
            if (key != MISSING_INT) {
                int place = key - min;
                long mark = 1L << place;
                // Written only once, so that runs of equal keys need not wait for each other.
                if ((marks[place >>> 6] & mark) == 0) {
                    marks[place >>> 6] |= mark;
                }
            }
        }
        return marks;
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
