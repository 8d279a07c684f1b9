package dev.echelon.internal.design;

import dev.echelon.table.Factor;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Codes of texts in the order in which they are first seen. Texts come as codes into lists of levels, which may differ
 * from batch to batch; a level is looked up once in each list.
 */
final class TextCodes {
    private static final int UNKNOWN = -2;

    private final List<String> texts = new ArrayList<>();
    private final Map<String, Integer> codeOf = new HashMap<>();
    private @Nullable List<String> first; // the list of levels of all batches so far
    private boolean mixed; // several lists came
    private @Nullable List<String> current;
    private int[] map = {};

    /** The code of each category, -1 for a missing one. */
    int[] codes(Value.Categories categories) {
        List<String> levels = categories.levels();
        if (current != levels) {
            change(levels);
        }
        int[] own = categories.codes();
        int[] codes = new int[own.length];
        for (int i = 0; i < codes.length; i++) {
            int level = own[i];
            int code = level < 0 ? -1 : map[level];
            codes[i] = code == UNKNOWN ? add(level) : code;
        }
        return codes;
    }

    private void change(List<String> levels) {
        if (first == null) {
            first = levels;
        }
        boolean same = levels.equals(current);
        mixed |= !same && !levels.equals(first);
        current = levels;
        if (!same) {
            map = new int[levels.size()];
            Arrays.fill(map, UNKNOWN);
        }
    }

    private int add(int level) {
        int code = code(current == null ? "" : current.get(level));
        map[level] = code;
        return code;
    }

    /** The code of a text, a new one if it is new. */
    int code(String text) {
        Integer known = codeOf.putIfAbsent(text, texts.size());
        if (known == null) {
            texts.add(text);
            return texts.size() - 1;
        }
        return known;
    }

    void write(DataOutputStream out) throws IOException {
        StateBytes.texts(out, texts);
        out.writeBoolean(mixed);
        StateBytes.texts(out, first == null ? List.of() : first);
    }

    void read(DataInputStream in) throws IOException {
        StateBytes.texts(in).forEach(this::code);
        mixed = in.readBoolean();
        List<String> list = StateBytes.texts(in);
        first = list.isEmpty() ? null : list;
    }

    int size() {
        return texts.size();
    }

    String text(int code) {
        return texts.get(code);
    }

    /** That texts from other lists of levels were added. */
    void mix(TextCodes other) {
        if (first == null) {
            first = other.first;
            mixed = other.mixed;
        } else {
            mixed |= other.mixed || !first.equals(other.first);
        }
    }

    /** The levels of all batches, if they had the same, those that did not occur included; else empty. */
    List<String> declared() {
        return mixed || first == null ? List.of() : first;
    }

    /** In the order of the list of levels; if there were several, as a factor of the texts would be sorted. */
    Ranking ranking() {
        if (mixed || first == null) {
            Factor factor = Factor.of(texts);
            int[] ranks = new int[texts.size()];
            Arrays.setAll(ranks, factor::code);
            return new Ranking(ranks, factor.levels());
        }
        int[] ranks = new int[texts.size()];
        List<String> levels = new ArrayList<>();
        for (String level : first) {
            Integer code = codeOf.get(level);
            if (code != null) {
                ranks[code] = levels.size();
                levels.add(level);
            }
        }
        return new Ranking(ranks, levels);
    }
}
