package dev.echelon.internal.design;

import dev.echelon.formula.Expression;
import dev.echelon.table.NumericColumn;
import dev.echelon.table.SharedStorage;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the {@link Composition} of the used rows, which may come in batches. */
final class Composing {
    private static final Learned.Variable NONE = Learned.Variable.numeric(1);

    /** As many combinations are counted in an array. */
    private static final double FEW = 1 << 16;

    /** So few numbers are added without care for rounding. */
    private static final int BLOCK = 256;

    private final Specification model;
    private final Map<String, Learned.Variable> variables;
    private final Map<String, Means> covariates = new LinkedHashMap<>();
    private final List<Expression> factors;
    private final int[] levels;
    private final double[] few;
    private final boolean countable;
    private final LongCodes many = new LongCodes();
    private double[] manyWeights = {};
    private long rows;

    Composing(Specification model, Map<String, Learned.Variable> variables) {
        this.model = model;
        this.variables = variables;
        this.factors = model.variables().fixed().stream().filter(this::isFactor).toList();
        this.levels = factors.stream()
                .mapToInt(factor ->
                        variables.getOrDefault(factor.label(), NONE).levels().size())
                .toArray();
        double cells = Arrays.stream(levels).mapToDouble(count -> count).reduce(1, (a, b) -> a * b);
        this.countable = levels.length > 0 && cells <= Long.MAX_VALUE / 2;
        this.few = new double[countable && cells <= FEW ? (int) cells : 0];
    }

    /**
     * Sums of the columns of a covariate, block by block, with what rounding takes away (Neumaier 1974). Blocks are
     * counted from the first row, so that the sums do not depend on how rows come in batches.
     */
    private static final class Means {
        private final double[] sums;
        private final double[] lost;
        private final double[] block; // four sums of each column, of the block that is not yet full

        Means(int width) {
            this.sums = new double[width];
            this.lost = new double[width];
            this.block = new double[4 * width];
        }

        /** Adds rows after so many others. */
        void add(double[][] columns, long before) {
            for (int j = 0; j < sums.length; j++) {
                int at = (int) (before % BLOCK);
                for (int from = 0; from < columns[j].length; ) {
                    int to = Math.min(from + BLOCK - at, columns[j].length);
                    fill(columns[j], from, to, 4 * j, at);
                    at = (at + to - from) % BLOCK;
                    from = to;
                    if (at == 0) {
                        add(j, rest(j));
                        Arrays.fill(block, 4 * j, 4 * j + 4, 0);
                    }
                }
            }
        }

        private double rest(int j) {
            return (block[4 * j] + block[4 * j + 1]) + (block[4 * j + 2] + block[4 * j + 3]);
        }

        private void add(int j, double x) {
            double next = sums[j] + x;
            lost[j] += Math.abs(sums[j]) >= Math.abs(x) ? (sums[j] - next) + x : (x - next) + sums[j];
            sums[j] = next;
        }

        /** Row {@code i} of a block goes to sum {@code i} modulo 4: four additions can go on at once. */
        private void fill(double[] x, int from, int to, int of, int at) {
            int i = from;
            for (; i < to && (at + i - from) % 4 != 0; i++) {
                block[of + (at + i - from) % 4] += x[i];
            }
            double a = block[of];
            double b = block[of + 1];
            double c = block[of + 2];
            double d = block[of + 3];
            for (; i + 3 < to; i += 4) {
                a += x[i];
                b += x[i + 1];
                c += x[i + 2];
                d += x[i + 3];
            }
            block[of] = a;
            block[of + 1] = b;
            block[of + 2] = c;
            block[of + 3] = d;
            for (int k = 0; i < to; i++, k++) {
                block[of + k] += x[i];
            }
        }

        /** Adds the sums of rows that follow these; no rows can be added to them afterwards. */
        void merge(Means other) {
            for (int j = 0; j < sums.length; j++) {
                add(j, rest(j));
                add(j, other.sums[j]);
                add(j, other.rest(j));
                lost[j] += other.lost[j];
            }
            Arrays.fill(block, 0);
        }

        Composition.Covariate over(long rows) {
            double[] means = new double[sums.length];
            for (int j = 0; j < means.length; j++) {
                double rest = rest(j);
                double next = sums[j] + rest;
                means[j] = (next + (lost[j] + Moments.lost(sums[j], rest, next))) / rows;
            }
            return new Composition.Covariate(means);
        }

        void write(DataOutputStream out) throws IOException {
            StateBytes.numbers(out, sums);
            StateBytes.numbers(out, lost);
            StateBytes.numbers(out, block);
        }

        static Means read(DataInputStream in) throws IOException {
            double[] sums = StateBytes.numbers(in);
            Means means = new Means(sums.length);
            System.arraycopy(sums, 0, means.sums, 0, sums.length);
            System.arraycopy(StateBytes.numbers(in), 0, means.lost, 0, sums.length);
            System.arraycopy(StateBytes.numbers(in), 0, means.block, 0, 4 * sums.length);
            return means;
        }
    }

    private boolean isFactor(Expression expression) {
        Learned.Variable variable = variables.get(expression.label());
        return variable != null && variable.isFactor();
    }

    /** Adds rows; {@code weights} is empty if all are one. */
    void add(UsedRows batch, Frame frame, double[] weights) {
        long before = rows;
        rows += batch.count();
        Map<String, double[][]> columns = new LinkedHashMap<>();
        for (Expression expression : model.variables().fixed()) {
            if (!isFactor(expression)) {
                addCovariates(batch, frame, expression, columns);
            }
        }
        for (Expression offset : model.variables().offsets()) {
            addCovariates(batch, frame, offset, columns);
        }
        if (!model.options().offset().isEmpty()) {
            columns.putIfAbsent(
                    model.options().offset(), column(batch, model.options().offset()));
        }
        columns.forEach((name, values) -> covariates
                .computeIfAbsent(name, key -> new Means(values.length))
                .add(values, before));
        if (countable) {
            count(batch.count(), frame, weights);
        }
    }

    private void addCovariates(UsedRows batch, Frame frame, Expression expression, Map<String, double[][]> columns) {
        if (CovariateValues.readsOnlyNumbers(expression, name -> batch.table().column(name) instanceof NumericColumn)) {
            expression.columns().forEach(name -> columns.putIfAbsent(name, column(batch, name)));
            return;
        }
        Learned.Variable variable = variables.get(expression.label());
        columns.putIfAbsent(expression.label(), frame.numbers(expression, variable == null ? 1 : variable.width()));
    }

    private static double[][] column(UsedRows batch, String name) {
        return new double[][] {
            SharedStorage.values((NumericColumn) batch.table().column(name))
        };
    }

    private void count(int n, Frame frame, double[] weights) {
        int[][] codes = new int[factors.size()][];
        for (int f = 0; f < codes.length; f++) {
            codes[f] = frame.codes(factors.get(f));
        }
        for (int i = 0; i < n; i++) {
            long cell = 0;
            for (int f = 0; f < codes.length; f++) {
                cell = cell * levels[f] + codes[f][i];
            }
            addTo(cell, weights.length == 0 ? 1 : weights[i]);
        }
    }

    private void addTo(long cell, double weight) {
        if (few.length > 0) {
            few[(int) cell] += weight;
            return;
        }
        int code = many.code(cell);
        if (code >= manyWeights.length) {
            manyWeights = Arrays.copyOf(manyWeights, 16 + 2 * code);
        }
        manyWeights[code] += weight;
    }

    /** Adds what was found in other rows. */
    void merge(Composing other) {
        rows += other.rows;
        other.covariates.forEach((name, means) -> covariates
                .computeIfAbsent(name, key -> new Means(means.sums.length))
                .merge(means));
        for (int cell = 0; cell < few.length; cell++) {
            few[cell] += other.few[cell];
        }
        for (int code = 0; code < other.many.size(); code++) {
            addTo(other.many.key(code), other.manyWeights[code]);
        }
    }

    void write(DataOutputStream out) throws IOException {
        out.writeLong(rows);
        out.writeInt(covariates.size());
        for (Map.Entry<String, Means> covariate : covariates.entrySet()) {
            StateBytes.text(out, covariate.getKey());
            covariate.getValue().write(out);
        }
        StateBytes.numbers(out, few);
        many.write(out);
        StateBytes.numbers(out, manyWeights);
    }

    void read(DataInputStream in) throws IOException {
        rows = in.readLong();
        for (int left = in.readInt(); left > 0; left--) {
            covariates.put(StateBytes.text(in), Means.read(in));
        }
        System.arraycopy(StateBytes.numbers(in), 0, few, 0, few.length);
        many.read(in);
        manyWeights = StateBytes.numbers(in);
    }

    Composition result() {
        Map<String, Composition.Covariate> means = new LinkedHashMap<>();
        covariates.forEach((name, sums) -> means.put(name, sums.over(rows)));
        List<String> labels = factors.stream().map(Expression::label).toList();
        long[] cells = cells();
        int k = labels.size();
        int[] codes = new int[cells.length * k];
        double[] weights = new double[cells.length];
        for (int c = 0; c < cells.length; c++) {
            long rest = cells[c];
            for (int f = k - 1; f >= 0; f--) { // first factor slowest
                codes[c * k + f] = (int) (rest % levels[f]);
                rest /= levels[f];
            }
            weights[c] = few.length > 0 ? few[(int) cells[c]] : manyWeights[many.code(cells[c])];
        }
        return new Composition(means, labels, codes, weights);
    }

    /** The combinations that occur, ascending. */
    private long[] cells() {
        long[] cells = new long[few.length > 0 ? few.length : many.size()];
        int next = 0;
        for (int cell = 0; cell < cells.length; cell++) {
            if (few.length == 0) {
                cells[next++] = many.key(cell);
            } else if (few[cell] > 0) {
                cells[next++] = cell;
            }
        }
        long[] found = Arrays.copyOf(cells, next);
        Arrays.sort(found);
        return found;
    }
}
