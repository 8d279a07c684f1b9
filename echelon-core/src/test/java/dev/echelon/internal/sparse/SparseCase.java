package dev.echelon.internal.sparse;

import dev.echelon.internal.linalg.Kernels;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A random mixed-model matrix Λ'Z'ZΛ + I with a border [X y], densely and as a pattern: rows that meet one level of each
 * factor.
 */
final class SparseCase {
    final SparsePattern pattern;
    final int[] family;
    final int[] effects;
    final double[][] lambda;
    final int border;
    /** Z'Z, Z'[X y] and [X y]'[X y] over nodes in their own order, border last; full. */
    final double[] gram;

    final int columns;
    private final int[] first;
    private final Set<Long> edges = new LinkedHashSet<>();

    /**
     * @param levels per factor
     * @param effects per factor
     * @param rows number of rows; levels that no row meets stay isolated
     * @param popular whether level 0 of the last factor is met by every other row
     */
    SparseCase(int[] levels, int[] effects, int border, int rows, boolean popular, long seed) {
        this.effects = effects;
        this.border = border;
        Random random = new Random(seed);
        List<Integer> widths = new ArrayList<>();
        List<Integer> families = new ArrayList<>();
        int[] offset = new int[levels.length];
        for (int f = 0; f < levels.length; f++) {
            offset[f] = widths.size();
            for (int j = 0; j < levels[f]; j++) {
                widths.add(effects[f]);
                families.add(f);
            }
        }
        int[] width = widths.stream().mapToInt(Integer::intValue).toArray();
        this.family = families.stream().mapToInt(Integer::intValue).toArray();
        this.first = new int[width.length + 1];
        for (int i = 0; i < width.length; i++) {
            first[i + 1] = first[i] + width[i];
        }
        this.columns = first[width.length];
        int n = columns + border;
        this.gram = new double[n * n];
        double[] row = new double[n];
        for (int r = 0; r < rows; r++) {
            int[] nodes = new int[levels.length];
            java.util.Arrays.fill(row, 0);
            for (int f = 0; f < levels.length; f++) {
                boolean last = popular && f == levels.length - 1 && r % 2 == 0;
                nodes[f] = offset[f] + (last ? 0 : random.nextInt(levels[f]));
                for (int a = 0; a < effects[f]; a++) {
                    row[first[nodes[f]] + a] = a == 0 ? 1 : random.nextGaussian();
                }
            }
            for (int k = columns; k < n; k++) {
                row[k] = k == columns ? 1 : random.nextGaussian();
            }
            addEdges(nodes);
            for (int k = 0; k < n; k++) {
                for (int i = 0; row[k] != 0 && i < n; i++) {
                    gram[k * n + i] += row[k] * row[i];
                }
            }
        }
        int[] from = edges.stream().mapToInt(e -> (int) (e >> 32)).toArray();
        int[] to = edges.stream().mapToInt(e -> (int) (long) e).toArray();
        this.pattern = SparsePattern.of(width, from, to);
        this.lambda = new double[levels.length][];
        for (int f = 0; f < levels.length; f++) {
            int q = effects[f];
            lambda[f] = new double[q * q];
            for (int k = 0; k < q; k++) {
                for (int i = k; i < q; i++) {
                    lambda[f][k * q + i] = 0.3 + random.nextDouble();
                }
            }
        }
    }

    private void addEdges(int[] nodes) {
        for (int f = 0; f < nodes.length; f++) {
            for (int g = f + 1; g < nodes.length; g++) {
                edges.add((long) nodes[f] << 32 | nodes[g]);
            }
        }
    }

    /** Stage of each node, for {@link Ordering#byStage}. */
    int[] stage() {
        return family;
    }

    int firstColumn(int node) {
        return first[node];
    }

    /** Λ over nodes and border (identity there), full. */
    double[] scale() {
        int n = columns + border;
        double[] scale = new double[n * n];
        for (int i = 0; i < pattern.nodes(); i++) {
            int q = pattern.width()[i];
            for (int b = 0; b < q; b++) {
                for (int a = b; a < q; a++) {
                    scale[(first[i] + b) * n + first[i] + a] = lambda[family[i]][b * q + a];
                }
            }
        }
        for (int k = columns; k < n; k++) {
            scale[k * n + k] = 1;
        }
        return scale;
    }

    /** Λ'Z'ZΛ + I with the border, full. */
    double[] scaled() {
        int n = columns + border;
        double[] scale = scale();
        double[] out = Matrices.multiply(n, Matrices.transpose(n, scale), Matrices.multiply(n, gram, scale));
        for (int k = 0; k < columns; k++) {
            out[k * n + k] += 1;
        }
        return out;
    }

    /** A factor of this matrix under an order. */
    SupernodalCholesky assemble(int[] order, int widest, int threads) {
        return assemble(order, widest, threads, widest % 2 == 0 ? 0 : Double.POSITIVE_INFINITY);
    }

    /** The same, eliminating single columns by tiles from so many pairs on. */
    SupernodalCholesky assemble(int[] order, int widest, int threads, double tiled) {
        Symbolic symbolic = Symbolic.of(pattern, order, border, widest);
        SupernodalCholesky factor =
                new SupernodalCholesky(symbolic, pattern, family, Kernels.java(), threads, tiled);
        fill(factor, symbolic);
        return factor;
    }

    void fill(SupernodalCholesky factor, Symbolic symbolic) {
        int n = columns + border;
        factor.clear();
        for (int u = 0; u < pattern.nodes(); u++) {
            put(factor, symbolic, u, u);
            for (int e = pattern.start()[u]; e < pattern.start()[u + 1]; e++) {
                int v = pattern.adjacent()[e];
                if (symbolic.column(v) > symbolic.column(u)) {
                    put(factor, symbolic, u, v);
                }
            }
            int panel = symbolic.panelOf[symbolic.column(u)];
            int height = symbolic.height(panel);
            for (int a = 0; a < pattern.width()[u]; a++) {
                int column = symbolic.column(u) + a - symbolic.firstColumn(panel);
                for (int k = 0; k < border; k++) {
                    factor.values()[panel][column * height + height - border + k] =
                            gram[(first[u] + a) * n + columns + k];
                }
            }
        }
        for (int k = 0; k < border; k++) {
            for (int i = k; i < border; i++) {
                factor.border()[k * border + i] = gram[(columns + k) * n + columns + i];
            }
        }
    }

    private void put(SupernodalCholesky factor, Symbolic symbolic, int u, int v) {
        int n = columns + border;
        int panel = symbolic.panelOf[symbolic.column(u)];
        int height = symbolic.height(panel);
        for (int a = 0; a < pattern.width()[u]; a++) {
            int column = symbolic.column(u) + a - symbolic.firstColumn(panel);
            for (int b = u == v ? a : 0; b < pattern.width()[v]; b++) {
                int row = symbolic.rowAt(panel, symbolic.column(v) + b);
                factor.values()[panel][column * height + row] = gram[(first[u] + a) * n + first[v] + b];
            }
        }
    }
}
