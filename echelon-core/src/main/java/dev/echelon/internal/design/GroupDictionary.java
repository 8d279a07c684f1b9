package dev.echelon.internal.design;

import dev.echelon.formula.Expression;
import dev.echelon.table.Factor;
import dev.echelon.table.SharedStorage;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The levels of all grouping factors of a model, from rows that come in batches. A combination {@code a:b} is looked up by
 * the codes of its parts, never by its name.
 */
final class GroupDictionary {
    private final Map<String, LevelDictionary> parts = new HashMap<>();
    private final Map<String, LongCodes> combinations = new LinkedHashMap<>();

    /** The codes of a batch; each factor is looked up once. */
    final class Batch {
        private final Evaluator evaluator;
        private final Map<String, int[]> known = new HashMap<>();

        Batch(Evaluator evaluator) {
            this.evaluator = evaluator;
        }

        /** The level of each row, in the order in which levels are first seen. */
        int[] codes(List<Expression> grouping) {
            String label = Expression.joinedLabels(grouping);
            int[] codes = known.get(label);
            if (codes == null) {
                Expression last = grouping.get(grouping.size() - 1);
                int[] own = part(last).codes(evaluator, last);
                codes = grouping.size() == 1
                        ? own
                        : pairs(label, codes(grouping.subList(0, grouping.size() - 1)), codes(List.of(last)));
                known.put(label, codes);
            }
            return codes;
        }

        private int[] pairs(String label, int[] before, int[] last) {
            LongCodes combined = combined(label);
            int[] codes = new int[before.length];
            long lastKey = -1;
            int lastCode = -1;
            for (int i = 0; i < codes.length; i++) {
                long key = (long) before[i] << 32 | last[i];
                if (key != lastKey) { // rows of one level often follow one another
                    lastCode = (before[i] | last[i]) < 0 ? -1 : combined.code(key);
                    lastKey = key;
                }
                codes[i] = lastCode;
            }
            return codes;
        }
    }

    private LevelDictionary part(Expression expression) {
        return parts.computeIfAbsent(expression.label(), label -> new LevelDictionary());
    }

    private LongCodes combined(String label) {
        return combinations.computeIfAbsent(label, key -> new LongCodes());
    }

    /** How many levels a grouping has so far. */
    int size(List<Expression> grouping) {
        return grouping.size() == 1
                ? part(grouping.get(0)).size()
                : combined(Expression.joinedLabels(grouping)).size();
    }

    /** The code here of each level of a grouping in another dictionary; new levels are added. */
    int[] merge(GroupDictionary other, List<Expression> grouping) {
        Expression last = grouping.get(grouping.size() - 1);
        int[] own = part(last).merge(other.part(last));
        if (grouping.size() == 1) {
            return own;
        }
        int[] before = merge(other, grouping.subList(0, grouping.size() - 1));
        String label = Expression.joinedLabels(grouping);
        LongCodes from = other.combined(label);
        int[] codes = new int[from.size()];
        for (int code = 0; code < codes.length; code++) {
            long key = from.key(code);
            codes[code] = combined(label).code((long) before[(int) (key >>> 32)] << 32 | own[(int) key]);
        }
        return codes;
    }

    /** The final order of a grouping's levels: by the levels of the first factor, within them by those of the next. */
    Ranking ranking(List<Expression> grouping) {
        Expression last = grouping.get(grouping.size() - 1);
        Ranking own = part(last).ranking();
        if (grouping.size() == 1) {
            return own;
        }
        Ranking before = ranking(grouping.subList(0, grouping.size() - 1));
        LongCodes combined = combined(Expression.joinedLabels(grouping));
        int[] first = new int[combined.size()];
        int[] second = new int[first.length];
        for (int code = 0; code < first.length; code++) {
            first[code] = before.ranks()[(int) (combined.key(code) >>> 32)];
            second[code] = own.ranks()[(int) combined.key(code)];
        }
        Factor factor = Factor.interaction(
                SharedStorage.factor(first, before.levels()), SharedStorage.factor(second, own.levels()), ":");
        return new Ranking(SharedStorage.codes(factor), factor.levels());
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(parts.size());
        for (Map.Entry<String, LevelDictionary> part : parts.entrySet()) {
            StateBytes.text(out, part.getKey());
            part.getValue().write(out);
        }
        out.writeInt(combinations.size());
        for (Map.Entry<String, LongCodes> combined : combinations.entrySet()) {
            StateBytes.text(out, combined.getKey());
            combined.getValue().write(out);
        }
    }

    void read(DataInputStream in) throws IOException {
        for (int left = in.readInt(); left > 0; left--) {
            LevelDictionary part = new LevelDictionary();
            parts.put(StateBytes.text(in), part);
            part.read(in);
        }
        for (int left = in.readInt(); left > 0; left--) {
            combined(StateBytes.text(in)).read(in);
        }
    }

    /** The dictionary of one factor; for levels of the fixed part. */
    LevelDictionary of(Expression expression) {
        return part(expression);
    }
}
