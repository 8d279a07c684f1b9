package dev.echelon.internal.iterative;

import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.linalg.Parallel;
import java.util.Arrays;

/**
 * The most frequent levels of the tail and their dense block of A = I + Λ'SΛ, where S has the leaf eliminated. In data
 * with a few very frequent levels most of what connects the tail is in this block.
 */
final class HeadProducts {
    private static final int W = Lanes.WIDTH;
    /** Multiplications that need no reason. */
    static final double FREE = 5e7;

    private final Gram gram;
    private final int columns;
    /** Per tail factor and level: its first column in the head, or −1. */
    private final int[][] place;
    /** Per column of the head: its row in the vectors of the tail. */
    private final int[] row;
    /** Per column of the head: its tail factor. */
    private final int[] factorOf;
    /** Per level of the leaf: the columns of the head it meets, ascending, and R, q_leaf numbers each. */
    private final int[] start;

    private final int[] column;
    private final double[] values;
    private final double[] constant;

    /** The largest head that the options allow. */
    HeadProducts(Gram gram, IterativeOptions options) {
        this.gram = gram;
        int[] tail = gram.split.tail();
        this.place = new int[tail.length][];
        for (int t = 0; t < tail.length; t++) {
            place[t] = new int[gram.data.block(tail[t]).levels()];
        }
        int[] chosen = choose(options.headColumns());
        while (chosen.length > 8 && work() > Math.max(FREE, options.headWork() * gram.entries())) {
            chosen = choose(chosen.length / 2);
        }
        this.row = chosen;
        this.columns = row.length;
        this.factorOf = Arrays.stream(row).map(this::tailOf).toArray();
        this.start = new int[gram.data.block(gram.split.chain()[0]).levels() + 1];
        int entries = countEntries();
        this.column = new int[entries];
        this.values = new double[Math.multiplyExact(entries, leafEffects())];
        fillEntries();
        this.constant = tailProducts();
    }

    private int leafEffects() {
        return gram.data.block(gram.split.chain()[0]).effects();
    }

    /** Levels by number of rows, ties in their order. */
    private int[] choose(int limit) {
        int[] tail = gram.split.tail();
        for (int[] places : place) {
            Arrays.fill(places, -1);
        }
        int levels = Arrays.stream(place).mapToInt(p -> p.length).sum();
        long[][] sorted = new long[levels][];
        int at = 0;
        for (int t = 0; t < tail.length; t++) {
            for (int j = 0; j < place[t].length; j++) {
                sorted[at++] = new long[] {gram.data.block(tail[t]).counts()[j], t, j};
            }
        }
        Arrays.sort(sorted, (a, b) -> Long.compare(b[0], a[0]));
        int[] rows = new int[Math.min(limit, gram.split.tailRows())];
        int used = 0;
        for (long[] level : sorted) {
            int t = (int) level[1];
            int q = gram.data.block(tail[t]).effects();
            if (used + q > rows.length) {
                break;
            }
            place[t][(int) level[2]] = used;
            for (int a = 0; a < q; a++) {
                rows[used++] = gram.split.first()[tail[t]] + (int) level[2] * q + a;
            }
        }
        return Arrays.copyOf(rows, used);
    }

    /** Multiplications that the elimination of the leaf takes in the head. */
    private double work() {
        int leaf = gram.split.chain()[0];
        double work = 0;
        for (int j = 0; j < gram.data.block(leaf).levels(); j++) {
            double met = 0;
            for (int t = 0; t < place.length; t++) {
                SparseRows pair = gram.pair(leaf, gram.split.tail()[t]);
                for (int e = pair.start[j]; e < pair.start[j + 1]; e++) {
                    met += place[t][pair.level[e]] >= 0 ? pair.g : 0;
                }
            }
            work += met * met;
        }
        return work * leafEffects();
    }

    private int countEntries() {
        int leaf = gram.split.chain()[0];
        for (int t = 0; t < place.length; t++) {
            SparseRows pair = gram.pair(leaf, gram.split.tail()[t]);
            for (int j = 0; j < pair.rows; j++) {
                for (int e = pair.start[j]; e < pair.start[j + 1]; e++) {
                    start[j + 1] += place[t][pair.level[e]] >= 0 ? pair.g : 0;
                }
            }
        }
        for (int j = 0; j + 1 < start.length; j++) {
            start[j + 1] = Math.addExact(start[j + 1], start[j]);
        }
        return start[start.length - 1];
    }

    private void fillEntries() {
        int leaf = gram.split.chain()[0];
        int q = leafEffects();
        for (int j = 0; j + 1 < start.length; j++) {
            long[] found = new long[start[j + 1] - start[j]]; // column, then pair and entry
            int count = 0;
            for (int t = 0; t < place.length; t++) {
                SparseRows pair = gram.pair(leaf, gram.split.tail()[t]);
                for (int e = pair.start[j]; e < pair.start[j + 1]; e++) {
                    int p = place[t][pair.level[e]];
                    for (int b = 0; p >= 0 && b < pair.g; b++) {
                        found[count++] = ((long) (p + b) << 32) | (long) (e - pair.start[j]) * pair.g + b;
                    }
                }
            }
            Arrays.sort(found);
            for (int i = 0; i < count; i++) {
                int to = start[j] + i;
                column[to] = (int) (found[i] >>> 32);
                copyColumn(leaf, j, factorOf[column[to]], (int) found[i], q, to);
            }
        }
    }

    private int tailOf(int tailRow) {
        int[] tail = gram.split.tail();
        int t = tail.length - 1;
        while (gram.split.first()[tail[t]] > tailRow) {
            t--;
        }
        return t;
    }

    private void copyColumn(int leaf, int j, int t, int place, int q, int to) {
        SparseRows pair = gram.pair(leaf, gram.split.tail()[t]);
        for (int a = 0; a < q; a++) {
            values[to * q + a] = pair.values.length == 0 ? 1 : pair.values[(pair.start[j] * pair.g + place) * q + a];
        }
    }

    /** Z_h'Z_h, lower triangle. */
    private double[] tailProducts() {
        int[] tail = gram.split.tail();
        double[] products = new double[Math.multiplyExact(columns, columns)];
        for (int t = 0; t < tail.length; t++) {
            CrossProducts.Block block = gram.data.block(tail[t]);
            int q = block.effects();
            for (int j = 0; j < block.levels(); j++) {
                for (int b = 0; contains(t, j) && b < q; b++) {
                    for (int a = b; a < q; a++) {
                        products[(place[t][j] + b) * columns + place[t][j] + a] = block.own()[(j * q + b) * q + a];
                    }
                }
            }
            for (int u = t + 1; u < tail.length; u++) {
                addPair(t, u, gram.pair(tail[t], tail[u]), products);
            }
        }
        return products;
    }

    private void addPair(int t, int u, SparseRows pair, double[] products) {
        for (int j = 0; j < pair.rows; j++) {
            for (int e = pair.start[j]; contains(t, j) && e < pair.start[j + 1]; e++) {
                for (int b = 0; contains(u, pair.level[e]) && b < pair.g; b++) {
                    for (int a = 0; a < pair.q; a++) {
                        int x = place[t][j] + a;
                        int y = place[u][pair.level[e]] + b;
                        products[Math.min(x, y) * columns + Math.max(x, y)] =
                                pair.values.length == 0 ? 1 : pair.values[(e * pair.g + b) * pair.q + a];
                    }
                }
            }
        }
    }

    /** Number of random effects in the head. */
    int columns() {
        return columns;
    }

    /** Whether the head has a level. */
    boolean contains(int t, int level) {
        return place[t][level] >= 0;
    }

    /** Writes S of the head, and I + Λ'SΛ; both with both triangles. */
    void accumulate(double[][] lambda, double[] leafInverse, double[] schur, double[] out) {
        System.arraycopy(constant, 0, schur, 0, schur.length);
        if (columns == 0) {
            return;
        }
        int parts = columns < 64 ? 1 : gram.threads;
        Parallel.run(parts, p -> {
            // columns of the lower triangle are longer on the left, and the most frequent levels are there
            int from = (int) (columns * Math.pow((double) p / parts, 2));
            int to = p + 1 == parts ? columns : (int) (columns * Math.pow((double) (p + 1) / parts, 2));
            eliminate(from, to, leafInverse, schur);
        });
        fillUpper(schur);
        System.arraycopy(schur, 0, out, 0, schur.length);
        scale(lambda, out);
        for (int k = 0; k < columns; k++) {
            out[k * columns + k] += 1;
        }
    }

    private void fillUpper(double[] s) {
        for (int k = 0; k < columns; k++) {
            for (int i = 0; i < k; i++) {
                s[k * columns + i] = s[i * columns + k];
            }
        }
    }

    /** Columns from to to of S −= R'WR. */
    private void eliminate(int from, int to, double[] w, double[] out) {
        int q = leafEffects();
        double[] wr = new double[q];
        for (int j = 0; j + 1 < start.length; j++) {
            int begin = Arrays.binarySearch(column, start[j], start[j + 1], from);
            for (int e = begin < 0 ? -begin - 1 : begin; e < start[j + 1] && column[e] < to; e++) {
                for (int a = 0; a < q; a++) {
                    wr[a] = 0;
                    for (int b = 0; b < q; b++) {
                        wr[a] += w[(j * q + b) * q + a] * values[e * q + b];
                    }
                }
                subtract(q, wr, e, start[j + 1], out, column[e] * columns);
            }
        }
    }

    private void subtract(int q, double[] wr, int from, int to, double[] out, int at) {
        if (q == 1) {
            double x = wr[0];
            for (int d = from; d < to; d++) {
                out[at + column[d]] -= x * values[d];
            }
            return;
        }
        for (int d = from; d < to; d++) {
            double sum = 0;
            for (int a = 0; a < q; a++) {
                sum += wr[a] * values[d * q + a];
            }
            out[at + column[d]] -= sum;
        }
    }

    /** S := Λ'SΛ, by columns of levels. */
    private void scale(double[][] lambda, double[] s) {
        for (int k = 0; k < columns; k++) {
            if (isFirst(k)) {
                int f = gram.split.tail()[factorOf[k]];
                scaleColumns(k, gram.data.block(f).effects(), lambda[f], s);
            }
        }
        for (int i = 0; i < columns; i++) {
            scaleColumn(lambda, s, i);
        }
    }

    /** Column i of s := Λ'·(column i of s). */
    private void scaleColumn(double[][] lambda, double[] s, int i) {
        double[] copy = Arrays.copyOfRange(s, i * columns, (i + 1) * columns);
        for (int k = 0; k < columns; k++) {
            int f = gram.split.tail()[factorOf[k]];
            int q = gram.data.block(f).effects();
            int a = (row[k] - gram.split.first()[f]) % q;
            double sum = 0;
            for (int b = 0; b < q; b++) {
                sum += copy[k - a + b] * lambda[f][a * q + b];
            }
            s[i * columns + k] = sum;
        }
    }

    /** The q columns of a level times λ. */
    private void scaleColumns(int k, int q, double[] lambda, double[] s) {
        double[] old = new double[q];
        for (int i = 0; i < columns; i++) {
            for (int b = 0; b < q; b++) {
                old[b] = s[(k + b) * columns + i];
            }
            for (int a = 0; a < q; a++) {
                double sum = 0;
                for (int b = 0; b < q; b++) {
                    sum += old[b] * lambda[a * q + b];
                }
                s[(k + a) * columns + i] = sum;
            }
        }
    }

    /** The first column of a level in the head. */
    int place(int t, int level) {
        return place[t][level];
    }

    /** Λ's of a matrix over the head. */
    double[] transposedLambda(double[][] lambda, double[] s) {
        double[] out = s.clone();
        for (int i = 0; i < columns; i++) {
            scaleColumn(lambda, out, i);
        }
        return out;
    }

    /** ΛCΛ' of a symmetric matrix over the head whose lower triangle is given; both triangles. */
    double[] scaled(double[][] lambda, double[] lower) {
        double[] out = lower.clone();
        fillUpper(out);
        double[][] transposed = new double[lambda.length][];
        for (int f : gram.split.tail()) {
            int q = gram.data.block(f).effects();
            transposed[f] = new double[q * q];
            for (int b = 0; b < q; b++) {
                for (int a = 0; a < q; a++) {
                    transposed[f][b * q + a] = lambda[f][a * q + b];
                }
            }
        }
        scale(transposed, out);
        return out;
    }

    /** forms_j += Σ over pairs of the head's columns of R c R'. */
    void addForm(int j, double[] covariance, double[] forms) {
        int q = leafEffects();
        for (int d = start[j]; d < start[j + 1]; d++) {
            for (int a = 0; a < q; a++) {
                double sum = 0;
                int at = column[d] * columns;
                if (q == 1) {
                    for (int e = start[j]; e < start[j + 1]; e++) {
                        sum += covariance[at + column[e]] * values[e];
                    }
                    forms[j] += sum * values[d];
                    continue;
                }
                for (int e = start[j]; e < start[j + 1]; e++) {
                    sum += covariance[at + column[e]] * values[e * q + a];
                }
                for (int b = 0; b < q; b++) {
                    forms[(j * q + b) * q + a] += sum * values[d * q + b];
                }
            }
        }
    }

    private boolean isFirst(int k) {
        int t = factorOf[k];
        int f = gram.split.tail()[t];
        return (row[k] - gram.split.first()[f]) % gram.data.block(f).effects() == 0;
    }

    /** The rows of the head of eight vectors, as a columns×8 matrix. */
    double[] take(double[] x) {
        double[] panel = new double[columns * W];
        for (int i = 0; i < columns; i++) {
            for (int k = 0; k < W; k++) {
                panel[k * columns + i] = x[row[i] * W + k];
            }
        }
        return panel;
    }

    /** The inverse of {@link #take}. */
    void put(double[] panel, double[] x) {
        for (int i = 0; i < columns; i++) {
            for (int k = 0; k < W; k++) {
                x[row[i] * W + k] = panel[k * columns + i];
            }
        }
    }

    /** Copies the q×q block of a level from a lower triangle over the head. */
    void block(int t, int level, double[] matrix, double[] out, int at) {
        int q = gram.data.block(gram.split.tail()[t]).effects();
        int p = place[t][level];
        for (int b = 0; b < q; b++) {
            for (int a = 0; a < q; a++) {
                out[at + b * q + a] = matrix[(p + Math.min(a, b)) * columns + p + Math.max(a, b)];
            }
        }
    }
}
