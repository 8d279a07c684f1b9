package dev.echelon.internal.crossproducts;

import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.ModelColumn;
import dev.echelon.internal.design.ModelMatrix;
import dev.echelon.internal.design.StateBytes;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows of √w[X* y*] in chunks. Columns that are numbers are stored densely; indicator columns of one factor are kept as
 * one group, of which a row has at most one non-zero, so that a wide factor costs no more than a narrow one.
 */
final class FixedRows {
    private final Conditioning conditioning;
    private final int r;
    private final int[] dense; // columns of [X y] held densely, the response last
    private final int chunk;
    private final double[] buffer; // chunk × dense.length, column by column
    private final Group[] groups;
    private final int[] groupColumn; // chunk × groups: the column of the non-zero, or -1
    private final double[] groupValue;
    private final double[] rootWeights;
    private ModelMatrix x;
    private double[] response;
    private double[] weights;
    private boolean weighted;

    /** Indicator columns over the same codes. */
    private static final class Group {
        private final int[] columns;
        private final int[] columnOfCode;
        private final double[][] valuesOfCode;
        private int[] codes = {};

        private Group(int[] columns, int[] columnOfCode) {
            this.columns = columns;
            this.columnOfCode = columnOfCode;
            this.valuesOfCode = new double[columnOfCode.length][];
        }

        private void bind(ModelMatrix x) {
            for (int k : columns) {
                ModelColumn.Indicator indicator = (ModelColumn.Indicator) x.column(k);
                codes = indicator.codes();
                valuesOfCode[indicator.code()] = indicator.values();
            }
        }
    }

    /** For rows of this design, or of others that {@link #bind} gives. */
    FixedRows(Design design, Conditioning conditioning, int chunk) {
        this(design, conditioning, chunk, 0);
    }

    /** With room for more columns after those of [X y] in {@link #buffer}. */
    FixedRows(Design design, Conditioning conditioning, int chunk, int more) {
        this.x = design.fixed();
        this.response = design.response();
        this.weights = design.weights();
        this.conditioning = conditioning;
        int p = x.width();
        this.r = p + 1;
        this.chunk = chunk;
        List<Integer> denseColumns = new ArrayList<>();
        Map<int[], List<Integer>> byCodes = new IdentityHashMap<>();
        List<int[]> order = new ArrayList<>();
        for (int k = 0; k < p; k++) {
            if (x.column(k) instanceof ModelColumn.Indicator indicator) {
                if (!byCodes.containsKey(indicator.codes())) {
                    order.add(indicator.codes());
                }
                byCodes.computeIfAbsent(indicator.codes(), codes -> new ArrayList<>())
                        .add(k);
            } else {
                denseColumns.add(k);
            }
        }
        List<Group> found = new ArrayList<>();
        for (int[] codes : order) {
            addGroups(byCodes.getOrDefault(codes, List.of()), found, denseColumns);
        }
        denseColumns.add(p);
        this.dense = denseColumns.stream().mapToInt(Integer::intValue).sorted().toArray();
        this.groups = found.toArray(new Group[0]);
        this.buffer = new double[chunk * (dense.length + more)];
        this.groupColumn = new int[chunk * groups.length];
        this.groupValue = new double[chunk * groups.length];
        this.rootWeights = new double[chunk];
        Arrays.fill(rootWeights, 1);
        bind(design);
    }

    /** Splits columns over the same codes into groups in which each code has one column ({@code a} and {@code a:x}). */
    private void addGroups(List<Integer> columns, List<Group> found, List<Integer> denseColumns) {
        List<Integer> rest = new ArrayList<>(columns);
        while (rest.size() > 1) {
            int top = 0;
            for (int k : rest) {
                top = Math.max(top, ((ModelColumn.Indicator) x.column(k)).code());
            }
            int[] columnOfCode = new int[top + 1];
            Arrays.fill(columnOfCode, -1);
            List<Integer> own = new ArrayList<>();
            List<Integer> later = new ArrayList<>();
            for (int k : rest) {
                int code = ((ModelColumn.Indicator) x.column(k)).code();
                if (columnOfCode[code] >= 0) {
                    later.add(k);
                } else {
                    columnOfCode[code] = k;
                    own.add(k);
                }
            }
            found.add(new Group(own.stream().mapToInt(Integer::intValue).toArray(), columnOfCode));
            rest = later;
        }
        denseColumns.addAll(rest);
    }

    /** Reads from another batch of rows of the same model from now on. */
    void bind(Design design) {
        x = design.fixed();
        response = design.response();
        weights = design.weights();
        for (Group group : groups) {
            group.bind(x);
        }
    }

    /** Reads rows {@code [from, from + count)} into the chunk. */
    void load(int from, int count) {
        load(from, count, 0);
    }

    /** Reads rows {@code [from, from + count)} into the chunk, from its row {@code at} on. */
    void load(int from, int count, int at) {
        for (int i = 0; weights.length > 0 && i < count; i++) {
            rootWeights[at + i] = Math.sqrt(weights[from + i]);
        }
        if (weights.length == 0 && weighted) {
            Arrays.fill(rootWeights, at, at + count, 1);
        }
        weighted |= weights.length > 0;
        for (int d = 0; d < dense.length; d++) {
            int k = dense[d];
            double shift = k == r - 1 ? conditioning.responseShift() : conditioning.fixedShift(k);
            double inverse = 1 / (k == r - 1 ? conditioning.responseScale() : conditioning.fixedScale(k));
            int to = d * chunk + at;
            if (k == r - 1) {
                loadNumbers(response, from, count, to, shift, inverse);
            } else if (x.column(k) instanceof ModelColumn.Dense numbers) {
                loadNumbers(numbers.values(), from, count, to, shift, inverse);
            } else {
                ModelColumn column = x.column(k);
                for (int i = 0; i < count; i++) {
                    buffer[to + i] = (column.value(from + i) - shift) * inverse;
                }
            }
            for (int i = 0; weighted && i < count; i++) {
                buffer[to + i] *= rootWeights[at + i];
            }
        }
        for (int g = 0; g < groups.length; g++) {
            loadGroup(g, from, count, at);
        }
    }

    private void loadNumbers(double[] values, int from, int count, int to, double shift, double inverse) {
        for (int i = 0; i < count; i++) {
            buffer[to + i] = (values[from + i] - shift) * inverse;
        }
    }

    private void loadGroup(int g, int from, int count, int at) {
        Group group = groups[g];
        int[] columnOfCode = group.columnOfCode;
        for (int i = 0; i < count; i++) {
            int code = group.codes[from + i];
            int k = code < 0 || code >= columnOfCode.length ? -1 : columnOfCode[code];
            int entry = (at + i) * groups.length + g;
            groupColumn[entry] = k;
            if (k >= 0) {
                double[] values = group.valuesOfCode[code];
                double value = values.length == 0 ? 1 : values[from + i];
                groupValue[entry] = value / conditioning.fixedScale(k) * rootWeights[at + i];
            }
        }
    }

    /** √w of the rows of the chunk. */
    double[] rootWeights() {
        return rootWeights;
    }

    /** target[offset + 2k] += z·row[k] and target[offset + 2k + 1] += t·row[k] for all columns k of [X y]. */
    void addRows(int i, double z, double t, double[] target, int offset) {
        if (groups.length > 0) {
            addRow(i, z, target, offset, 2);
            addRow(i, t, target, offset + 1, 2);
            return;
        }
        int width = dense.length;
        for (int d = 0, at = offset; d < width; d++, at += 2) {
            double x = buffer[d * chunk + i];
            target[at] += z * x;
            target[at + 1] += t * x;
        }
    }

    /** target[offset + k·stride] += z·row[k] for all columns k of [X y]. */
    void addRow(int i, double z, double[] target, int offset, int stride) {
        int width = dense.length;
        if (groups.length == 0) { // then column d of the buffer is column d of [X y]
            for (int d = 0, at = offset; d < width; d++, at += stride) {
                target[at] += z * buffer[d * chunk + i];
            }
            return;
        }
        for (int d = 0; d < width; d++) {
            target[offset + dense[d] * stride] += z * buffer[d * chunk + i];
        }
        for (int g = 0; g < groups.length; g++) {
            int k = groupColumn[i * groups.length + g];
            if (k >= 0) {
                target[offset + k * stride] += z * groupValue[i * groups.length + g];
            }
        }
    }

    /** Adds the [X y]'W[X y] of the first rows of the chunk to the lower triangle of {@code fixed}. */
    void addCrossProducts(int count, double[] fixed) {
        addCrossProducts(0, count, fixed);
    }

    /** Adds the [X y]'W[X y] of rows {@code [at, at + count)} of the chunk to the lower triangle of {@code fixed}. */
    void addCrossProducts(int at, int count, double[] fixed) {
        int width = dense.length;
        for (int b = 0; b < width; b++) {
            int a = b;
            for (; a + 1 < width; a += 2) {
                int to = dense[b] * r;
                addDots(b * chunk + at, a * chunk + at, count, fixed, to + dense[a], to + dense[a + 1]);
            }
            if (a < width) {
                fixed[dense[b] * r + dense[a]] += dot(b * chunk + at, a * chunk + at, count);
            }
        }
        if (groups.length > 0) {
            addGroupCrossProducts(at, count, fixed);
        }
    }

    /** The columns of [X y] that are held densely, the response last. */
    int[] dense() {
        return dense;
    }

    /** Their values, column after column of the length of the chunk. */
    double[] buffer() {
        return buffer;
    }

    /** How many groups of indicator columns there are. */
    int groups() {
        return groups.length;
    }

    /** The column of a row's non-zero in each group, row after row; -1 for none. */
    int[] groupColumns() {
        return groupColumn;
    }

    /** The non-zero of a row in each group, row after row. */
    double[] groupValues() {
        return groupValue;
    }

    /** Writes the first rows of the chunk, with the columns after those of [X y]. */
    void write(DataOutputStream out, int count) throws IOException {
        for (int from = 0; from < buffer.length; from += chunk) {
            StateBytes.numbers(out, buffer, from, count);
        }
        StateBytes.codes(out, groupColumn, count * groups.length);
        StateBytes.numbers(out, groupValue, 0, count * groups.length);
        StateBytes.numbers(out, rootWeights, 0, count);
    }

    /** Reads the first rows of the chunk. */
    void read(DataInputStream in, int count) throws IOException {
        for (int from = 0; from < buffer.length; from += chunk) {
            StateBytes.numbers(in, buffer, from, count);
        }
        StateBytes.codes(in, groupColumn, count * groups.length);
        StateBytes.numbers(in, groupValue, 0, count * groups.length);
        StateBytes.numbers(in, rootWeights, 0, count);
    }

    private double dot(int x, int y, int count) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 3 < count; i += 4) {
            s0 += buffer[x + i] * buffer[y + i];
            s1 += buffer[x + i + 1] * buffer[y + i + 1];
            s2 += buffer[x + i + 2] * buffer[y + i + 2];
            s3 += buffer[x + i + 3] * buffer[y + i + 3];
        }
        for (; i < count; i++) {
            s0 += buffer[x + i] * buffer[y + i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    /** Two of them, a column and the next one: a number that was loaded is used twice. */
    private void addDots(int x, int y, int count, double[] sums, int first, int second) {
        int z = y + chunk;
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        double t0 = 0;
        double t1 = 0;
        double t2 = 0;
        double t3 = 0;
        int i = 0;
        for (; i + 3 < count; i += 4) {
            double a = buffer[x + i];
            double b = buffer[x + i + 1];
            double c = buffer[x + i + 2];
            double d = buffer[x + i + 3];
            s0 += a * buffer[y + i];
            s1 += b * buffer[y + i + 1];
            s2 += c * buffer[y + i + 2];
            s3 += d * buffer[y + i + 3];
            t0 += a * buffer[z + i];
            t1 += b * buffer[z + i + 1];
            t2 += c * buffer[z + i + 2];
            t3 += d * buffer[z + i + 3];
        }
        for (; i < count; i++) {
            s0 += buffer[x + i] * buffer[y + i];
            t0 += buffer[x + i] * buffer[z + i];
        }
        sums[first] += (s0 + s1) + (s2 + s3);
        sums[second] += (t0 + t1) + (t2 + t3);
    }

    private void addGroupCrossProducts(int at, int count, double[] fixed) {
        int width = dense.length;
        for (int i = at; i < at + count; i++) {
            for (int g = 0; g < groups.length; g++) {
                int k = groupColumn[i * groups.length + g];
                if (k < 0) {
                    continue;
                }
                double value = groupValue[i * groups.length + g];
                for (int d = 0; d < width; d++) {
                    addLower(fixed, k, dense[d], value * buffer[d * chunk + i]);
                }
                for (int h = g; h < groups.length; h++) {
                    int l = groupColumn[i * groups.length + h];
                    if (l >= 0) {
                        addLower(fixed, k, l, value * groupValue[i * groups.length + h]);
                    }
                }
            }
        }
    }

    private void addLower(double[] fixed, int k, int l, double value) {
        fixed[Math.min(k, l) * r + Math.max(k, l)] += value;
    }
}
