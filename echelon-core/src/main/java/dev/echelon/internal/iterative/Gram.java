package dev.echelon.internal.iterative;

import dev.echelon.internal.crossproducts.CrossProducts;
import org.jspecify.annotations.Nullable;

/** Products with the blocks of Z'Z, for eight vectors at once. */
final class Gram {
    private static final int W = Lanes.WIDTH;

    final CrossProducts data;
    final Split split;
    final int threads;
    private final @Nullable SparseRows[][] pairs;

    Gram(CrossProducts data, Split split, int threads) {
        this.data = data;
        this.split = split;
        this.threads = threads;
        int factors = data.factors();
        this.pairs = new SparseRows[factors][factors];
        for (int f = 0; f < factors; f++) {
            for (int g = 0; g < factors; g++) {
                if (f != g) {
                    pairs[f][g] = new SparseRows(
                            data.coupling(f, g),
                            data.block(f).effects(),
                            data.block(g).effects());
                }
            }
        }
    }

    /** The blocks of factors f and g by level of f. */
    SparseRows pair(int f, int g) {
        SparseRows rows = pairs[f][g];
        if (rows == null) {
            throw new IllegalArgumentException("a factor is no pair");
        }
        return rows;
    }

    /** Entries of all pairs that a product of the tail reads. */
    long entries() {
        long sum = 0;
        for (int t : split.tail()) {
            for (int f = 0; f < data.factors(); f++) {
                sum += f == t ? 0 : pair(t, f).level.length;
            }
        }
        return sum;
    }

    /** out += sign·Z_t'Z_t·in. */
    void tailFromTail(double sign, double[] in, double[] out) {
        addAll(split.tail(), split.tail(), sign, in, out);
    }

    /** out += sign·Z_t'Z_c·in. */
    void tailFromChain(double sign, double[] in, double[] out) {
        addAll(split.tail(), split.chain(), sign, in, out);
    }

    /** out += sign·Z_c'Z_t·in. */
    void chainFromTail(double sign, double[] in, double[] out) {
        addAll(split.chain(), split.tail(), sign, in, out);
    }

    /** out += sign·Z_c'Z_c·in. */
    void chainFromChain(double sign, double[] in, double[] out) {
        addAll(split.chain(), split.chain(), sign, in, out);
    }

    private void addAll(int[] to, int[] from, double sign, double[] in, double[] out) {
        for (int f : to) {
            for (int g : from) {
                if (f == g) {
                    addOwn(f, sign, in, out);
                } else {
                    pair(f, g).addProduct(sign, in, split.first()[g], out, split.first()[f], threads);
                }
            }
        }
    }

    private void addOwn(int f, double sign, double[] in, double[] out) {
        CrossProducts.Block block = data.block(f);
        Blocks.addProduct(
                block.levels(),
                block.effects(),
                sign,
                block.own(),
                in,
                split.first()[f],
                out,
                split.first()[f],
                threads);
    }

    /** Z_f'x of a column of [X y] into a lane. */
    void column(int f, int column, double[] out, int lane) {
        CrossProducts.Block block = data.block(f);
        int q = block.effects();
        int r = data.fixedColumns() + 1;
        for (int j = 0; j < block.levels(); j++) {
            for (int a = 0; a < q; a++) {
                out[(split.first()[f] + j * q + a) * W + lane] = block.withFixed()[(j * r + column) * q + a];
            }
        }
    }
}
