package dev.echelon.bench.simulate;

import java.util.List;

/** Some consecutive rows by columns: integers for ids, doubles for the rest. Reused from batch to batch. */
final class ColumnBatch {
    private final int capacity;
    private final int[][] integers;
    private final double[][] reals;

    ColumnBatch(List<SimulatedColumn> columns, int capacity) {
        this.capacity = capacity;
        this.integers = new int[columns.size()][];
        this.reals = new double[columns.size()][];
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).integer()) {
                integers[i] = new int[capacity];
            } else {
                reals[i] = new double[capacity];
            }
        }
    }

    int capacity() {
        return capacity;
    }

    void set(int column, int row, int value) {
        integers[column][row] = value;
    }

    /** Stores the value rounded to four decimals, so that every program reads the same double from text too. */
    void set(int column, int row, double value) {
        reals[column][row] = Math.rint(value * 1e4) / 1e4;
    }

    int integer(int column, int row) {
        return integers[column][row];
    }

    double real(int column, int row) {
        return reals[column][row];
    }
}
