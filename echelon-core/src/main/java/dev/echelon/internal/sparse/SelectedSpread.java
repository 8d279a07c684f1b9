package dev.echelon.internal.sparse;

/**
 * Adds what a finished panel of the selected inverse contributes to Y = C̃_rest G of all panels that have rows among its
 * columns. Each such panel is written by one thread.
 */
final class SelectedSpread {
    private static final double SHARED = 2e5;

    /** Sources of one piece of work. */
    private static final int PIECE = 64;

    private final SelectedInverse inverse;
    private final SupernodalCholesky factor;
    private final Symbolic symbolic;
    private final int[] relative;
    private final TiledSpread tiled;
    private int[][] lists = new int[3][0];

    SelectedSpread(SelectedInverse inverse) {
        this.inverse = inverse;
        this.factor = inverse.factor;
        this.symbolic = factor.symbolic;
        this.relative = new int[symbolic.columns()];
        this.tiled = new TiledSpread(inverse);
    }

    void from(int target) {
        PanelUpdates updates = factor.updates;
        int from = updates.start[target];
        int to = updates.start[target + 1];
        if (from == to) {
            return;
        }
        PanelGather.locate(symbolic, target, relative);
        int leaves = 0;
        int singles = 0;
        int others = 0;
        lists = lists[0].length < to - from ? new int[3][to - from] : lists;
        for (int u = from; u < to; u++) {
            int source = updates.source[u];
            if (inverse.isLeaf(source)) {
                lists[0][leaves++] = u;
            } else if (symbolic.width(source) == 1) {
                lists[1][singles++] = u;
            } else {
                lists[2][others++] = u;
            }
        }
        spreadSingles(target, lists[0], leaves, true);
        spreadSingles(target, lists[1], singles, false);
        spreadAll(target, lists[2], others);
    }

    private void spreadSingles(int target, int[] list, int count, boolean leaves) {
        if (count == 0) {
            return;
        }
        if (!PackedColumns.pay(factor, target, list, count)) {
            spreadAll(target, list, count);
            return;
        }
        int pieces = (count + TiledSpread.PIECE - 1) / TiledSpread.PIECE;
        Runs.each(pieces, factor.threads, piece -> {
            int from = (int) ((long) count * piece / pieces);
            int to = (int) ((long) count * (piece + 1) / pieces);
            PackedColumns packed = new PackedColumns(symbolic, factor.updates, relative);
            packed.pack(target, list, from, to, inverse.coefficients());
            tiled.add(packed, leaves);
        });
    }

    private void spreadAll(int target, int[] list, int count) {
        double work = 0;
        for (int i = 0; i < count && work < SHARED; i++) {
            int source = factor.updates.source[list[i]];
            int columns = factor.updates.to[list[i]] - factor.updates.from[list[i]];
            work += (double) symbolic.width(source) * symbolic.height(source) * columns;
        }
        int piece = count > 4 * PIECE ? PIECE : 1;
        int pieces = (count + piece - 1) / piece;
        Runs.each(pieces, work < SHARED ? 1 : factor.threads, i -> {
            int end = Math.min(count, (i + 1) * piece);
            for (int k = i * piece; k < end; k++) {
                spread(target, list[k]);
            }
        });
    }

    private void spread(int target, int u) {
        int source = factor.updates.source[u];
        int from = factor.updates.from[u];
        int to = factor.updates.to[u];
        int width = symbolic.width(source);
        if (inverse.isLeaf(source)) {
            spreadLeaf(target, source, from, to);
        } else if (width == 1) {
            spreadColumn(target, source, from, to);
        } else if (PanelGather.isNarrow(width, symbolic.rows[source].length - from, to - from)) {
            spreadColumns(target, source, from, to);
        } else {
            multiply(target, source, from, to);
        }
    }

    private void spreadColumn(int target, int source, int from, int to) {
        int[] rows = symbolic.rows[source];
        double[] g = inverse.coefficients(source);
        double[] y = inverse.values[source];
        double[] c = inverse.values[target];
        int height = symbolic.height(target);
        int first = symbolic.firstColumn(target);
        int count = rows.length;
        int included = inverse.included();
        for (int a = from; a < to; a++) {
            int column = (rows[a] - first) * height;
            double x = g[1 + a];
            double sum = c[column + rows[a] - first] * x;
            for (int k = a + 1; k < count; k++) {
                double z = c[column + relative[rows[k]]];
                sum += z * g[1 + k];
                y[1 + k] += z * x;
            }
            int fixed = column + height - symbolic.border;
            for (int k = 0; k < included; k++) {
                double z = c[fixed + k];
                sum += z * g[1 + count + k];
                y[1 + count + k] += z * x;
            }
            y[1 + a] += sum;
        }
    }

    /** The form g'C̃g and the border's rows of a column that nothing below needs. */
    private void spreadLeaf(int target, int source, int from, int to) {
        int[] rows = symbolic.rows[source];
        double[] g = inverse.coefficients(source);
        double[] y = inverse.values[source];
        double[] c = inverse.values[target];
        int height = symbolic.height(target);
        int first = symbolic.firstColumn(target);
        int count = rows.length;
        int included = inverse.included();
        double form = 0;
        for (int a = from; a < to; a++) {
            int column = (rows[a] - first) * height;
            double x = g[1 + a];
            double sum = 0.5 * c[column + rows[a] - first] * x;
            for (int k = a + 1; k < count; k++) {
                sum += c[column + relative[rows[k]]] * g[1 + k];
            }
            int fixed = column + height - symbolic.border;
            for (int k = 0; k < included; k++) {
                sum += c[fixed + k] * g[1 + count + k];
                y[1 + k] += c[fixed + k] * x;
            }
            form += sum * x;
        }
        inverse.forms[source] += 2 * form;
    }

    private void spreadColumns(int target, int source, int from, int to) {
        int[] rows = symbolic.rows[source];
        double[] g = inverse.coefficients(source);
        double[] y = inverse.values[source];
        double[] c = inverse.values[target];
        int height = symbolic.height(target);
        int first = symbolic.firstColumn(target);
        int width = symbolic.width(source);
        int ld = symbolic.height(source);
        int count = rows.length;
        int end = count + inverse.included();
        for (int a = from; a < to; a++) {
            int column = (rows[a] - first) * height;
            for (int k = a; k < end; k++) {
                int row = k < count ? relative[rows[k]] : height - symbolic.border + k - count;
                double z = c[column + row];
                for (int h = 0; h < width; h++) {
                    int at = h * ld + width;
                    y[at + k] += z * g[at + a];
                    if (k > a) {
                        y[at + a] += z * g[at + k];
                    }
                }
            }
        }
    }

    private void multiply(int target, int source, int from, int to) {
        int end = symbolic.rows[source].length + inverse.included();
        for (int top = from; top < end; top += PanelGather.TILE) {
            multiplyTile(target, source, from, to, top, Math.min(end, top + PanelGather.TILE));
        }
    }

    /** Rows top..bottom of the source: their share as rows, and those after the target's columns as columns. */
    private void multiplyTile(int target, int source, int from, int to, int top, int bottom) {
        int width = symbolic.width(source);
        int ld = symbolic.height(source);
        int columns = to - from;
        double[] g = inverse.coefficients(source);
        double[] y = inverse.values[source];
        int count = bottom - top;
        double[] block = Scratch.get(1, count * columns);
        gatherBlock(target, source, from, columns, top, bottom, block);
        factor.kernels.gemm(count, width, columns, 1, block, 0, count, g, width + from, ld, y, width + top, ld);
        int after = Math.max(top, to);
        if (after < bottom) {
            double[] transposed = Scratch.get(2, count * columns);
            PanelGather.transpose(block, after - top, count, bottom - after, columns, transposed);
            factor.kernels.gemm(
                    columns,
                    width,
                    bottom - after,
                    1,
                    transposed,
                    0,
                    columns,
                    g,
                    width + after,
                    ld,
                    y,
                    width + from,
                    ld);
        }
    }

    private void gatherBlock(int target, int source, int from, int columns, int top, int bottom, double[] block) {
        int[] rows = symbolic.rows[source];
        int height = symbolic.height(target);
        int first = symbolic.firstColumn(target);
        double[] c = inverse.values[target];
        int count = bottom - top;
        int listed = Math.min(bottom, rows.length);
        boolean straight = listed > top && relative[rows[listed - 1]] - relative[rows[top]] == listed - 1 - top;
        for (int a = 0; a < columns; a++) {
            int column = (rows[from + a] - first) * height;
            int to = a * count - top;
            if (straight) {
                System.arraycopy(c, column + relative[rows[top]], block, a * count, listed - top);
            } else {
                for (int k = top; k < listed; k++) {
                    block[to + k] = c[column + relative[rows[k]]];
                }
            }
            for (int k = Math.max(top, rows.length); k < bottom; k++) {
                block[to + k] = c[column + height - symbolic.border + k - rows.length];
            }
        }
    }
}
