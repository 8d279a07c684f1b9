package dev.echelon.internal.likelihood;

import dev.echelon.internal.crossproducts.CrossProducts;

/** Arranges the cross-products of the tail factors, X and y as one dense lower triangle. */
final class RootProducts {

    private RootProducts() {}

    static double[] of(CrossProducts data, Layout layout) {
        int order = layout.rootSize();
        int tail = layout.tailColumns();
        int fixed = layout.fixedColumns() + 1;
        double[] root = new double[Math.multiplyExact(order, order)];
        for (int k = 0; k < fixed; k++) {
            for (int i = k; i < fixed; i++) {
                root[(tail + k) * order + tail + i] = data.fixed()[k * fixed + i];
            }
        }
        for (int t = 0; t < layout.tail().length; t++) {
            CrossProducts.Block block = data.block(layout.tail()[t]);
            int q = block.effects();
            for (int j = 0; j < block.levels(); j++) {
                int first = layout.tailOffset()[t] + j * q;
                for (int b = 0; b < q; b++) {
                    for (int a = b; a < q; a++) {
                        root[(first + b) * order + first + a] = block.own()[(j * q + b) * q + a];
                    }
                }
                for (int k = 0; k < fixed; k++) {
                    for (int a = 0; a < q; a++) {
                        root[(first + a) * order + tail + k] = block.withFixed()[(j * fixed + k) * q + a];
                    }
                }
            }
            for (int s = t + 1; s < layout.tail().length; s++) {
                addCoupling(data, layout, t, s, root);
            }
        }
        return root;
    }

    private static void addCoupling(CrossProducts data, Layout layout, int t, int s, double[] root) {
        int order = layout.rootSize();
        CrossProducts.Coupling coupling = data.coupling(layout.tail()[t], layout.tail()[s]);
        int q = data.block(layout.tail()[t]).effects();
        int w = data.block(layout.tail()[s]).effects();
        for (int j = 0; j + 1 < coupling.start().length; j++) {
            int column = layout.tailOffset()[t] + j * q;
            for (int e = coupling.start()[j]; e < coupling.start()[j + 1]; e++) {
                int row = layout.tailOffset()[s] + coupling.level()[e] * w;
                for (int b = 0; b < w; b++) {
                    for (int a = 0; a < q; a++) {
                        root[(column + a) * order + row + b] = coupling.values()[(e * w + b) * q + a];
                    }
                }
            }
        }
    }
}
