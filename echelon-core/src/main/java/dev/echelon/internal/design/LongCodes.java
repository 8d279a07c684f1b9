package dev.echelon.internal.design;

import dev.echelon.error.EchelonException;
import java.util.Arrays;

/** Codes 0, 1, … of integer keys in the order in which they are first seen: an open-addressing hash table. */
final class LongCodes {
    private long[] keys = new long[16];
    private int[] slots = new int[64]; // code + 1, 0 when free
    private int count;

    /** The code of a key, a new one if it is new. */
    int code(long key) {
        int slot = slot(slots, key);
        if (slots[slot] == 0) {
            add(key, slot);
            return count - 1;
        }
        return slots[slot] - 1;
    }

    int size() {
        return count;
    }

    long key(int code) {
        return keys[code];
    }

    private void add(long key, int slot) {
        if (count == keys.length) {
            if (count > (1 << 29)) {
                throw new EchelonException("a grouping factor has more than 536870912 levels, too many to be fitted");
            }
            keys = Arrays.copyOf(keys, 2 * count);
        }
        keys[count++] = key;
        slots[slot] = count;
        if (2L * count > slots.length && slots.length < (1 << 30)) {
            int[] larger = new int[Math.min(1 << 30, 4 * slots.length)];
            for (int code = 0; code < count; code++) {
                larger[slot(larger, keys[code])] = code + 1;
            }
            slots = larger;
        }
    }

    private int slot(int[] table, long key) {
        int mask = table.length - 1;
        long mixed = (key ^ (key >>> 32)) * 0x9E3779B97F4A7C15L; // Fibonacci hashing
        int slot = (int) (mixed >>> 32) & mask;
        while (table[slot] != 0 && keys[table[slot] - 1] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
