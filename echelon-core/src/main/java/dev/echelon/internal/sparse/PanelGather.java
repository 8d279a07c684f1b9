package dev.echelon.internal.sparse;

import java.util.Arrays;

/**
 * Takes earlier panels out of a target panel: target −= G G' over the rows of the source that the target has. Narrow
 * sources are scattered number by number, cut by columns of the target so that a tile stays in the cache; wide ones are
 * multiplied densely, cut by rows of the target.
 */
final class PanelGather {
    /** Rows of a tile of a dense product. */
    static final int TILE = 1024;

    /** Numbers of a tile of a scatter; half of a second-level cache of 512 kB. */
    private static final int CACHE = 1 << 15;

    private static final int NARROW = 4;
    private static final double SHARED = 2e5;

    private final SupernodalCholesky factor;
    private final Symbolic symbolic;
    private final int[] relative;
    private final PackedColumns packed;
    private final TiledScatter tiled;
    private int[] single = new int[64];
    private int[] narrow = new int[64];
    private int[] wide = new int[64];
    private int singleCount;
    private int narrowCount;
    private int wideCount;

    PanelGather(SupernodalCholesky factor) {
        this.factor = factor;
        this.symbolic = factor.symbolic;
        this.relative = new int[symbolic.columns()];
        this.packed = new PackedColumns(symbolic, factor.updates, relative);
        this.tiled = new TiledScatter(symbolic);
    }

    /** Whether a source is scattered rather than multiplied densely. */
    static boolean isNarrow(int width, int rows, int columns) {
        return width <= NARROW || (double) width * rows * columns < 4096;
    }

    void update(int target) {
        PanelUpdates updates = factor.updates;
        int from = updates.start[target];
        int to = updates.start[target + 1];
        if (from == to) {
            return;
        }
        locate(symbolic, target, relative);
        double work = sort(from, to);
        if (singleCount > 0 && PackedColumns.pay(factor, target, single, singleCount)) {
            packed.pack(target, single, 0, singleCount, factor.values);
            tiled.subtract(packed, factor.values[target], factor.threads);
        } else if (singleCount > 0) {
            scatterAll(target, single, singleCount, work);
        }
        if (narrowCount > 0) {
            scatterAll(target, narrow, narrowCount, work);
        }
        if (wideCount > 0) {
            multiplyAll(target);
        }
    }

    /** relative[row] := position of a row within the panel. */
    static void locate(Symbolic symbolic, int panel, int[] relative) {
        int first = symbolic.firstColumn(panel);
        int width = symbolic.width(panel);
        for (int k = 0; k < width; k++) {
            relative[first + k] = k;
        }
        int[] rows = symbolic.rows[panel];
        for (int i = 0; i < rows.length; i++) {
            relative[rows[i]] = width + i;
        }
    }

    /** Sorts the updates into narrow and wide; returns the multiplications of the narrow ones. */
    private double sort(int from, int to) {
        PanelUpdates updates = factor.updates;
        singleCount = 0;
        narrowCount = 0;
        wideCount = 0;
        double work = 0;
        for (int u = from; u < to; u++) {
            int source = updates.source[u];
            int rows = symbolic.rows[source].length - updates.from[u];
            int columns = updates.to[u] - updates.from[u];
            int width = symbolic.width(source);
            if (width == 1) {
                if (singleCount == single.length) {
                    single = Arrays.copyOf(single, 2 * singleCount);
                }
                single[singleCount++] = u;
                work += (double) columns * (rows + symbolic.border);
            } else if (isNarrow(width, rows, columns)) {
                if (narrowCount == narrow.length) {
                    narrow = Arrays.copyOf(narrow, 2 * narrowCount);
                }
                narrow[narrowCount++] = u;
                work += (double) width * columns * (rows + symbolic.border);
            } else {
                if (wideCount == wide.length) {
                    wide = Arrays.copyOf(wide, 2 * wideCount);
                }
                wide[wideCount++] = u;
            }
        }
        return work;
    }

    private void scatterAll(int target, int[] list, int count, double work) {
        int width = symbolic.width(target);
        int height = symbolic.height(target);
        int columns = Math.max(1, CACHE / height);
        int tiles = work < SHARED ? 1 : (width + columns - 1) / columns;
        Runs.each(tiles, factor.threads, tile -> {
            int first = symbolic.firstColumn(target);
            int from = first + (int) ((long) width * tile / tiles);
            int to = first + (int) ((long) width * (tile + 1) / tiles);
            for (int i = 0; i < count; i++) {
                scatter(target, list[i], from, to);
            }
        });
    }

    /** The part of an update that changes columns from..to of the target. */
    private void scatter(int target, int update, int from, int to) {
        int source = factor.updates.source[update];
        int[] rows = symbolic.rows[source];
        int begin = factor.updates.from[update];
        int end = factor.updates.to[update];
        begin = rows[begin] >= from ? begin : atLeast(rows, begin, end, from);
        end = rows[end - 1] < to ? end : atLeast(rows, begin, end, to);
        if (begin >= end) {
            return;
        }
        if (symbolic.width(source) == 1) {
            scatterColumn(target, source, begin, end);
        } else {
            scatterColumns(target, source, begin, end);
        }
    }

    private static int atLeast(int[] rows, int from, int to, int row) {
        int found = Arrays.binarySearch(rows, from, to, row);
        return found >= 0 ? found : -found - 1;
    }

    private void scatterColumn(int target, int source, int begin, int end) {
        int[] rows = symbolic.rows[source];
        double[] g = factor.values[source];
        double[] out = factor.values[target];
        int height = symbolic.height(target);
        int first = symbolic.firstColumn(target);
        int border = symbolic.border;
        int count = rows.length;
        for (int a = begin; a < end; a++) {
            double x = g[1 + a];
            int column = (rows[a] - first) * height;
            for (int k = a; k < count; k++) {
                out[column + relative[rows[k]]] -= x * g[1 + k];
            }
            int fixed = column + height - border;
            for (int k = 0; k < border; k++) {
                out[fixed + k] -= x * g[1 + count + k];
            }
        }
    }

    private void scatterColumns(int target, int source, int begin, int end) {
        int[] rows = symbolic.rows[source];
        double[] g = factor.values[source];
        double[] out = factor.values[target];
        int height = symbolic.height(target);
        int first = symbolic.firstColumn(target);
        int border = symbolic.border;
        int count = rows.length;
        int width = symbolic.width(source);
        int ld = symbolic.height(source);
        for (int a = begin; a < end; a++) {
            int column = (rows[a] - first) * height;
            for (int k = a; k < count + border; k++) {
                double sum = 0;
                for (int h = 0; h < width; h++) {
                    int at = h * ld + width;
                    sum += g[at + a] * g[at + k];
                }
                int row = k < count ? relative[rows[k]] : height - border + k - count;
                out[column + row] -= sum;
            }
        }
    }

    private void multiplyAll(int target) {
        int height = symbolic.height(target);
        int tiles = (height + TILE - 1) / TILE;
        Runs.each(tiles, height < 256 ? 1 : factor.threads, tile -> {
            int to = Math.min(height, (tile + 1) * TILE);
            for (int i = 0; i < wideCount; i++) {
                multiply(target, wide[i], tile * TILE, to);
            }
        });
    }

    /** The part of an update that changes rows top..bottom of the target. */
    private void multiply(int target, int update, int top, int bottom) {
        int source = factor.updates.source[update];
        int[] rows = symbolic.rows[source];
        int from = factor.updates.from[update];
        int columns = factor.updates.to[update] - from;
        int begin = firstRow(rows, from, target, top);
        int end = firstRow(rows, from, target, bottom);
        if (begin >= end) {
            return;
        }
        int width = symbolic.width(source);
        int ld = symbolic.height(source);
        double[] g = factor.values[source];
        double[] right = Scratch.get(0, width * columns);
        transpose(g, width + from, ld, columns, width, right);
        int height = symbolic.height(target);
        double[] out = factor.values[target];
        int first = rows[from] - symbolic.firstColumn(target);
        boolean straight = rows[from + columns - 1] - rows[from] == columns - 1
                && position(rows, end - 1, target) - position(rows, begin, target) == end - 1 - begin;
        if (straight) {
            int at = first * height + position(rows, begin, target);
            factor.kernels.gemm(
                    end - begin, columns, width, -1, g, width + begin, ld, right, 0, width, out, at, height);
            return;
        }
        double[] product = Scratch.get(1, (end - begin) * columns);
        Arrays.fill(product, 0, (end - begin) * columns, 0);
        factor.kernels.gemm(
                end - begin, columns, width, 1, g, width + begin, ld, right, 0, width, product, 0, end - begin);
        for (int a = 0; a < columns; a++) {
            int column = (rows[from + a] - symbolic.firstColumn(target)) * height;
            for (int k = Math.max(begin, from + a); k < end; k++) {
                out[column + position(rows, k, target)] -= product[a * (end - begin) + k - begin];
            }
        }
    }

    /** The first row of a source, border rows included, at or after position {@code top} of the target. */
    private int firstRow(int[] rows, int from, int target, int top) {
        int lo = from;
        int hi = rows.length + symbolic.border;
        while (lo < hi) {
            int middle = (lo + hi) >>> 1;
            if (position(rows, middle, target) < top) {
                lo = middle + 1;
            } else {
                hi = middle;
            }
        }
        return lo;
    }

    private int position(int[] rows, int k, int target) {
        return k < rows.length ? relative[rows[k]] : symbolic.height(target) - symbolic.border + k - rows.length;
    }

    /** out (columns×rows) := transpose of the rows×columns block at {@code at}. */
    static void transpose(double[] in, int at, int ld, int rows, int columns, double[] out) {
        for (int k = 0; k < columns; k++) {
            for (int i = 0; i < rows; i++) {
                out[i * columns + k] = in[at + k * ld + i];
            }
        }
    }
}
