package dev.echelon.internal.likelihood;

import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.sparse.SupernodalCholesky;
import dev.echelon.internal.sparse.Symbolic;

/** Writes the cross-products into the panels of a sparse factor; the places are found once. */
final class SparseAssembly {
    private final CrossProducts data;
    private final LevelGraph graph;
    private final Symbolic symbolic;
    /** Per pair of factors and entry: where its first number goes within the panel of the level eliminated first. */
    private final int[][][] places;

    SparseAssembly(CrossProducts data, LevelGraph graph, Symbolic symbolic) {
        this.data = data;
        this.graph = graph;
        this.symbolic = symbolic;
        this.places = new int[data.factors()][][];
        for (int f = 0; f < places.length; f++) {
            places[f] = new int[data.factors() - f - 1][];
            for (int g = f + 1; g < data.factors(); g++) {
                places[f][g - f - 1] = places(f, g);
            }
        }
    }

    private int[] places(int f, int g) {
        CrossProducts.Coupling coupling = data.coupling(f, g);
        int[] place = new int[coupling.entries()];
        for (int j = 0; j + 1 < coupling.start().length; j++) {
            int u = symbolic.column(graph.first()[f] + j);
            for (int e = coupling.start()[j]; e < coupling.start()[j + 1]; e++) {
                int v = symbolic.column(graph.first()[g] + coupling.level()[e]);
                place[e] = symbolic.place(Math.min(u, v), Math.max(u, v));
            }
        }
        return place;
    }

    void fill(SupernodalCholesky factor) {
        factor.clear();
        double[][] values = factor.values();
        for (int f = 0; f < data.factors(); f++) {
            fillOwn(f, values);
            for (int g = f + 1; g < data.factors(); g++) {
                fillCoupling(f, g, values);
            }
        }
        System.arraycopy(data.fixed(), 0, factor.border(), 0, factor.border().length);
    }

    private void fillOwn(int f, double[][] values) {
        CrossProducts.Block block = data.block(f);
        int q = block.effects();
        int r = data.fixedColumns() + 1;
        for (int j = 0; j < block.levels(); j++) {
            int column = symbolic.column(graph.first()[f] + j);
            int panel = symbolic.panelOf(column);
            int height = symbolic.height(panel);
            int own = symbolic.place(column, column);
            int fixed = symbolic.borderPlace(column);
            double[] out = values[panel];
            for (int a = 0; a < q; a++) {
                for (int b = a; b < q; b++) {
                    out[own + a * height + b] = block.own()[(j * q + a) * q + b];
                }
                for (int k = 0; k < r; k++) {
                    out[fixed + a * height + k] = block.withFixed()[(j * r + k) * q + a];
                }
            }
        }
    }

    private void fillCoupling(int f, int g, double[][] values) {
        CrossProducts.Coupling coupling = data.coupling(f, g);
        int[] place = places[f][g - f - 1];
        int q = data.block(f).effects();
        int w = data.block(g).effects();
        for (int j = 0; j + 1 < coupling.start().length; j++) {
            int u = symbolic.column(graph.first()[f] + j);
            for (int e = coupling.start()[j]; e < coupling.start()[j + 1]; e++) {
                int v = symbolic.column(graph.first()[g] + coupling.level()[e]);
                int panel = symbolic.panelOf(Math.min(u, v));
                int height = symbolic.height(panel);
                int rowStep = u < v ? height : 1; // effects of f are columns if f's level is eliminated first
                int columnStep = u < v ? 1 : height;
                double[] out = values[panel];
                int from = e * q * w;
                for (int b = 0; b < w; b++) {
                    for (int a = 0; a < q; a++) {
                        out[place[e] + a * rowStep + b * columnStep] = coupling.values()[from + b * q + a];
                    }
                }
            }
        }
    }
}
