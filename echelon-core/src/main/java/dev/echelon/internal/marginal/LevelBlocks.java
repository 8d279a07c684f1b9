package dev.echelon.internal.marginal;

/** Products with matrices that repeat one block for every level of the random terms across blocks, I ⊗ D per term. */
final class LevelBlocks {
    private LevelBlocks() {}

    /** X := XΛ, X with {@code rows} rows and a column for each column of Z₂. */
    static void rightMultiply(Columns columns, Point point, int rows, double[] x) {
        for (int o = 0; o < columns.outer.length; o++) {
            EffectColumns term = columns.terms.get(columns.outer[o]);
            double[] lambda = point.terms().get(columns.outer[o]).factor();
            multiply(columns.start[o], term, lambda, rows, x);
        }
    }

    private static void multiply(int start, EffectColumns term, double[] d, int rows, double[] x) {
        int w = term.width;
        double[] row = new double[w];
        for (int level = 0; level < term.levels; level++) {
            int from = start + level * w;
            for (int i = 0; i < rows; i++) {
                for (int b = 0; b < w; b++) {
                    row[b] = 0;
                    for (int a = 0; a < w; a++) {
                        row[b] += x[(from + a) * rows + i] * d[b * w + a];
                    }
                }
                for (int b = 0; b < w; b++) {
                    x[(from + b) * rows + i] = row[b];
                }
            }
        }
    }

    /** XE with E zero but for D at every level of one outer term; X is rows×z. */
    static double[] times(Columns columns, int outer, double[] d, int rows, double[] x) {
        EffectColumns term = columns.terms.get(columns.outer[outer]);
        double[] out = new double[x.length];
        int from = columns.start[outer] * rows;
        int length = (columns.start[outer + 1] - columns.start[outer]) * rows;
        System.arraycopy(x, from, out, from, length);
        multiply(columns.start[outer], term, d, rows, out);
        return out;
    }

    /** The sum over the levels of one outer term of the w×w diagonal blocks of a z×z matrix. */
    static double[] sumOfBlocks(Columns columns, int outer, double[] x) {
        EffectColumns term = columns.terms.get(columns.outer[outer]);
        int w = term.width;
        double[] sum = new double[w * w];
        for (int level = 0; level < term.levels; level++) {
            int from = columns.start[outer] + level * w;
            for (int b = 0; b < w; b++) {
                for (int a = 0; a < w; a++) {
                    sum[b * w + a] += x[(from + b) * columns.z + from + a];
                }
            }
        }
        return sum;
    }

    /** Σ over levels of g_level g_level', w×w, of a vector over Z₂. */
    static double[] gram(Columns columns, int outer, double[] g) {
        EffectColumns term = columns.terms.get(columns.outer[outer]);
        int w = term.width;
        double[] sum = new double[w * w];
        for (int level = 0; level < term.levels; level++) {
            int from = columns.start[outer] + level * w;
            for (int b = 0; b < w; b++) {
                for (int a = 0; a < w; a++) {
                    sum[b * w + a] += g[from + a] * g[from + b];
                }
            }
        }
        return sum;
    }
}
