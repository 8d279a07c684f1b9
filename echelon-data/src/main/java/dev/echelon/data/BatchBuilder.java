package dev.echelon.data;

import dev.echelon.table.Column;
import dev.echelon.table.Schema;
import dev.echelon.table.SharedStorage;
import dev.echelon.table.Table;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The columns of one batch, filled by a reader and handed on as a table when full. */
final class BatchBuilder {
    /** Enough that nobody joins batches to larger ones, which would copy them. */
    static final int ROWS = 1 << 14;

    private static final double[] NO_VALUES = {};
    private static final int[] NO_CODES = {};

    private final List<Schema.Field> fields;
    private final Consumer<Table> consumer;
    private final double[][] values;
    private final int[][] codes;
    private int row;

    BatchBuilder(Schema schema, Consumer<Table> consumer) {
        this.fields = schema.fields();
        this.consumer = consumer;
        this.values = new double[fields.size()][];
        this.codes = new int[fields.size()][];
        allocate();
    }

    /** The values of a numeric column, to be filled from {@link #row()} on. */
    double[] values(int column) {
        return values[column];
    }

    /** The codes of a factor, to be filled from {@link #row()} on. */
    int[] codes(int column) {
        return codes[column];
    }

    /** Where the next row goes. */
    int row() {
        return row;
    }

    /** How many rows fit before the batch is full. */
    int room() {
        return ROWS - row;
    }

    /** Says that so many rows have been filled; hands the batch on if it is full. */
    void advance(int rows) {
        row += rows;
        if (row == ROWS) {
            flush();
        }
    }

    /** Hands on what is left. */
    void flush() {
        if (row == 0) {
            return;
        }
        Map<String, Column> batch = new LinkedHashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            Schema.Field field = fields.get(i);
            batch.put(
                    field.name(),
                    field.numeric()
                            ? SharedStorage.numbers(row == ROWS ? values[i] : Arrays.copyOf(values[i], row))
                            : SharedStorage.factor(
                                    row == ROWS ? codes[i] : Arrays.copyOf(codes[i], row), field.levels()));
        }
        row = 0;
        allocate(); // a consumer may keep the batch
        consumer.accept(Table.of(batch));
    }

    private void allocate() {
        for (int i = 0; i < values.length; i++) {
            boolean numeric = fields.get(i).numeric();
            values[i] = numeric ? new double[ROWS] : NO_VALUES;
            codes[i] = numeric ? NO_CODES : new int[ROWS];
        }
    }
}
