package dev.echelon.internal.design;

import dev.echelon.error.EchelonException;
import dev.echelon.formula.Expression;
import dev.echelon.result.RowReport;
import dev.echelon.table.Column;
import dev.echelon.table.NumericColumn;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which rows of a table a model uses, and why not the others; each row is counted under its first reason. */
final class RowFilter {
    private static final int[] NONE = {};

    private final int rowCount;
    private final List<String> reasons = new ArrayList<>();
    private final List<Integer> counts = new ArrayList<>();
    /** 1 + index of the first reason of each row, 0 if used; empty while every row is used. */
    private int[] why = NONE;

    private int dropped;

    RowFilter(int rowCount) {
        this.rowCount = rowCount;
    }

    /** Drops the rows where the column is missing. */
    void dropMissing(String name, Column column) {
        if (!column.hasMissing()) {
            return;
        }
        int reason = reason("missing in '" + name + "'");
        for (int i = 0; i < rowCount; i++) {
            if (column.isMissing(i)) {
                drop(i, reason);
            }
        }
    }

    /** Drops the rows that a call such as cut(…) gives no level. */
    void dropUncoded(Evaluator evaluator, List<Expression> columns) {
        for (Expression expression : columns) {
            if (expression instanceof Expression.Call
                    && evaluator.evaluate(expression) instanceof Value.Categories categories) {
                dropUncoded(expression.label(), categories.codes());
            }
        }
    }

    private void dropUncoded(String label, int[] codes) {
        int reason = -1;
        for (int i = 0; i < rowCount; i++) {
            if (codes[i] < 0) {
                reason = reason < 0 ? reason("no level of '" + label + "'") : reason;
                drop(i, reason);
            }
        }
    }

    /**
     * Drops the rows of weight zero.
     *
     * @throws EchelonException if a weight of a row not yet dropped is negative or infinite; the message names it
     */
    void dropZeroWeights(String name, Column column, long firstRow) {
        if (!(column instanceof NumericColumn weights)) {
            throw new EchelonException("the weights column '" + name + "' is a factor; weights must be numbers");
        }
        int reason = -1;
        for (int i = 0; i < rowCount; i++) {
            double weight = weights.value(i);
            if (weight == 0) {
                reason = reason < 0 ? reason("zero weight") : reason;
                drop(i, reason);
            } else if ((weight < 0 || Double.isInfinite(weight)) && isUsed(i)) {
                throw new EchelonException("the weight in row " + (firstRow + i + 1) + " of '" + name + "' is "
                        + (weight < 0 ? Levels.label(weight) : "infinite")
                        + "; weights must be positive numbers, or zero to leave a row out");
            }
        }
    }

    private int reason(String text) {
        reasons.add(text);
        counts.add(0);
        return reasons.size() - 1;
    }

    private void drop(int row, int reason) {
        if (why.length == 0) {
            why = new int[rowCount];
        }
        if (why[row] == 0) {
            why[row] = reason + 1;
            counts.set(reason, counts.get(reason) + 1);
            dropped++;
        }
    }

    boolean isUsed(int row) {
        return why.length == 0 || why[row] == 0;
    }

    /** How many rows have been dropped so far. */
    int dropped() {
        return dropped;
    }

    /** One flag per row; empty if every row is used. */
    boolean[] mask() {
        boolean[] mask = new boolean[dropped == 0 ? 0 : rowCount];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = isUsed(i);
        }
        return mask;
    }

    /** The used rows, ascending. */
    int[] used() {
        int[] used = new int[rowCount - dropped];
        int next = 0;
        for (int i = 0; i < rowCount; i++) {
            if (isUsed(i)) {
                used[next++] = i;
            }
        }
        return used;
    }

    RowReport report() {
        Map<String, Long> map = new LinkedHashMap<>();
        for (int k = 0; k < reasons.size(); k++) {
            if (counts.get(k) > 0) {
                map.put(reasons.get(k), (long) counts.get(k));
            }
        }
        return new RowReport(rowCount, rowCount - dropped, map);
    }
}
