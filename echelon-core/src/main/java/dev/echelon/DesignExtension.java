package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.table.Column;
import dev.echelon.table.Factor;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Designs that are larger or smaller than the data, made by repeating or leaving out rows. */
final class DesignExtension {
    /** A study fits such designs many times. */
    private static final int MOST_ROWS = 20_000_000;

    private final Table table;
    private final String column;
    private final Map<Comparable<?>, List<Integer>> rows = new TreeMap<>();
    private final List<Integer> source = new ArrayList<>();
    private final List<Integer> level = new ArrayList<>();
    private final List<Integer> copy = new ArrayList<>();

    private DesignExtension(Table table, String column) {
        this.table = table;
        this.column = column;
        Column values = table.column(column);
        for (int i = 0; i < table.rowCount(); i++) {
            if (!values.isMissing(i)) {
                rows.computeIfAbsent(key(values, i), k -> new ArrayList<>()).add(i);
            }
        }
        if (rows.isEmpty()) {
            throw new EchelonException("the column '" + column + "' has no values to extend");
        }
    }

    private static Comparable<?> key(Column values, int row) {
        return values instanceof Factor factor
                ? (Comparable<?>) factor.code(row)
                : (Comparable<?>) ((NumericColumn) values).value(row);
    }

    /**
     * The rows with {@code size} levels of a column: the first ones if it has more, otherwise with new levels that
     * repeat the rows of the existing ones in turn. New levels of numbers go on in steps of their mean distance.
     *
     * @param nested columns whose values are made new along with the levels they lie in
     */
    static Table along(Table table, String column, int size, Collection<String> nested) {
        return new DesignExtension(table, column).along(size, nested);
    }

    private Table along(int size, Collection<String> nested) {
        List<List<Integer>> of = new ArrayList<>(rows.values());
        requireFew((double) size * table.rowCount() / of.size());
        for (int k = 0; k < size; k++) {
            for (int row : of.get(k % of.size())) {
                source.add(row);
                level.add(k);
                copy.add(k / of.size());
            }
        }
        Table longer = table.rows(source.stream().mapToInt(Integer::intValue).toArray());
        Table result = longer.with(column, renamed(column, of.size()));
        for (String name : nested) {
            if (!name.equals(column) && liesWithin(name)) {
                result = result.with(name, copied(name));
            }
        }
        return result;
    }

    private static void requireFew(double rows) {
        if (rows > MOST_ROWS) {
            throw new EchelonException(String.format(
                    Locale.ROOT,
                    "the design would have about %.3g rows, more than %,d; give smaller numbers",
                    rows,
                    MOST_ROWS));
        }
    }

    private Column renamed(String name, int known) {
        if (table.column(name) instanceof NumericColumn numbers) {
            double first = numbers.value(rows.values().iterator().next().get(0));
            double last = first;
            for (List<Integer> of : rows.values()) {
                last = numbers.value(of.get(0));
            }
            double step = known > 1 ? (last - first) / (known - 1) : 1;
            double[] values = new double[source.size()];
            for (int i = 0; i < values.length; i++) {
                int k = level.get(i);
                values[i] = k < known ? numbers.value(source.get(i)) : last + (k - known + 1) * step;
            }
            return NumericColumn.of(values);
        }
        return copied(name);
    }

    /** The column with the number of the copy behind every level of a copy. */
    private Column copied(String name) {
        Column column = table.column(name);
        if (column instanceof NumericColumn numbers) {
            double[] range = Arrays.stream(numbers.toArray())
                    .filter(x -> !Double.isNaN(x))
                    .sorted()
                    .toArray();
            double shift = range.length == 0 ? 0 : Math.floor(range[range.length - 1] - range[0]) + 1;
            double[] values = new double[source.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = numbers.value(source.get(i)) + copy.get(i) * shift;
            }
            return NumericColumn.of(values);
        }
        Factor factor = (Factor) column;
        int m = factor.levels().size();
        int copies = copy.stream().mapToInt(Integer::intValue).max().orElse(0) + 1;
        List<String> levels = new ArrayList<>();
        for (int c = 0; c < copies; c++) {
            for (String of : factor.levels()) {
                levels.add(c == 0 ? of : of + "_" + (c + 1));
            }
        }
        int[] codes = new int[source.size()];
        for (int i = 0; i < codes.length; i++) {
            int code = factor.code(source.get(i));
            codes[i] = code < 0 ? code : copy.get(i) * m + code;
        }
        return Factor.of(codes, levels).withoutUnusedLevels();
    }

    /** Whether every value of a column occurs in one level only, and some level has several. */
    private boolean liesWithin(String name) {
        Column values = table.column(name);
        Map<Comparable<?>, Integer> home = new LinkedHashMap<>();
        int k = 0;
        for (List<Integer> of : rows.values()) {
            for (int row : of) {
                if (values.isMissing(row)) {
                    continue;
                }
                Integer other = home.putIfAbsent(key(values, row), k);
                if (other != null && other != k) {
                    return false;
                }
            }
            k++;
        }
        return home.size() >= rows.size();
    }

    /** The rows with {@code size} rows in every combination of levels of some columns, repeated in turn. */
    static Table within(Table table, List<String> columns, int size) {
        Map<List<Comparable<?>>, List<Integer>> cells = new LinkedHashMap<>();
        for (int i = 0; i < table.rowCount(); i++) {
            List<Comparable<?>> cell = new ArrayList<>();
            for (String name : columns) {
                Column column = table.column(name);
                if (!column.isMissing(i)) {
                    cell.add(key(column, i));
                }
            }
            if (cell.size() == columns.size()) {
                cells.computeIfAbsent(cell, c -> new ArrayList<>()).add(i);
            }
        }
        requireFew((double) size * cells.size());
        List<Integer> chosen = new ArrayList<>();
        for (List<Integer> of : cells.values()) {
            for (int i = 0; i < size; i++) {
                chosen.add(of.get(i % of.size()));
            }
        }
        return table.rows(chosen.stream().mapToInt(Integer::intValue).toArray());
    }
}
