package dev.echelon.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The distinct texts of a column in order of first appearance, with how often and where first each occurs; an
 * open-addressing hash table that is asked with slices of a buffer, so that a known text costs no allocation.
 */
final class LevelIndex {
    private final List<String> texts = new ArrayList<>();
    private int[] hashes = new int[16];
    private long[] counts = new long[16];
    private long[] firstLines = new long[16];
    private int[] slots = new int[64]; // place + 1, 0 when free

    /** Counts one more occurrence of the text. */
    void add(char[] buffer, int offset, int length, long line) {
        int hash = hash(buffer, offset, length);
        int slot = slot(hash, buffer, offset, length);
        if (slots[slot] == 0) {
            insert(slot, hash, new String(buffer, offset, length), line);
        }
        counts[slots[slot] - 1]++;
        if (2 * texts.size() > slots.length) {
            grow();
        }
    }

    /** The place of the text, -1 if it is not known. */
    int find(char[] buffer, int offset, int length) {
        return slots[slot(hash(buffer, offset, length), buffer, offset, length)] - 1;
    }

    List<String> texts() {
        return texts;
    }

    long count(int place) {
        return counts[place];
    }

    long firstLine(int place) {
        return firstLines[place];
    }

    private void insert(int slot, int hash, String text, long line) {
        int place = texts.size();
        if (place == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * place);
            counts = Arrays.copyOf(counts, 2 * place);
            firstLines = Arrays.copyOf(firstLines, 2 * place);
        }
        texts.add(text);
        hashes[place] = hash;
        firstLines[place] = line;
        slots[slot] = place + 1;
    }

    private int slot(int hash, char[] buffer, int offset, int length) {
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (slots[slot] != 0 && !matches(slots[slot] - 1, hash, buffer, offset, length)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private boolean matches(int place, int hash, char[] buffer, int offset, int length) {
        return hashes[place] == hash && DecimalText.equal(buffer, offset, offset + length, texts.get(place));
    }

    private void grow() {
        int[] larger = new int[4 * slots.length];
        int mask = larger.length - 1;
        for (int place = 0; place < texts.size(); place++) {
            int slot = hashes[place] & mask;
            while (larger[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            larger[slot] = place + 1;
        }
        slots = larger;
    }

    private static int hash(char[] buffer, int offset, int length) {
        int hash = length;
        for (int i = offset; i < offset + length; i++) {
            hash = 31 * hash + buffer[i];
        }
        hash *= 0x9E3779B9; // spreads the differences of similar texts over all bits
        return hash ^ (hash >>> 16);
    }
}
