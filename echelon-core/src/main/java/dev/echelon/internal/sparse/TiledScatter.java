package dev.echelon.internal.sparse;

import java.util.Arrays;

/** Takes packed columns out of their target, tile by tile: each tile is summed in the cache, then subtracted. */
final class TiledScatter {
    private final Symbolic symbolic;

    TiledScatter(Symbolic symbolic) {
        this.symbolic = symbolic;
    }

    void subtract(PackedColumns packed, double[] out, int threads) {
        int columns = packed.columnBlocks();
        int blocks = packed.blocks();
        Runs.each(columns * blocks, threads, tile -> {
            int left = tile / blocks;
            int right = tile % blocks;
            if (right >= left) {
                subtractTile(packed, left, right, out);
            }
        });
    }

    private void subtractTile(PackedColumns packed, int left, int right, double[] out) {
        int width = packed.rows(left);
        int rows = packed.rows(right);
        double[] sum = Scratch.get(0, PackedColumns.BLOCK * PackedColumns.BLOCK);
        Arrays.fill(sum, 0, width * PackedColumns.BLOCK, 0);
        if (left == right) {
            addTriangle(packed, left, sum);
        } else {
            addProducts(packed, left, right, sum);
        }
        int height = symbolic.height(packed.target());
        int to = packed.firstRow(left) * height + packed.firstRow(right);
        for (int k = 0; k < width; k++) {
            int at = k * PackedColumns.BLOCK;
            for (int i = left == right ? k : 0; i < rows; i++) {
                out[to + k * height + i] -= sum[at + i];
            }
        }
    }

    private static void addProducts(PackedColumns packed, int left, int right, double[] sum) {
        int[] start = packed.start;
        short[] row = packed.row;
        double[] value = packed.value;
        int leftAt = left * packed.stride();
        int rightAt = right * packed.stride();
        for (int i = packed.presentFrom(left); i < packed.presentFrom(left + 1); i++) {
            int s = packed.present(i);
            int from = start[rightAt + s];
            int to = start[rightAt + s + 1];
            if (from == to) {
                continue;
            }
            for (int a = start[leftAt + s]; a < start[leftAt + s + 1]; a++) {
                double x = value[a];
                int column = row[a] * PackedColumns.BLOCK;
                for (int b = from; b < to; b++) {
                    sum[column + row[b]] += x * value[b];
                }
            }
        }
    }

    private static void addTriangle(PackedColumns packed, int block, double[] sum) {
        int[] start = packed.start;
        short[] row = packed.row;
        double[] value = packed.value;
        int at = block * packed.stride();
        for (int i = packed.presentFrom(block); i < packed.presentFrom(block + 1); i++) {
            int s = packed.present(i);
            int to = start[at + s + 1];
            for (int a = start[at + s]; a < to; a++) {
                double x = value[a];
                int column = row[a] * PackedColumns.BLOCK;
                for (int b = a; b < to; b++) {
                    sum[column + row[b]] += x * value[b];
                }
            }
        }
    }
}
