package dev.echelon.internal.crossproducts;

import dev.echelon.internal.design.StateBytes;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/** Sums by pair of levels in an open-addressing hash table; memory grows with the number of pairs that occur. */
final class PairTable {
    private static final long FREE = -1;

    private final int size;
    private long[] keys;
    private double[] values;
    private int count;

    /** @param size how many sums a pair has */
    PairTable(int size) {
        this.size = size;
        this.keys = new long[16];
        this.values = new double[16 * size];
        Arrays.fill(keys, FREE);
    }

    /** Where the sums of a pair begin in {@link #values}, made if need be. */
    int at(long key) {
        int slot = slot(keys, key);
        if (keys[slot] == FREE) {
            if (4L * (count + 1) > 3L * keys.length) {
                grow();
                slot = slot(keys, key);
            }
            keys[slot] = key;
            count++;
        }
        return slot * size;
    }

    double[] values() {
        return values;
    }

    /** The pair of each slot, -1 if it is free. */
    long[] keys() {
        return keys;
    }

    int count() {
        return count;
    }

    /** Writes the slots as they are: the order in which they are read later depends on it. */
    void write(DataOutputStream out) throws IOException {
        out.writeInt(keys.length);
        out.writeInt(count);
        for (int slot = 0; slot < keys.length; slot++) {
            if (keys[slot] != FREE) {
                out.writeInt(slot);
                out.writeLong(keys[slot]);
                StateBytes.numbers(out, values, slot * size, size);
            }
        }
    }

    void read(DataInputStream in) throws IOException {
        keys = new long[in.readInt()];
        values = new double[CrossProducts.size(keys.length, size)];
        Arrays.fill(keys, FREE);
        count = in.readInt();
        for (int left = count; left > 0; left--) {
            int slot = in.readInt();
            keys[slot] = in.readLong();
            StateBytes.numbers(in, values, slot * size, size);
        }
    }

    private void grow() {
        int capacity = CrossProducts.size(keys.length, 2);
        long[] moreKeys = new long[capacity];
        double[] moreValues = new double[CrossProducts.size(capacity, size)];
        Arrays.fill(moreKeys, FREE);
        for (int from = 0; from < keys.length; from++) {
            if (keys[from] != FREE) {
                int to = slot(moreKeys, keys[from]);
                moreKeys[to] = keys[from];
                System.arraycopy(values, from * size, moreValues, to * size, size);
            }
        }
        keys = moreKeys;
        values = moreValues;
    }

    private static int slot(long[] keys, long key) {
        int mask = keys.length - 1;
        long mixed = (key ^ (key >>> 32)) * 0x9E3779B97F4A7C15L; // Fibonacci hashing
        int slot = (int) (mixed >>> 32) & mask;
        while (keys[slot] != FREE && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
