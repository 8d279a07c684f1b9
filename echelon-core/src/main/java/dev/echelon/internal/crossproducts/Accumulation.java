package dev.echelon.internal.crossproducts;

import dev.echelon.internal.design.Design;
import java.util.List;

/**
 * One pass over the rows of a design. Rows go through in chunks small enough for the cache; sums are formed per chunk
 * and then added, which also bounds rounding.
 */
final class Accumulation {
    private static final int CHUNK = 1024;

    private final Design design;
    private final List<GroupingFactor> factors;
    private final int n;
    private final int r;
    private final FixedRows fixedRows;
    private final EffectRows[] effectRows;
    private final double[] fixed;
    private final CrossProducts.Block[] blocks;

    Accumulation(Design design, List<GroupingFactor> factors, Conditioning conditioning) {
        this.design = design;
        this.factors = factors;
        this.n = design.response().length;
        this.r = design.fixed().width() + 1;
        this.fixedRows = new FixedRows(design, conditioning, Math.min(CHUNK, Math.max(1, n)));
        this.fixed = new double[r * r];
        this.effectRows = new EffectRows[factors.size()];
        this.blocks = new CrossProducts.Block[factors.size()];
        for (int f = 0; f < blocks.length; f++) {
            GroupingFactor factor = factors.get(f);
            int q = factor.effects();
            effectRows[f] = new EffectRows(design, factor, conditioning.effects(f));
            blocks[f] = new CrossProducts.Block(
                    factor.levels(),
                    q,
                    new double[Math.multiplyExact(factor.levels(), q * q)],
                    new double[Math.multiplyExact(factor.levels(), q * r)],
                    new long[factor.levels()]);
        }
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
        CrossProducts.Coupling[][] couplings = new CrossProducts.Coupling[blocks.length][];
        for (int f = 0; f < blocks.length; f++) {
            couplings[f] = new CrossProducts.Coupling[blocks.length - f - 1];
            for (int g = f + 1; g < blocks.length; g++) {
                couplings[f][g - f - 1] = CouplingRows.couple(
                        factors.get(f), effectRows[f], factors.get(g), effectRows[g], n, design.weights());
            }
        }
        double sumLogWeights = 0;
        for (double w : design.weights()) {
            sumLogWeights += Math.log(w);
        }
        return new CrossProducts(n, sumLogWeights, r - 1, fixed, blocks, couplings);
    }

    private void addBlock(int f, int from, int count) {
        CrossProducts.Block block = blocks[f];
        int q = block.effects();
        int[] codes = factors.get(f).codes();
        long[] counts = block.counts();
        double[] own = block.own();
        EffectRows effects = effectRows[f];
        if (effects.isConstant()) {
            for (int i = 0; i < count; i++) {
                int j = codes[from + i];
                double w = fixedRows.rootWeight(i);
                counts[j]++;
                own[j] += w * w;
                fixedRows.addRow(i, w, block.withFixed(), j * r, 1);
            }
            return;
        }
        double[] z = new double[q];
        for (int i = 0; i < count; i++) {
            int j = codes[from + i];
            effects.row(from + i, fixedRows.rootWeight(i), z);
            counts[j]++;
            int base = j * q * q;
            for (int b = 0; b < q; b++) {
                for (int a = 0; a < q; a++) {
                    own[base + b * q + a] += z[a] * z[b];
                }
            }
            for (int a = 0; a < q; a++) {
                if (z[a] != 0) {
                    fixedRows.addRow(i, z[a], block.withFixed(), j * q * r + a, q);
                }
            }
        }
    }
}
