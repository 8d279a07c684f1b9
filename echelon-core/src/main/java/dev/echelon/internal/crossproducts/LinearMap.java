package dev.echelon.internal.crossproducts;

import java.util.Map;
import java.util.TreeMap;

/** A linear map of few non-zero entries, applied to the sums of many levels. */
final class LinearMap {
    private final int rows;
    private final int columns;
    private final TreeMap<Long, Double> entries = new TreeMap<>();
    private int[] start = {};
    private int[] column = {};
    private double[] value = {};

    LinearMap(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
    }

    /** Adds to an entry. */
    void add(int row, int column, double value) {
        if (value != 0) {
            entries.merge((long) row * columns + column, value, Double::sum);
        }
    }

    /** Makes it ready to be applied. */
    LinearMap compact() {
        start = new int[rows + 1];
        column = new int[entries.size()];
        value = new double[column.length];
        int next = 0;
        for (Map.Entry<Long, Double> entry : entries.entrySet()) {
            start[(int) (entry.getKey() / columns) + 1]++;
            column[next] = (int) (entry.getKey() % columns);
            value[next++] = entry.getValue();
        }
        for (int row = 0; row < rows; row++) {
            start[row + 1] += start[row];
        }
        entries.clear();
        return this;
    }

    /** Adds the image of {@code from} to {@code to}. */
    void add(double[] from, int source, double[] to, int target) {
        for (int row = 0; row < rows; row++) {
            double sum = 0;
            for (int e = start[row]; e < start[row + 1]; e++) {
                sum += value[e] * from[source + column[e]];
            }
            to[target + row] += sum;
        }
    }
}
