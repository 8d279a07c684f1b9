package dev.echelon.internal.sparse;

/**
 * Multiplication of a panel by the block-diagonal Λ: node i has the q×q lower triangle {@code lambda[family[i]]}.
 * Diagonal blocks keep both triangles equal.
 */
final class BlockScaling {
    private final Symbolic symbolic;
    private final SparsePattern pattern;
    private final int[] family;

    BlockScaling(Symbolic symbolic, SparsePattern pattern, int[] family) {
        this.symbolic = symbolic;
        this.pattern = pattern;
        this.family = family;
    }

    /** What is done to one node of a panel. */
    interface NodeAction {
        /**
         * @param family of the node
         * @param at its first column within the panel
         * @param q its columns
         */
        void apply(int family, int at, int q);
    }

    void forNodes(int panel, NodeAction action) {
        int first = symbolic.firstColumn(panel);
        for (int k = symbolic.panelNode[panel]; k < symbolic.panelNode[panel + 1]; k++) {
            int node = symbolic.order[k];
            action.apply(family[node], symbolic.column[k] - first, pattern.width()[node]);
        }
    }

    int familyOf(int panel) {
        return family[symbolic.order[symbolic.panelNode[panel]]];
    }

    /** Rows below and own block times Λ, then Λ' from the left on the own block: Λ'AΛ over R'Λ. */
    void scale(int panel, double[][] lambda, double[] values) {
        int height = symbolic.height(panel);
        forNodes(panel, (f, at, q) -> {
            double[] l = lambda[f];
            if (q == 1) {
                scaleColumn(values, at * height + at, at * height + height, l[0]);
            } else {
                mirrorBlock(values, height, at, q);
                timesLambda(values, height, at, height, at, q, l);
            }
        });
        forNodes(panel, (f, at, q) -> transposedFromLeft(values, height, at, q, lambda[f]));
    }

    private static void scaleColumn(double[] values, int from, int to, double s) {
        for (int i = from; i < to; i++) {
            values[i] *= s;
        }
    }

    private static void mirrorBlock(double[] values, int height, int at, int q) {
        for (int b = 0; b < q; b++) {
            for (int a = 0; a < b; a++) {
                values[(at + b) * height + at + a] = values[(at + a) * height + at + b];
            }
        }
    }

    /** Columns at..at+q, rows from..to, times λ. */
    static void timesLambda(double[] values, int height, int from, int to, int at, int q, double[] l) {
        for (int k = 0; k < q; k++) {
            int target = (at + k) * height;
            for (int i = from; i < to; i++) {
                double sum = 0;
                for (int h = k; h < q; h++) {
                    sum += values[(at + h) * height + i] * l[k * q + h];
                }
                values[target + i] = sum;
            }
        }
    }

    /** Columns at..at+q, rows from..to, times λ'. */
    static void timesTransposed(double[] values, int height, int from, int to, int at, int q, double[] l) {
        for (int k = q - 1; k >= 0; k--) {
            int target = (at + k) * height;
            for (int i = from; i < to; i++) {
                double sum = 0;
                for (int h = 0; h <= k; h++) {
                    sum += values[(at + h) * height + i] * l[h * q + k];
                }
                values[target + i] = sum;
            }
        }
    }

    /** Rows at..at+q of all columns up to the node's own: λ' from the left. */
    private static void transposedFromLeft(double[] values, int height, int at, int q, double[] l) {
        for (int column = 0; column < at + q; column++) {
            int to = column * height + at;
            for (int k = 0; k < q; k++) {
                double sum = 0;
                for (int h = k; h < q; h++) {
                    sum += l[k * q + h] * values[to + h];
                }
                values[to + k] = sum;
            }
        }
    }

    /** ΛCΛ' on a full symmetric w×w matrix. */
    void expand(int panel, double[][] lambda, double[] c) {
        int width = symbolic.width(panel);
        forNodes(panel, (f, at, q) -> timesTransposed(c, width, 0, width, at, q, lambda[f]));
        forNodes(panel, (f, at, q) -> {
            double[] l = lambda[f];
            for (int column = 0; column < width; column++) {
                int to = column * width + at;
                for (int k = q - 1; k >= 0; k--) {
                    double sum = 0;
                    for (int h = 0; h <= k; h++) {
                        sum += l[h * q + k] * c[to + h];
                    }
                    c[to + k] = sum;
                }
            }
        });
    }
}
