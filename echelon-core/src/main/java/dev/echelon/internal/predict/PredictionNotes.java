package dev.echelon.internal.predict;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.design.Learned;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the reader of predictions must know, of all rows that have been added. */
final class PredictionNotes {
    private final Map<String, Learned.Range> ranges;
    private final Map<String, Long> missing = new TreeMap<>();
    private final Map<String, Outside> outside = new LinkedHashMap<>();

    /** Rows outside of a range: how many, and the first of them. */
    private record Outside(long count, long row, double value) {}

    /** @param ranges of the numbers that were fitted */
    PredictionNotes(Map<String, Learned.Range> ranges) {
        this.ranges = ranges;
    }

    /**
     * Counts rows without a prediction, and rows outside of the range of the data that were fitted.
     *
     * @param first number of rows before these
     * @param used rows that are predicted
     * @param reasons per row why it is not; empty if it is
     */
    void add(Table rows, long first, int[] used, List<String> reasons) {
        reasons.stream().filter(reason -> !reason.isEmpty()).forEach(reason -> missing.merge(reason, 1L, Long::sum));
        ranges.forEach((name, range) -> {
            if (rows.find(name).orElse(null) instanceof NumericColumn column) {
                addOutside(name, range, column, first, used);
            }
        });
    }

    private void addOutside(String name, Learned.Range range, NumericColumn column, long first, int[] used) {
        int count = 0;
        int begin = -1;
        for (int row : used) {
            double x = column.value(row);
            if (x < range.lower() || x > range.upper()) {
                begin = count == 0 ? row : begin;
                count++;
            }
        }
        if (count > 0) {
            outside.merge(
                    name,
                    new Outside(count, first + begin, column.value(begin)),
                    (before, now) -> new Outside(before.count + now.count, before.row, before.value));
        }
    }

    /** One sentence each. */
    List<String> list() {
        List<String> notes = new ArrayList<>();
        if (!missing.isEmpty()) {
            long all = missing.values().stream().mapToLong(Long::longValue).sum();
            notes.add(count(all, "has", "have") + " no prediction: " + listed());
        }
        ranges.forEach((name, range) -> {
            if (outside.containsKey(name)) {
                notes.add(sentence(name, range, outside.get(name)));
            }
        });
        return notes;
    }

    /**
     * @param reasons those of the rows that were added last
     * @throws EchelonException if a row has no prediction
     */
    void requireComplete(long first, List<String> reasons) {
        for (int row = 0; row < reasons.size(); row++) {
            if (!reasons.get(row).isEmpty()) {
                throw new EchelonException("row " + (first + row + 1) + " cannot be predicted: " + reasons.get(row)
                        + " (in all " + listed() + "); complete such rows, or keep or drop them");
            }
        }
    }

    private String listed() {
        return String.join(
                ", ",
                missing.entrySet().stream()
                        .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                        .toList());
    }

    private static String count(long rows, String one, String several) {
        return rows == 1 ? "1 row " + one : rows + " rows " + several;
    }

    private static String sentence(String name, Learned.Range range, Outside rows) {
        return count(rows.count, "extrapolates", "extrapolate") + ": '" + name + "' was between "
                + number(range.lower()) + " and " + number(range.upper()) + " when the model was fitted, and is "
                + number(rows.value) + " in row " + (rows.row + 1);
    }

    private static String number(double x) {
        return x == Math.rint(x) && Math.abs(x) < 1e15 ? Long.toString((long) x) : Double.toString(x);
    }
}
