package dev.echelon.internal.crossproducts;

import dev.echelon.internal.design.Design;
import java.util.List;

/**
 * One pass over the rows of a design. Rows go through in chunks small enough for the cache; sums are formed per chunk
 * and then added, which also bounds rounding.
 */
final class Accumulation {
    private static final int CHUNK = 1024;
    private static final double[] NONE = {};

    private final Design design;
    private final List<GroupingFactor> factors;
    private final int n;
    private final int r;
    private final FixedRows fixedRows;
    private final EffectRows[] effectRows;
    private final double[] fixed;
    private final CrossProducts.Block[] blocks;
    private final double[] effects;

    Accumulation(Design design, List<GroupingFactor> factors, Conditioning conditioning) {
        this.design = design;
        this.factors = factors;
        this.n = design.response().length;
        this.r = design.fixed().width() + 1;
        int chunk = Math.min(CHUNK, Math.max(1, n));
        this.fixedRows = new FixedRows(design, conditioning, chunk);
        this.fixed = new double[r * r];
        this.effectRows = new EffectRows[factors.size()];
        this.blocks = new CrossProducts.Block[factors.size()];
        int widest = 0;
        for (int f = 0; f < blocks.length; f++) {
            GroupingFactor factor = factors.get(f);
            int q = factor.effects();
            widest = Math.max(widest, q);
            effectRows[f] = new EffectRows(design, factor, conditioning.effects(f));
            blocks[f] = new CrossProducts.Block(
                    factor.levels(),
                    q,
                    new double[Math.multiplyExact(factor.levels(), q * q)],
                    new double[Math.multiplyExact(factor.levels(), q * r)],
                    new long[factor.levels()]);
        }
        this.effects = new double[chunk * widest];
    }

    CrossProducts result() {
        for (int from = 0; from < n; from += CHUNK) {
            int count = Math.min(CHUNK, n - from);
            fixedRows.load(from, count);
            fixedRows.addCrossProducts(count, fixed);
            for (int f = 0; f < blocks.length; f++) {
                addBlock(f, from, count);
            }
        }
        double sumLogWeights = 0;
        for (double w : design.weights()) {
            sumLogWeights += Math.log(w);
        }
        return new CrossProducts(n, sumLogWeights, r - 1, fixed, blocks, couplings());
    }

    private CrossProducts.Coupling[][] couplings() {
        CouplingRows rows = new CouplingRows(factors, effectRows, n, design.weights());
        CrossProducts.Coupling[][] couplings = new CrossProducts.Coupling[blocks.length][];
        for (int f = 0; f < blocks.length; f++) {
            couplings[f] = new CrossProducts.Coupling[blocks.length - f - 1];
            for (int g = f + 1; g < blocks.length; g++) {
                couplings[f][g - f - 1] = rows.couple(f, g);
            }
        }
        return couplings;
    }

    private void addBlock(int f, int from, int count) {
        CrossProducts.Block block = blocks[f];
        int[] codes = factors.get(f).codes();
        long[] counts = block.counts();
        for (int i = 0; i < count; i++) {
            counts[codes[from + i]]++;
        }
        double[] weights = design.weights().length == 0 ? NONE : fixedRows.rootWeights();
        effectRows[f].load(from, count, weights, 0, effects, 0);
        switch (block.effects()) {
            case 1 -> addScalars(block, codes, from, count);
            case 2 -> addPairs(block, codes, from, count);
            default -> addVectors(block, codes, from, count);
        }
    }

    private void addScalars(CrossProducts.Block block, int[] codes, int from, int count) {
        double[] own = block.own();
        double[] withFixed = block.withFixed();
        for (int i = 0; i < count; i++) {
            int j = codes[from + i];
            double z = effects[i];
            own[j] += z * z;
            fixedRows.addRow(i, z, withFixed, j * r, 1);
        }
    }

    private void addPairs(CrossProducts.Block block, int[] codes, int from, int count) {
        double[] own = block.own();
        double[] withFixed = block.withFixed();
        for (int i = 0; i < count; i++) {
            int j = codes[from + i];
            double z = effects[2 * i];
            double t = effects[2 * i + 1];
            own[4 * j] += z * z;
            own[4 * j + 1] += z * t;
            own[4 * j + 2] += z * t;
            own[4 * j + 3] += t * t;
            fixedRows.addRows(i, z, t, withFixed, 2 * j * r);
        }
    }

    private void addVectors(CrossProducts.Block block, int[] codes, int from, int count) {
        int q = block.effects();
        double[] own = block.own();
        for (int i = 0; i < count; i++) {
            int j = codes[from + i];
            int base = j * q * q;
            int row = i * q;
            for (int b = 0; b < q; b++) {
                double z = effects[row + b];
                if (z == 0) {
                    continue;
                }
                for (int a = 0; a < q; a++) {
                    own[base + b * q + a] += effects[row + a] * z;
                }
                fixedRows.addRow(i, z, block.withFixed(), j * q * r + b, q);
            }
        }
    }
}
