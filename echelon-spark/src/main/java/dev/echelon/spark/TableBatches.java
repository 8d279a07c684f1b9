package dev.echelon.spark;

import dev.echelon.error.EchelonException;
import dev.echelon.table.Column;
import dev.echelon.table.Factor;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Rows as batches of columns. The levels of a factor are those of its batch. */
final class TableBatches<R> implements Iterator<Table> {
    /** Rows of a batch: enough to make what a batch costs small, few enough for the cache. */
    static final int ROWS = 16_384;

    /** From here on neither a double nor the name of a level tells all whole numbers apart. */
    private static final double LARGEST_WHOLE = 1e15;

    private final Iterator<R> rows;
    private final Cells<R> cells;
    private final DatasetColumn[] columns;
    private final int first;
    private final int most;

    /**
     * Reads rows.
     *
     * @param columns what was selected, in order
     * @param first the place of the first of them in a row
     * @param most rows of a batch
     */
    TableBatches(Iterator<R> rows, Cells<R> cells, List<DatasetColumn> columns, int first, int most) {
        this.rows = rows;
        this.cells = cells;
        this.columns = columns.toArray(new DatasetColumn[0]);
        this.first = first;
        this.most = most;
    }

    @Override
    public boolean hasNext() {
        return rows.hasNext();
    }

    @Override
    public Table next() {
        if (!rows.hasNext()) {
            throw new NoSuchElementException();
        }
        Batch batch = new Batch();
        while (batch.count < most && rows.hasNext()) {
            batch.add(rows.next());
        }
        return batch.table();
    }

    private final class Batch {
        private final double[][] numbers = new double[columns.length][];
        private final List<List<@Nullable String>> texts = new ArrayList<>();
        private int count;

        Batch() {
            for (int c = 0; c < columns.length; c++) {
                numbers[c] = new double[columns[c].isNumber() ? Math.min(most, ROWS) : 0];
                texts.add(new ArrayList<>());
            }
        }

        void add(R row) {
            for (int c = 0; c < columns.length; c++) {
                DatasetColumn column = columns[c];
                int at = first + c;
                boolean missing = cells.isMissing(row, at);
                if (column.isNumber()) {
                    if (count == numbers[c].length) {
                        numbers[c] = Arrays.copyOf(numbers[c], 2 * count);
                    }
                    numbers[c][count] = missing ? Double.NaN : number(column, cells.number(row, at));
                } else {
                    texts.get(c).add(missing ? null : text(column, row, at));
                }
            }
            count++;
        }

        Table table() {
            Map<String, Column> batch = new LinkedHashMap<>();
            for (int c = 0; c < columns.length; c++) {
                batch.put(
                        columns[c].name(),
                        columns[c].isNumber()
                                ? NumericColumn.of(Arrays.copyOf(numbers[c], count))
                                : Factor.of(texts.get(c)));
            }
            return Table.of(batch);
        }
    }

    private String text(DatasetColumn column, R row, int at) {
        if (column.kind() == DatasetColumn.Kind.INSTANT) {
            long microseconds = cells.microseconds(row, at);
            return Instant.ofEpochSecond(
                            Math.floorDiv(microseconds, 1_000_000L), 1000L * Math.floorMod(microseconds, 1_000_000L))
                    .toString();
        }
        return cells.text(row, at);
    }

    private static double number(DatasetColumn column, double value) {
        boolean wide = column.kind() == DatasetColumn.Kind.LONG_NUMBER && Math.abs(value) >= LARGEST_WHOLE;
        if (wide && value == Math.rint(value) && !Double.isInfinite(value)) {
            throw new EchelonException("column '" + column.name() + "' (" + column.type()
                    + ") has numbers of 16 digits or more, such as " + new BigDecimal(value).toPlainString()
                    + ", that cannot all be told apart; cast it to string if it names groups, else to double");
        }
        return value;
    }
}
