package dev.echelon.internal.crossproducts;

import java.util.List;

/**
 * The cross-products of several sets of rows that have no level of any factor in common: levels are put one after the
 * other, and only the products of [X y] are added. The same part may be there several times, as a group of its own each
 * time.
 */
public final class Concatenation {
    private final List<CrossProducts> parts;
    private final int p;

    private Concatenation(List<CrossProducts> parts) {
        this.parts = parts;
        this.p = parts.get(0).fixedColumns();
    }

    /** All parts together; they must be of the same model and conditioning. */
    public static CrossProducts of(List<CrossProducts> parts) {
        return new Concatenation(parts).result();
    }

    private CrossProducts result() {
        long rows = 0;
        double sumLogWeights = 0;
        double[] fixed = new double[(p + 1) * (p + 1)];
        for (CrossProducts part : parts) {
            rows += part.rows();
            sumLogWeights += part.sumLogWeights();
            for (int i = 0; i < fixed.length; i++) {
                fixed[i] += part.fixed()[i];
            }
        }
        int factors = parts.get(0).factors();
        CrossProducts.Block[] blocks = new CrossProducts.Block[factors];
        CrossProducts.Coupling[][] couplings = new CrossProducts.Coupling[factors][];
        for (int f = 0; f < factors; f++) {
            blocks[f] = block(f);
            couplings[f] = new CrossProducts.Coupling[factors - f - 1];
            for (int g = f + 1; g < factors; g++) {
                couplings[f][g - f - 1] = coupling(f, g);
            }
        }
        return new CrossProducts(rows, sumLogWeights, p, fixed, blocks, couplings);
    }

    private CrossProducts.Block block(int f) {
        int levels = 0;
        for (CrossProducts part : parts) {
            levels += part.block(f).levels();
        }
        int q = parts.get(0).block(f).effects();
        double[] own = new double[levels * q * q];
        double[] withFixed = new double[levels * q * (p + 1)];
        long[] counts = new long[levels];
        int at = 0;
        for (CrossProducts part : parts) {
            CrossProducts.Block block = part.block(f);
            System.arraycopy(block.own(), 0, own, at * q * q, block.own().length);
            System.arraycopy(block.withFixed(), 0, withFixed, at * q * (p + 1), block.withFixed().length);
            System.arraycopy(block.counts(), 0, counts, at, block.levels());
            at += block.levels();
        }
        return new CrossProducts.Block(levels, q, own, withFixed, counts);
    }

    private CrossProducts.Coupling coupling(int f, int g) {
        int levels = 0;
        int entries = 0;
        for (CrossProducts part : parts) {
            levels += part.block(f).levels();
            entries += part.coupling(f, g).entries();
        }
        int size = parts.get(0).block(f).effects() * parts.get(0).block(g).effects();
        int[] start = new int[levels + 1];
        int[] level = new int[entries];
        double[] values = new double[entries * size];
        int row = 0;
        int column = 0;
        int entry = 0;
        for (CrossProducts part : parts) {
            CrossProducts.Coupling own = part.coupling(f, g);
            for (int j = 0; j < part.block(f).levels(); j++) {
                start[row + j + 1] = entry + own.start()[j + 1];
            }
            for (int e = 0; e < own.entries(); e++) {
                level[entry + e] = column + own.level()[e];
            }
            System.arraycopy(own.values(), 0, values, entry * size, own.entries() * size);
            row += part.block(f).levels();
            column += part.block(g).levels();
            entry += own.entries();
        }
        return new CrossProducts.Coupling(start, level, values);
    }
}
