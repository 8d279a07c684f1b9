package dev.echelon.internal.crossproducts;

import java.util.ArrayList;
import java.util.List;

/**
 * Cross-products of a model whose random effects are in the span of another's: the columns Z_f of every level replaced by
 * Z_fT_f. <b>Cost</b> one pass over the blocks.
 */
public final class EffectMaps {
    private final CrossProducts data;
    private final List<double[]> maps;
    private final int[] kept;
    private final int r;

    private EffectMaps(CrossProducts data, List<double[]> maps) {
        this.data = data;
        this.maps = maps;
        this.r = data.fixedColumns() + 1;
        this.kept = java.util.stream.IntStream.range(0, maps.size())
                .filter(f -> maps.get(f).length > 0)
                .toArray();
    }

    /**
     * The cross-products of the smaller model.
     *
     * @param maps T_f of each factor, q_f×w_f column-major; a factor with no columns left is dropped
     */
    public static CrossProducts apply(CrossProducts data, List<double[]> maps) {
        return new EffectMaps(data, maps).mapped();
    }

    private CrossProducts mapped() {
        List<CrossProducts.Block> blocks = new ArrayList<>();
        List<List<CrossProducts.Coupling>> couplings = new ArrayList<>();
        for (int a = 0; a < kept.length; a++) {
            blocks.add(block(kept[a]));
            List<CrossProducts.Coupling> row = new ArrayList<>();
            for (int b = a + 1; b < kept.length; b++) {
                row.add(coupling(kept[a], kept[b]));
            }
            couplings.add(row);
        }
        return CrossProducts.of(data.rows(), data.sumLogWeights(), data.fixed(), blocks, couplings);
    }

    private int width(int f) {
        return maps.get(f).length / data.block(f).effects();
    }

    private CrossProducts.Block block(int f) {
        CrossProducts.Block block = data.block(f);
        int q = block.effects();
        int w = width(f);
        double[] own = new double[block.levels() * w * w];
        double[] withFixed = new double[block.levels() * w * r];
        double[] full = new double[q * q];
        for (int j = 0; j < block.levels(); j++) {
            for (int k = 0; k < q; k++) {
                for (int i = 0; i < q; i++) {
                    full[k * q + i] = block.own()[(j * q + Math.min(i, k)) * q + Math.max(i, k)];
                }
            }
            double[] half = left(f, full, 0, q);
            right(f, half, w, own, j * w * w);
            System.arraycopy(left(f, block.withFixed(), j * q * r, r), 0, withFixed, j * w * r, w * r);
        }
        return new CrossProducts.Block(block.levels(), w, own, withFixed, block.counts());
    }

    private CrossProducts.Coupling coupling(int f, int g) {
        CrossProducts.Coupling coupling = data.coupling(f, g);
        int size = data.block(f).effects() * data.block(g).effects();
        int small = width(f) * width(g);
        double[] values = new double[coupling.entries() * small];
        for (int e = 0; e < coupling.entries(); e++) {
            double[] half = left(f, coupling.values(), e * size, data.block(g).effects());
            right(g, half, width(f), values, e * small);
        }
        return new CrossProducts.Coupling(coupling.start(), coupling.level(), values);
    }

    /** T_f'B, B q_f×columns. */
    private double[] left(int f, double[] b, int at, int columns) {
        double[] map = maps.get(f);
        int q = data.block(f).effects();
        int w = width(f);
        double[] out = new double[w * columns];
        for (int c = 0; c < columns; c++) {
            for (int k = 0; k < w; k++) {
                double sum = 0;
                for (int i = 0; i < q; i++) {
                    sum += map[k * q + i] * b[at + c * q + i];
                }
                out[c * w + k] = sum;
            }
        }
        return out;
    }

    /** BT_g, B rows×q_g. */
    private void right(int g, double[] b, int rows, double[] out, int at) {
        double[] map = maps.get(g);
        int q = data.block(g).effects();
        for (int k = 0; k < width(g); k++) {
            for (int i = 0; i < rows; i++) {
                double sum = 0;
                for (int h = 0; h < q; h++) {
                    sum += b[h * rows + i] * map[k * q + h];
                }
                out[at + k * rows + i] = sum;
            }
        }
    }
}
