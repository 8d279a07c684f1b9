package dev.echelon.internal.crossproducts;

import java.util.ArrayList;
import java.util.List;

/**
 * Cross-products with their factors in another order and their levels among others: what two sets of rows need before
 * they can be added if they do not have the same levels. A level without rows gets zeros. <b>Cost</b> one pass over the
 * blocks; nothing is rounded.
 */
public final class Alignment {
    private final CrossProducts data;
    private final List<Factor> factors;

    private Alignment(CrossProducts data, List<Factor> factors) {
        this.data = data;
        this.factors = factors;
    }

    /**
     * Where a factor and its levels go.
     *
     * @param from index of the factor in the cross-products
     * @param places new index of each of its levels, all different
     * @param count number of levels afterwards
     */
    public record Factor(int from, int[] places, int count) {
        private boolean isIdentity(int at) {
            boolean same = from == at && places.length == count;
            for (int j = 0; same && j < count; j++) {
                same = places[j] == j;
            }
            return same;
        }
    }

    /** The cross-products with these factors, in this order. */
    public static CrossProducts apply(CrossProducts data, List<Factor> factors) {
        boolean same = factors.size() == data.factors();
        for (int f = 0; same && f < factors.size(); f++) {
            same = factors.get(f).isIdentity(f);
        }
        return same ? data : new Alignment(data, factors).aligned();
    }

    private CrossProducts aligned() {
        List<CrossProducts.Block> blocks = new ArrayList<>();
        List<List<CrossProducts.Coupling>> couplings = new ArrayList<>();
        for (int f = 0; f < factors.size(); f++) {
            blocks.add(block(factors.get(f)));
            List<CrossProducts.Coupling> row = new ArrayList<>();
            for (int g = f + 1; g < factors.size(); g++) {
                row.add(coupling(factors.get(f), factors.get(g)));
            }
            couplings.add(row);
        }
        return CrossProducts.of(data.rows(), data.sumLogWeights(), data.fixed(), blocks, couplings);
    }

    private CrossProducts.Block block(Factor factor) {
        CrossProducts.Block block = data.block(factor.from);
        int m = factor.count;
        int own = block.effects() * block.effects();
        int fixed = block.effects() * (data.fixedColumns() + 1);
        long[] counts = new long[m];
        double[] ownBlocks = new double[Math.multiplyExact(m, own)];
        double[] withFixed = new double[Math.multiplyExact(m, fixed)];
        for (int j = 0; j < block.levels(); j++) {
            int to = factor.places[j];
            counts[to] = block.counts()[j];
            System.arraycopy(block.own(), j * own, ownBlocks, to * own, own);
            System.arraycopy(block.withFixed(), j * fixed, withFixed, to * fixed, fixed);
        }
        return new CrossProducts.Block(m, block.effects(), ownBlocks, withFixed, counts);
    }

    /** Two transpositions sort the entries by both levels. */
    private CrossProducts.Coupling coupling(Factor first, Factor second) {
        CrossProducts.Coupling coupling = data.coupling(first.from, second.from);
        int qf = data.block(first.from).effects();
        int qg = data.block(second.from).effects();
        CrossProducts.Coupling bySecond = moved(coupling, second).transposed(second.count, qf, qg);
        return moved(bySecond, first).transposed(first.count, qg, qf);
    }

    private static CrossProducts.Coupling moved(CrossProducts.Coupling coupling, Factor factor) {
        int[] level = new int[coupling.entries()];
        for (int e = 0; e < level.length; e++) {
            level[e] = factor.places[coupling.level()[e]];
        }
        return new CrossProducts.Coupling(coupling.start(), level, coupling.values());
    }
}
