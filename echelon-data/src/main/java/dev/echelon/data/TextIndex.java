package dev.echelon.data;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The distinct texts of a column in UTF-8, numbered as they come; a known text costs no allocation. */
final class TextIndex {
    private final List<byte[]> texts = new ArrayList<>();
    private int[] hashes = new int[16];
    private int[] slots = new int[64]; // place + 1, 0 when free

    /** The place of the text in the first {@code length} bytes, -1 if it is new. */
    int find(byte[] text, int length) {
        return slots[slot(hash(text, length), text, length)] - 1;
    }

    /** The place of the text, which is added if it is new. */
    int add(byte[] text, int length) {
        int hash = hash(text, length);
        int slot = slot(hash, text, length);
        if (slots[slot] == 0) {
            int place = texts.size();
            if (place == hashes.length) {
                hashes = Arrays.copyOf(hashes, 2 * place);
            }
            texts.add(Arrays.copyOf(text, length));
            hashes[place] = hash;
            slots[slot] = place + 1;
            if (2 * texts.size() > slots.length) {
                grow();
            }
            return place;
        }
        return slots[slot] - 1;
    }

    /** The texts by place. */
    List<String> texts() {
        return texts.stream()
                .map(text -> new String(text, StandardCharsets.UTF_8))
                .toList();
    }

    private int slot(int hash, byte[] text, int length) {
        int mask = slots.length - 1;
        int slot = hash & mask;
        while (slots[slot] != 0 && !matches(slots[slot] - 1, hash, text, length)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private boolean matches(int place, int hash, byte[] text, int length) {
        byte[] known = texts.get(place);
        return hashes[place] == hash && Arrays.equals(known, 0, known.length, text, 0, length);
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

    private static int hash(byte[] text, int length) {
        int hash = length;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + text[i];
        }
        hash *= 0x9E3779B9; // spreads the differences of similar texts over all bits
        return hash ^ (hash >>> 16);
    }
}
