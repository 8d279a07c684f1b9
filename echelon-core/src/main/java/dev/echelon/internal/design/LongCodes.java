package dev.echelon.internal.design;

import dev.echelon.error.EchelonException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * Codes 0, 1, … of integer keys in the order in which they are first seen: an open-addressing hash table with each key
 * beside its code, so that finding one reads memory once.
 */
final class LongCodes {
    private static final int MOST = 1 << 28;

    private long[] keys = new long[16];
    private long[] slots = new long[2 * 32]; // key, code + 1; 0 when free
    private int count;

    /** The code of a key, a new one if it is new. */
    int code(long key) {
        int slot = slot(slots, key);
        if (slots[slot + 1] == 0) {
            add(key, slot);
            return count - 1;
        }
        return (int) slots[slot + 1] - 1;
    }

    int size() {
        return count;
    }

    long key(int code) {
        return keys[code];
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(count);
        for (int code = 0; code < count; code++) {
            out.writeLong(keys[code]);
        }
    }

    void read(DataInputStream in) throws IOException {
        for (int left = in.readInt(); left > 0; left--) {
            code(in.readLong());
        }
    }

    private void add(long key, int slot) {
        if (count == MOST) {
            throw new EchelonException("a factor has more than " + MOST + " levels, too many to be fitted");
        }
        if (count == keys.length) {
            keys = Arrays.copyOf(keys, 2 * count);
        }
        keys[count++] = key;
        slots[slot] = key;
        slots[slot + 1] = count;
        if (4L * count > slots.length && slots.length < (1 << 30)) { // more than half full
            long[] larger = new long[2 * slots.length];
            for (int code = 0; code < count; code++) {
                int to = slot(larger, keys[code]);
                larger[to] = keys[code];
                larger[to + 1] = code + 1L;
            }
            slots = larger;
        }
    }

    private static int slot(long[] table, long key) {
        int mask = table.length / 2 - 1;
        long mixed = (key ^ (key >>> 32)) * 0x9E3779B97F4A7C15L; // Fibonacci hashing
        int slot = (int) (mixed >>> 32) & mask;
        while (table[2 * slot + 1] != 0 && table[2 * slot] != key) {
            slot = (slot + 1) & mask;
        }
        return 2 * slot;
    }
}
