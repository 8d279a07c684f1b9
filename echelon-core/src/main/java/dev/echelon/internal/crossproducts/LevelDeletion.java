package dev.echelon.internal.crossproducts;

import dev.echelon.internal.design.Design;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Cross-products without the rows of one level of a factor within whose levels those of all other factors lie. Sums over
 * the rest are added up anew, never subtracted, so that nothing cancels; the blocks of the deleted levels become zero.
 *
 * <p><b>Cost</b> one pass over the rows; then, for a deletion, √m·r² and a copy of the blocks, for m levels and r columns
 * of [X y]. One instance may be used by many threads.
 */
public final class LevelDeletion {
    private final CrossProducts data;
    private final int[][] owner; // per factor and level: the level of the deletion factor it lies in
    private final int width;
    private final double[] sums; // per level: the lower triangle of [X y]'W[X y], then Σ log w
    private final double[] blockSums;
    private final int blockLength;
    private final long[] counts;

    private LevelDeletion(CrossProducts data, int[][] owner, double[] sums, long[] counts) {
        int r = data.fixedColumns() + 1;
        int levels = counts.length;
        this.data = data;
        this.owner = owner;
        this.sums = sums;
        this.counts = counts;
        this.width = r * r + 1;
        this.blockLength = Math.max(1, (int) Math.sqrt(levels));
        this.blockSums = new double[(levels + blockLength - 1) / blockLength * width];
        for (int j = 0; j < levels; j++) {
            for (int k = 0; k < width; k++) {
                blockSums[j / blockLength * width + k] += sums[j * width + k];
            }
        }
    }

    /**
     * Prepares the deletions of the levels of factor {@code f}; empty if the levels of another factor cross it.
     *
     * @param data the cross-products of all rows with the {@code kept} columns of X
     */
    public static Optional<LevelDeletion> of(
            CrossProducts data,
            Design design,
            List<GroupingFactor> factors,
            Conditioning conditioning,
            int[] kept,
            int f) {
        int[] codes = factors.get(f).codes();
        int[][] owner = new int[factors.size()][];
        for (int e = 0; e < owner.length; e++) {
            owner[e] = owners(factors.get(e), codes);
            if (owner[e].length == 0) {
                return Optional.empty();
            }
        }
        long[] counts = new long[factors.get(f).levels()];
        for (int code : codes) {
            counts[code]++;
        }
        double[] sums = sums(design, conditioning, kept, codes, counts.length);
        return Optional.of(new LevelDeletion(data, owner, sums, counts));
    }

    /** The level of {@code codes} that each level lies in; empty if one lies in several. */
    private static int[] owners(GroupingFactor factor, int[] codes) {
        int[] owner = new int[factor.levels()];
        Arrays.fill(owner, -1);
        for (int i = 0; i < codes.length; i++) {
            int level = factor.codes()[i];
            if (owner[level] >= 0 && owner[level] != codes[i]) {
                return new int[0];
            }
            owner[level] = codes[i];
        }
        return owner;
    }

    private static double[] sums(Design design, Conditioning conditioning, int[] kept, int[] codes, int levels) {
        int full = design.fixed().width() + 1;
        int r = kept.length + 1;
        int[] columns = Arrays.copyOf(kept, r);
        columns[r - 1] = full - 1;
        double[] sums = new double[Math.multiplyExact(levels, r * r + 1)];
        double[] row = new double[full];
        int chunk = Math.min(1024, codes.length);
        FixedRows rows = new FixedRows(design, conditioning, chunk);
        for (int from = 0; from < codes.length; from += chunk) {
            int count = Math.min(chunk, codes.length - from);
            rows.load(from, count);
            for (int i = 0; i < count; i++) {
                Arrays.fill(row, 0);
                rows.addRow(i, 1, row, 0, 1);
                int at = codes[from + i] * (r * r + 1);
                for (int b = 0; b < r; b++) {
                    for (int a = b; a < r; a++) {
                        sums[at + b * r + a] += row[columns[a]] * row[columns[b]];
                    }
                }
                sums[at + r * r] += design.weights().length == 0 ? 0 : Math.log(design.weights()[from + i]);
            }
        }
        return sums;
    }

    /** Rows of a level. */
    public long rows(int level) {
        return counts[level];
    }

    /** The cross-products of all rows but those of a level. */
    public CrossProducts without(int level) {
        double[] rest = rest(level);
        int factors = data.factors();
        CrossProducts.Block[] blocks = new CrossProducts.Block[factors];
        CrossProducts.Coupling[][] couplings = new CrossProducts.Coupling[factors][];
        for (int e = 0; e < factors; e++) {
            blocks[e] = without(data.block(e), owner[e], level);
            couplings[e] = new CrossProducts.Coupling[factors - e - 1];
            for (int g = e + 1; g < factors; g++) {
                int size = data.block(e).effects() * data.block(g).effects();
                couplings[e][g - e - 1] = without(data.coupling(e, g), owner[e], level, size);
            }
        }
        return new CrossProducts(
                data.rows() - counts[level],
                rest[width - 1],
                data.fixedColumns(),
                Arrays.copyOf(rest, width - 1),
                blocks,
                couplings);
    }

    private double[] rest(int level) {
        double[] rest = new double[width];
        int own = level / blockLength;
        for (int b = 0; b < blockSums.length / width; b++) {
            if (b != own) {
                add(blockSums, b, rest);
            }
        }
        int end = Math.min(counts.length, (own + 1) * blockLength);
        for (int j = own * blockLength; j < end; j++) {
            if (j != level) {
                add(sums, j, rest);
            }
        }
        return rest;
    }

    private void add(double[] from, int index, double[] to) {
        for (int k = 0; k < width; k++) {
            to[k] += from[index * width + k];
        }
    }

    private static CrossProducts.Block without(CrossProducts.Block block, int[] owner, int level) {
        double[] own = block.own().clone();
        double[] withFixed = block.withFixed().clone();
        long[] counts = block.counts().clone();
        int ownSize = own.length / block.levels();
        int fixedSize = withFixed.length / block.levels();
        for (int j = 0; j < owner.length; j++) {
            if (owner[j] == level) {
                Arrays.fill(own, j * ownSize, (j + 1) * ownSize, 0);
                Arrays.fill(withFixed, j * fixedSize, (j + 1) * fixedSize, 0);
                counts[j] = 0;
            }
        }
        return new CrossProducts.Block(block.levels(), block.effects(), own, withFixed, counts);
    }

    private static CrossProducts.Coupling without(CrossProducts.Coupling coupling, int[] owner, int level, int size) {
        double[] values = coupling.values().clone();
        for (int j = 0; j < owner.length; j++) {
            if (owner[j] == level) {
                Arrays.fill(values, coupling.start()[j] * size, coupling.start()[j + 1] * size, 0);
            }
        }
        return new CrossProducts.Coupling(coupling.start(), coupling.level(), values);
    }
}
