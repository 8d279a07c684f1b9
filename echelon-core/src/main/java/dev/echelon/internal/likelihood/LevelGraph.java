package dev.echelon.internal.likelihood;

import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.sparse.SparsePattern;
import java.util.Arrays;

/**
 * The levels of all factors as nodes of a graph; levels that occur together in a row are adjacent. Node numbers follow
 * the factors, then the levels.
 *
 * @param first node of each factor's first level, and the number of nodes
 * @param family factor of each node
 * @param pattern the graph; a node is as wide as its level has effects
 */
record LevelGraph(int[] first, int[] family, SparsePattern pattern) {

    static LevelGraph of(CrossProducts data) {
        int factors = data.factors();
        int[] first = new int[factors + 1];
        for (int f = 0; f < factors; f++) {
            first[f + 1] = Math.addExact(first[f], data.block(f).levels());
        }
        int[] family = new int[first[factors]];
        int[] width = new int[first[factors]];
        for (int f = 0; f < factors; f++) {
            Arrays.fill(family, first[f], first[f + 1], f);
            Arrays.fill(width, first[f], first[f + 1], data.block(f).effects());
        }
        int[] start = new int[family.length + 1];
        forEdges(data, first, (u, v) -> {
            start[u + 1]++;
            start[v + 1]++;
        });
        for (int i = 0; i < family.length; i++) {
            start[i + 1] = Math.addExact(start[i], start[i + 1]);
        }
        int[] next = Arrays.copyOf(start, family.length);
        int[] adjacent = new int[start[family.length]];
        forEdges(data, first, (u, v) -> {
            adjacent[next[u]++] = v;
            adjacent[next[v]++] = u;
        });
        return new LevelGraph(first, family, new SparsePattern(start, adjacent, width));
    }

    /** The same nodes without the edges. */
    LevelGraph withoutEdges() {
        SparsePattern none = new SparsePattern(new int[family.length + 1], new int[0], pattern.width());
        return new LevelGraph(first, family, none);
    }

    /** Takes one edge. */
    private interface Edge {
        void accept(int u, int v);
    }

    private static void forEdges(CrossProducts data, int[] first, Edge edge) {
        for (int f = 0; f < data.factors(); f++) {
            for (int g = f + 1; g < data.factors(); g++) {
                CrossProducts.Coupling coupling = data.coupling(f, g);
                for (int j = 0; j + 1 < coupling.start().length; j++) {
                    for (int e = coupling.start()[j]; e < coupling.start()[j + 1]; e++) {
                        edge.accept(first[f] + j, first[g] + coupling.level()[e]);
                    }
                }
            }
        }
    }

    /** For each node the place of its factor in the chain of a layout, or after the chain. */
    int[] stage(Layout layout) {
        int[] stage = new int[first.length - 1];
        Arrays.fill(stage, layout.chain().length);
        for (int c = 0; c < layout.chain().length; c++) {
            stage[layout.chain()[c]] = c;
        }
        return Arrays.stream(family).map(f -> stage[f]).toArray();
    }
}
