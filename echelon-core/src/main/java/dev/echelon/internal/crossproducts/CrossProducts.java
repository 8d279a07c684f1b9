package dev.echelon.internal.crossproducts;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.design.Design;
import java.util.Arrays;
import java.util.List;

/**
 * The blocks of [Z X y]'W[Z X y] under a {@link Conditioning}: all that the likelihood needs of the data. An immutable
 * value; two of them over different rows, made with the same encoding and conditioning, can be merged.
 *
 * <p><b>Shapes</b> factor f has m_f levels of q_f effects; r = p + 1 columns of [X y]. Arrays are shared, never written.
 *
 * <p><b>Source</b> docs/math/likelihood.md#cross-products
 */
public final class CrossProducts {
    private final long rows;
    private final double sumLogWeights;
    private final int p;
    private final double[] fixed;
    private final Block[] blocks;
    private final Coupling[][] couplings;

    CrossProducts(long rows, double sumLogWeights, int p, double[] fixed, Block[] blocks, Coupling[][] couplings) {
        this.rows = rows;
        this.sumLogWeights = sumLogWeights;
        this.p = p;
        this.fixed = fixed;
        this.blocks = blocks;
        this.couplings = couplings;
    }

    /**
     * What one factor has with itself and with [X y].
     *
     * @param levels m
     * @param effects q
     * @param own Z_j'WZ_j, q×q per level
     * @param withFixed Z_j'W[X y], q×(p+1) per level
     * @param counts rows per level
     */
    public record Block(int levels, int effects, double[] own, double[] withFixed, long[] counts) {

        private Block withFixedMap(int r, double[] map, int columns) {
            double[] mapped = new double[levels * effects * columns];
            for (int j = 0; j < levels; j++) {
                for (int k = 0; k < columns; k++) {
                    int to = (j * columns + k) * effects;
                    for (int h = 0; h < r; h++) {
                        double x = map[k * r + h];
                        int from = (j * r + h) * effects;
                        for (int a = 0; x != 0 && a < effects; a++) {
                            mapped[to + a] += x * withFixed[from + a];
                        }
                    }
                }
            }
            return new Block(levels, effects, own, mapped, counts);
        }
    }

    /**
     * What two factors have in common, by level of the first (compressed rows, second level ascending).
     *
     * @param start entries of level j are start[j]..start[j+1]
     * @param level the second factor's level of an entry
     * @param values Z_j'WZ_t, q_f×q_g per entry
     */
    public record Coupling(int[] start, int[] level, double[] values) {
        /** Whether every level of the first factor lies within one level of the second. */
        public boolean nested() {
            for (int j = 0; j + 1 < start.length; j++) {
                if (start[j + 1] - start[j] > 1) {
                    return false;
                }
            }
            return true;
        }

        /** The same blocks by level of the second factor, which has {@code levels} levels. */
        Coupling transposed(int levels, int qf, int qg) {
            int[] newStart = new int[levels + 1];
            for (int k : level) {
                newStart[k + 1]++;
            }
            for (int k = 0; k < levels; k++) {
                newStart[k + 1] += newStart[k];
            }
            int[] next = newStart.clone();
            int[] newLevel = new int[level.length];
            double[] newValues = new double[values.length];
            for (int j = 0; j + 1 < start.length; j++) {
                for (int e = start[j]; e < start[j + 1]; e++) {
                    int target = next[level[e]]++;
                    newLevel[target] = j;
                    for (int b = 0; b < qg; b++) {
                        for (int a = 0; a < qf; a++) {
                            newValues[target * qf * qg + a * qg + b] = values[e * qf * qg + b * qf + a];
                        }
                    }
                }
            }
            return new Coupling(newStart, newLevel, newValues);
        }

        /** Number of pairs of levels that occur together. */
        public int entries() {
            return level.length;
        }
    }

    /** Accumulates all rows of a design. */
    public static CrossProducts of(Design design, List<GroupingFactor> factors, Conditioning conditioning) {
        return new Accumulation(design, factors, conditioning).result();
    }

    /**
     * Puts saved cross-products together again.
     *
     * @param fixed [X y]'W[X y], (p+1)×(p+1)
     * @param couplings of factor f with f + 1, f + 2, …
     */
    public static CrossProducts of(
            long rows, double sumLogWeights, double[] fixed, List<Block> blocks, List<List<Coupling>> couplings) {
        int p = (int) Math.round(Math.sqrt(fixed.length)) - 1;
        Coupling[][] byFactor =
                couplings.stream().map(row -> row.toArray(new Coupling[0])).toArray(Coupling[][]::new);
        return new CrossProducts(rows, sumLogWeights, p, fixed, blocks.toArray(new Block[0]), byFactor);
    }

    /** Number of rows. */
    public long rows() {
        return rows;
    }

    /** Σ log w_i. */
    public double sumLogWeights() {
        return sumLogWeights;
    }

    /** Number of columns of X. */
    public int fixedColumns() {
        return p;
    }

    /** [X y]'W[X y], (p+1)×(p+1), lower triangle. */
    public double[] fixed() {
        return fixed;
    }

    /** Number of factors. */
    public int factors() {
        return blocks.length;
    }

    /** The blocks of factor f alone. */
    public Block block(int f) {
        return blocks[f];
    }

    /** The blocks of two factors, by level of the first; stored for f &lt; g and transposed for f &gt; g. */
    public Coupling coupling(int f, int g) {
        return f < g
                ? couplings[f][g - f - 1]
                : couplings[g][f - g - 1].transposed(blocks[f].levels, blocks[g].effects, blocks[f].effects);
    }

    /** The cross-products with only the given columns of X. */
    public CrossProducts withFixedColumns(int[] kept) {
        if (kept.length == p) {
            return this;
        }
        int[] columns = Arrays.copyOf(kept, kept.length + 1);
        columns[kept.length] = p;
        int r = columns.length;
        double[] smaller = new double[r * r];
        for (int k = 0; k < r; k++) {
            for (int i = k; i < r; i++) {
                smaller[k * r + i] = fixed[columns[k] * (p + 1) + columns[i]];
            }
        }
        Block[] narrowed = new Block[blocks.length];
        for (int f = 0; f < blocks.length; f++) {
            Block block = blocks[f];
            int q = block.effects;
            double[] withFixed = new double[block.levels * q * r];
            for (int j = 0; j < block.levels; j++) {
                for (int k = 0; k < r; k++) {
                    System.arraycopy(block.withFixed, (j * (p + 1) + columns[k]) * q, withFixed, (j * r + k) * q, q);
                }
            }
            narrowed[f] = new Block(block.levels, q, block.own, withFixed, block.counts);
        }
        return new CrossProducts(rows, sumLogWeights, r - 1, smaller, narrowed, couplings);
    }

    /**
     * The cross-products with another response.
     *
     * @param effects Z_f'Wy of each factor, q per level
     * @param columns X'Wy
     * @param square y'Wy
     */
    public CrossProducts withResponse(double[][] effects, double[] columns, double square) {
        int r = p + 1;
        double[] next = fixed.clone();
        for (int k = 0; k < p; k++) {
            next[k * r + p] = columns[k];
        }
        next[p * r + p] = square;
        Block[] nextBlocks = new Block[blocks.length];
        for (int f = 0; f < blocks.length; f++) {
            Block block = blocks[f];
            int q = block.effects;
            double[] withFixed = block.withFixed.clone();
            for (int j = 0; j < block.levels; j++) {
                System.arraycopy(effects[f], j * q, withFixed, (j * r + p) * q, q);
            }
            nextBlocks[f] = new Block(block.levels, q, block.own, withFixed, block.counts);
        }
        return new CrossProducts(rows, sumLogWeights, p, next, nextBlocks, couplings);
    }

    /**
     * The cross-products with [X y] replaced by [X y]A, whose last column is the new response.
     *
     * @param map A, (p+1)×{@code columns}, column-major
     */
    public CrossProducts withFixedMap(double[] map, int columns) {
        int r = p + 1;
        double[] half = new double[r * columns];
        for (int k = 0; k < columns; k++) {
            for (int i = 0; i < r; i++) {
                double sum = 0;
                for (int h = 0; h < r; h++) {
                    sum += fixed[Math.min(i, h) * r + Math.max(i, h)] * map[k * r + h];
                }
                half[k * r + i] = sum;
            }
        }
        double[] mapped = new double[columns * columns];
        for (int k = 0; k < columns; k++) {
            for (int i = k; i < columns; i++) {
                for (int h = 0; h < r; h++) {
                    mapped[k * columns + i] += map[i * r + h] * half[k * r + h];
                }
            }
        }
        Block[] next = new Block[blocks.length];
        for (int f = 0; f < blocks.length; f++) {
            next[f] = blocks[f].withFixedMap(r, map, columns);
        }
        return new CrossProducts(rows, sumLogWeights, columns - 1, mapped, next, couplings);
    }

    /** The cross-products of both sets of rows; exact up to the rounding of one addition per number. */
    public CrossProducts merge(CrossProducts other) {
        Block[] mergedBlocks = new Block[blocks.length];
        Coupling[][] mergedCouplings = new Coupling[blocks.length][];
        for (int f = 0; f < blocks.length; f++) {
            Block a = blocks[f];
            Block b = other.blocks[f];
            long[] counts = new long[a.levels];
            Arrays.setAll(counts, j -> a.counts[j] + b.counts[j]);
            mergedBlocks[f] = new Block(a.levels, a.effects, sum(a.own, b.own), sum(a.withFixed, b.withFixed), counts);
            mergedCouplings[f] = new Coupling[couplings[f].length];
            for (int g = 0; g < couplings[f].length; g++) {
                int size = a.effects * blocks[f + 1 + g].effects;
                mergedCouplings[f][g] = merge(couplings[f][g], other.couplings[f][g], size);
            }
        }
        return new CrossProducts(
                rows + other.rows,
                sumLogWeights + other.sumLogWeights,
                p,
                sum(fixed, other.fixed),
                mergedBlocks,
                mergedCouplings);
    }

    /** The cross-products of no rows, with the pairs of levels of these: merged with others, it lends them its pattern. */
    public CrossProducts empty() {
        Block[] none = new Block[blocks.length];
        Coupling[][] pairs = new Coupling[blocks.length][];
        for (int f = 0; f < blocks.length; f++) {
            Block of = blocks[f];
            none[f] = new Block(
                    of.levels,
                    of.effects,
                    new double[of.own.length],
                    new double[of.withFixed.length],
                    new long[of.levels]);
            pairs[f] = new Coupling[couplings[f].length];
            for (int g = 0; g < pairs[f].length; g++) {
                Coupling pair = couplings[f][g];
                pairs[f][g] = new Coupling(pair.start, pair.level, new double[pair.values.length]);
            }
        }
        return new CrossProducts(0, 0, p, new double[fixed.length], none, pairs);
    }

    /**
     * The length of an array of {@code count} parts of {@code size} numbers.
     *
     * @throws EchelonException if there is no such array
     */
    static int size(long count, long size) {
        if (size != 0 && count > (Integer.MAX_VALUE - 8) / size) {
            throw new EchelonException("the model has too many levels or pairs of levels of its grouping factors: "
                    + count + " times " + size
                    + " sums, of which an array holds 2147483639; use fewer effects, or coarser factors");
        }
        return (int) (count * size);
    }

    private static double[] sum(double[] a, double[] b) {
        double[] c = new double[a.length];
        for (int i = 0; i < c.length; i++) {
            c[i] = a[i] + b[i];
        }
        return c;
    }

    private static Coupling merge(Coupling a, Coupling b, int size) {
        int[] start = new int[a.start.length];
        int[] level = new int[a.level.length + b.level.length];
        double[] values = new double[level.length * size];
        int e = 0;
        for (int j = 0; j + 1 < start.length; j++) {
            int i = a.start[j];
            int k = b.start[j];
            while (i < a.start[j + 1] || k < b.start[j + 1]) {
                int left = i < a.start[j + 1] ? a.level[i] : Integer.MAX_VALUE;
                int right = k < b.start[j + 1] ? b.level[k] : Integer.MAX_VALUE;
                level[e] = Math.min(left, right);
                if (left <= right) {
                    add(a.values, i++, values, e, size);
                }
                if (right <= left) {
                    add(b.values, k++, values, e, size);
                }
                e++;
            }
            start[j + 1] = e;
        }
        return new Coupling(start, Arrays.copyOf(level, e), Arrays.copyOf(values, e * size));
    }

    private static void add(double[] from, int entry, double[] to, int target, int size) {
        for (int s = 0; s < size; s++) {
            to[target * size + s] += from[entry * size + s];
        }
    }
}
