package dev.echelon.table;

import dev.echelon.error.EchelonException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Turns fields into columns of known types and levels, and hands them on in batches. */
final class BatchFiller implements FieldSink {
    private static final double[] NO_VALUES = {};
    private static final int[] NO_CODES = {};

    private final CsvInput input;
    private final List<String> names;
    private final List<CsvLayout.Learned> columns;
    private final int[] places;
    private final DecimalText decimal;
    private final MissingCodes missingCodes;
    private final int batchSize;
    private final long firstRow;
    private final Consumer<Table> consumer;
    private final int[][] ranks;
    private final double[][] values;
    private final int[][] codes;
    private int row;
    private long rows;

    /** @param firstRow rows before it are counted and passed over */
    BatchFiller(
            CsvInput input,
            CsvReader options,
            CsvLayout layout,
            int batchSize,
            long firstRow,
            Consumer<Table> consumer) {
        this.input = input;
        this.names = layout.names();
        this.columns = layout.columns();
        this.places = layout.places();
        this.firstRow = firstRow;
        this.decimal = new DecimalText(options.decimalMark());
        this.missingCodes = options.missingCodes();
        this.batchSize = batchSize;
        this.consumer = consumer;
        this.ranks = columns.stream().map(CsvLayout.Learned::ranks).toArray(int[][]::new);
        this.values = new double[columns.size()][];
        this.codes = new int[columns.size()][];
    }

    @Override
    public void header(List<String> fields) {
        if (!new CsvHeader(fields, input.name()).names().equals(names)) {
            throw changed();
        }
    }

    @Override
    public void field(int column, char[] buffer, int offset, int length, boolean quoted, long line) {
        int place = places[column];
        if (place < 0 || rows < firstRow) {
            return;
        }
        if (row == 0 && place == 0) {
            allocate(); // a consumer may keep the batch before
        }
        boolean missing = missingCodes.contain(buffer, offset, length, quoted);
        if (columns.get(place).numeric()) {
            values[place][row] = missing ? Double.NaN : number(buffer, offset, length);
        } else {
            codes[place][row] = missing ? -1 : code(place, buffer, offset, length);
        }
    }

    @Override
    public void endRow() {
        if (rows++ >= firstRow && ++row == batchSize) {
            flush();
        }
    }

    /** Hands on the last, partly filled batch. */
    void finish(long expectedRows) {
        if (rows != expectedRows) {
            throw changed();
        }
        if (row > 0) {
            flush();
        }
    }

    private double number(char[] buffer, int offset, int length) {
        try {
            return decimal.parse(buffer, offset, length);
        } catch (NumberFormatException e) {
            throw changed(); // the learning pass saw only numbers
        }
    }

    private int code(int column, char[] buffer, int offset, int length) {
        int place = columns.get(column).index().find(buffer, offset, length);
        if (place < 0) {
            throw changed();
        }
        return ranks[column][place];
    }

    private EchelonException changed() {
        return new EchelonException("'" + input.name() + "' changed while it was being read; read it again");
    }

    private void allocate() {
        for (int i = 0; i < values.length; i++) {
            boolean numeric = columns.get(i).numeric();
            values[i] = numeric ? new double[batchSize] : NO_VALUES;
            codes[i] = numeric ? NO_CODES : new int[batchSize];
        }
    }

    private void flush() {
        Map<String, Column> batch = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            CsvLayout.Learned column = columns.get(i);
            batch.put(
                    column.name(),
                    column.numeric()
                            ? NumericColumn.wrap(values[i], row)
                            : Factor.wrap(codes[i], row, column.levels()));
        }
        Table table = Table.of(batch);
        row = 0;
        consumer.accept(table);
    }
}
