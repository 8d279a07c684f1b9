package dev.echelon.internal.predict;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.design.Learned;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the reader of predictions must know. */
final class PredictionNotes {
    private PredictionNotes() {}

    /**
     * Counts rows without a prediction, and rows outside of the range of the data that were fitted.
     *
     * @param used rows that are predicted
     * @param reasons per row why it is not; empty if it is
     */
    static List<String> of(Map<String, Learned.Range> ranges, Table rows, int[] used, List<String> reasons) {
        List<String> notes = new ArrayList<>();
        Map<String, Integer> counts = counts(reasons);
        if (!counts.isEmpty()) {
            notes.add(count(counts.values().stream().mapToInt(Integer::intValue).sum(), "has", "have")
                    + " no prediction: " + listed(counts));
        }
        ranges.forEach((name, range) -> {
            if (rows.find(name).orElse(null) instanceof NumericColumn column) {
                String note = outside(name, range, column, used);
                if (!note.isEmpty()) {
                    notes.add(note);
                }
            }
        });
        return notes;
    }

    /** @throws EchelonException if a row has no prediction */
    static void requireComplete(List<String> reasons) {
        Map<String, Integer> counts = counts(reasons);
        for (int row = 0; row < reasons.size(); row++) {
            if (!reasons.get(row).isEmpty()) {
                throw new EchelonException("row " + (row + 1) + " cannot be predicted: " + reasons.get(row)
                        + " (in all " + listed(counts) + "); complete such rows, or keep or drop them");
            }
        }
    }

    private static Map<String, Integer> counts(List<String> reasons) {
        Map<String, Integer> counts = new TreeMap<>();
        reasons.stream().filter(reason -> !reason.isEmpty()).forEach(reason -> counts.merge(reason, 1, Integer::sum));
        return counts;
    }

    private static String listed(Map<String, Integer> counts) {
        return String.join(
                ", ",
                counts.entrySet().stream()
                        .map(entry -> entry.getKey() + " (" + entry.getValue() + ")")
                        .toList());
    }

    private static String count(int rows, String one, String several) {
        return rows == 1 ? "1 row " + one : rows + " rows " + several;
    }

    private static String outside(String name, Learned.Range range, NumericColumn column, int[] used) {
        int count = 0;
        int first = -1;
        for (int row : used) {
            double x = column.value(row);
            if (x < range.lower() || x > range.upper()) {
                first = count == 0 ? row : first;
                count++;
            }
        }
        return count == 0
                ? ""
                : count(count, "extrapolates", "extrapolate") + ": '" + name + "' was between " + number(range.lower())
                        + " and " + number(range.upper()) + " when the model was fitted, and is "
                        + number(column.value(first)) + " in row " + (first + 1);
    }

    private static String number(double x) {
        return x == Math.rint(x) && Math.abs(x) < 1e15 ? Long.toString((long) x) : Double.toString(x);
    }
}
