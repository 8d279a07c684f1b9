package dev.echelon.internal.sparse;

/**
 * Adds C̃g over the blocks of a finished panel to packed columns g, tile by tile: each tile of C̃ is copied into the
 * cache, then all columns pass by. For columns that nothing below needs, only the form g'C̃g and the border's rows are
 * kept.
 */
final class TiledSpread {
    /** Columns of one piece of work. */
    static final int PIECE = 8192;

    private final SelectedInverse inverse;
    private final Symbolic symbolic;

    TiledSpread(SelectedInverse inverse) {
        this.inverse = inverse;
        this.symbolic = inverse.factor.symbolic;
    }

    /** One piece: the updates list[from..to], all leaves or all not. */
    void add(PackedColumns packed, boolean leaves) {
        double[] y = leaves ? new double[0] : new double[packed.entries()];
        double[] forms = new double[packed.count()];
        double[] tile = Scratch.get(0, PackedColumns.BLOCK * PackedColumns.BLOCK);
        for (int left = 0; left < packed.columnBlocks(); left++) {
            for (int right = left; right < packed.blocks() - 1; right++) {
                copyTile(packed, left, right, tile);
                if (leaves) {
                    addForms(packed, left, right, tile, forms);
                } else {
                    addProducts(packed, left, right, tile, y);
                }
            }
            addBorder(packed, left, leaves, y, forms);
        }
        store(packed, leaves, y, forms);
    }

    private void copyTile(PackedColumns packed, int left, int right, double[] tile) {
        double[] c = inverse.values[packed.target()];
        int height = symbolic.height(packed.target());
        int rows = packed.rows(right);
        int from = packed.firstRow(left) * height + packed.firstRow(right);
        for (int k = 0; k < packed.rows(left); k++) {
            System.arraycopy(c, from + k * height, tile, k * PackedColumns.BLOCK, rows);
        }
    }

    private static void addForms(PackedColumns packed, int left, int right, double[] tile, double[] forms) {
        int[] start = packed.start;
        short[] row = packed.row;
        double[] value = packed.value;
        int leftAt = left * packed.stride();
        int rightAt = right * packed.stride();
        for (int i = packed.presentFrom(left); i < packed.presentFrom(left + 1); i++) {
            int s = packed.present(i);
            int from = start[rightAt + s];
            int to = start[rightAt + s + 1];
            double form = 0;
            for (int a = start[leftAt + s]; a < start[leftAt + s + 1]; a++) {
                int column = row[a] * PackedColumns.BLOCK;
                double sum = left == right ? 0.5 * tile[column + row[a]] * value[a] : 0;
                for (int b = left == right ? a + 1 : from; b < to; b++) {
                    sum += tile[column + row[b]] * value[b];
                }
                form += sum * value[a];
            }
            forms[s] += 2 * form;
        }
    }

    private static void addProducts(PackedColumns packed, int left, int right, double[] tile, double[] y) {
        int[] start = packed.start;
        short[] row = packed.row;
        double[] value = packed.value;
        int leftAt = left * packed.stride();
        int rightAt = right * packed.stride();
        for (int i = packed.presentFrom(left); i < packed.presentFrom(left + 1); i++) {
            int s = packed.present(i);
            int from = start[rightAt + s];
            int to = start[rightAt + s + 1];
            for (int a = start[leftAt + s]; a < start[leftAt + s + 1]; a++) {
                int column = row[a] * PackedColumns.BLOCK;
                double x = value[a];
                double sum = left == right ? tile[column + row[a]] * x : 0;
                for (int b = left == right ? a + 1 : from; b < to; b++) {
                    double z = tile[column + row[b]];
                    sum += z * value[b];
                    y[b] += z * x;
                }
                y[a] += sum;
            }
        }
    }

    private void addBorder(PackedColumns packed, int left, boolean leaves, double[] y, double[] forms) {
        int included = inverse.included();
        if (included == 0) {
            return;
        }
        double[] c = inverse.values[packed.target()];
        int height = symbolic.height(packed.target());
        int leftAt = left * packed.stride();
        int borderAt = (packed.blocks() - 1) * packed.stride();
        for (int i = packed.presentFrom(left); i < packed.presentFrom(left + 1); i++) {
            int s = packed.present(i);
            int source = packed.source(s);
            int fixed = packed.start[borderAt + s];
            double[] out = inverse.values[source];
            int outAt = out.length - symbolic.border;
            for (int a = packed.start[leftAt + s]; a < packed.start[leftAt + s + 1]; a++) {
                int at = (packed.firstRow(left) + packed.row[a]) * height + height - symbolic.border;
                double sum = 0;
                for (int k = 0; k < included; k++) {
                    out[outAt + k] += c[at + k] * packed.value[a];
                    sum += c[at + k] * packed.value[fixed + k];
                }
                if (leaves) {
                    forms[s] += 2 * sum * packed.value[a];
                } else {
                    y[a] += sum;
                }
            }
        }
    }

    private void store(PackedColumns packed, boolean leaves, double[] y, double[] forms) {
        if (leaves) {
            for (int s = 0; s < packed.count(); s++) {
                inverse.forms[packed.source(s)] += forms[s];
            }
            return;
        }
        int[] next = new int[packed.count()];
        for (int s = 0; s < next.length; s++) {
            next[s] = symbolic.rows[packed.source(s)].length + 1;
        }
        for (int block = packed.blocks() - 2; block >= 0; block--) { // entries of a source end with its last row
            for (int s = 0; s < next.length; s++) {
                int from = packed.start[block * packed.stride() + s];
                int to = packed.start[block * packed.stride() + s + 1];
                double[] out = inverse.values[packed.source(s)];
                next[s] -= to - from;
                for (int e = from; e < to; e++) {
                    out[next[s] + e - from] += y[e];
                }
            }
        }
    }
}
