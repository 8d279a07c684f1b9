package dev.echelon;

import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.ModelColumn;

/** Rows in the order of the groups of one factor: what exploration needs of a design. */
final class GroupedRows {
    private final int[] order;
    private final int[] start;
    private final double[] weights;

    GroupedRows(Design design, int[] codes, int levels) {
        this.start = new int[levels + 1];
        for (int code : codes) {
            start[code + 1]++;
        }
        for (int j = 0; j < levels; j++) {
            start[j + 1] += start[j];
        }
        int[] next = start.clone();
        this.order = new int[codes.length];
        for (int i = 0; i < codes.length; i++) {
            order[next[codes[i]]++] = i;
        }
        this.weights = design.weights();
    }

    int groups() {
        return start.length - 1;
    }

    /** Rows of a group. */
    int count(int group) {
        return start[group + 1] - start[group];
    }

    /** Values of a column in the rows of a group. */
    double[] values(int group, ModelColumn column) {
        double[] values = new double[count(group)];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.value(order[start[group] + i]);
        }
        return values;
    }

    /** The same times the square roots of the weights. */
    double[] weighted(int group, double[] values) {
        for (int i = 0; i < values.length && weights.length > 0; i++) {
            values[i] *= Math.sqrt(weights[order[start[group] + i]]);
        }
        return values;
    }

    /** Mean of a column in each group. */
    double[] means(ModelColumn column) {
        double[] means = new double[groups()];
        for (int j = 0; j < means.length; j++) {
            for (int i = start[j]; i < start[j + 1]; i++) {
                means[j] += column.value(order[i]) / count(j);
            }
        }
        return means;
    }

    /** Root mean square of a column over all rows. */
    double scale(ModelColumn column) {
        double peak = 0;
        for (int i : order) {
            peak = Math.max(peak, Math.abs(column.value(i)));
        }
        double sum = 0;
        for (int i = 0; i < order.length && peak > 0; i++) {
            sum += Math.pow(column.value(order[i]) / peak, 2);
        }
        return peak * Math.sqrt(sum / order.length);
    }

    /** Root mean square of a column about its group means, and of these about their mean. */
    double[] spread(ModelColumn column) {
        double[] means = means(column);
        double total = 0;
        for (int j = 0; j < means.length; j++) {
            total += means[j] * count(j) / order.length;
        }
        double within = 0;
        double between = 0;
        for (int j = 0; j < means.length; j++) {
            between += count(j) * Math.pow(means[j] - total, 2);
            for (int i = start[j]; i < start[j + 1]; i++) {
                within += Math.pow(column.value(order[i]) - means[j], 2);
            }
        }
        return new double[] {Math.sqrt(within / order.length), Math.sqrt(between / order.length)};
    }
}
