package dev.echelon.internal.sparse;

/** Walks over all updates of all panels, as the factorisation and the selected inverse will, and counts. */
final class WorkCount {
    /** Triangular solves run slower than products: so many operations of a product does one of theirs stand for. */
    private static final double SOLVE = 1.2;

    private final Symbolic symbolic;
    private final boolean inverse;
    /** Whether earlier panels change a panel; of those that none changes, single columns are leaves. */
    private final boolean[] changed;
    /** Multiplications of single columns per target; in the inverse those of leaves apart. */
    private final double[][] singles;

    private final double[][] area;
    private final double[][] visits;
    private final double[][] length;
    private final int[] sources;
    /** Multiplications of a few columns together per target. */
    private final double[] narrow;

    private double flops;
    private double moved;
    private double entries;

    private WorkCount(Symbolic symbolic, boolean inverse) {
        int panels = symbolic.panels();
        this.symbolic = symbolic;
        this.inverse = inverse;
        this.changed = new boolean[panels];
        this.singles = new double[2][panels];
        this.area = new double[2][panels];
        this.visits = new double[2][panels];
        this.length = new double[2][panels];
        this.sources = new int[panels];
        this.narrow = new double[panels];
    }

    static WorkCount of(Symbolic symbolic, boolean inverse) {
        WorkCount count = new WorkCount(symbolic, inverse);
        for (int source = 0; source < symbolic.panels(); source++) {
            count.addPanel(source);
            count.addUpdates(source);
        }
        return count;
    }

    private void addUpdates(int source) {
        int[] rows = symbolic.rows[source];
        int from = 0;
        while (from < rows.length) {
            int target = symbolic.panelOf[rows[from]];
            int to = from + 1;
            while (to < rows.length && symbolic.panelOf[rows[to]] == target) {
                to++;
            }
            addUpdate(source, target, rows.length - from, to - from);
            changed[target] = true; // sources come before their targets
            from = to;
        }
    }

    private void addPanel(int panel) {
        double w = symbolic.width(panel);
        double below = symbolic.height(panel) - w;
        entries += w * (w + below);
        if (w == 1) {
            return;
        }
        if (inverse) {
            flops += (4 * below + (2 + 2 * SOLVE) * w) * w * w;
            moved += 6 * below * w;
        } else {
            flops += SOLVE * (w / 3 + below) * w * w;
            moved += w * w + 2 * below * w;
        }
    }

    private void addUpdate(int source, int target, int rows, int columns) {
        double w = symbolic.width(source);
        double below = (double) rows + symbolic.border;
        if (w == 1) {
            int leaf = inverse && !changed[source] ? 1 : 0;
            singles[leaf][target] += (inverse && leaf == 0 ? 2 : 1) * products(below, columns);
            area[leaf][target] += (double) columns * rows;
            length[leaf][target] += below;
            sources[target]++;
            visits[leaf][target] += PackedColumns.visits(symbolic, target, columns);
        } else if (PanelGather.isNarrow((int) w, rows, columns)) {
            narrow[target] += (inverse ? 2 : 1) * w * products(below, columns);
        } else if (inverse) {
            flops += 2 * w * columns * (2 * below - columns);
            moved += 3 * below * (columns + w);
        } else {
            flops += 2 * w * columns * below;
            moved += below * w + (1 + below / PanelGather.TILE) * w * columns + 2 * below * columns;
        }
    }

    /** Of columns with the rows from their own on. */
    static double products(double below, double columns) {
        return columns * below - columns * (columns - 1) / 2;
    }

    private boolean isTiled(int leaf, int target) {
        return PackedColumns.pay(SupernodalCholesky.TILED, area[leaf][target], visits[leaf][target], symbolic.border);
    }

    /** Multiplications of a target that are scattered tile by tile. */
    double tiled(int target) {
        return (isTiled(0, target) ? singles[0][target] : 0) + (isTiled(1, target) ? singles[1][target] : 0);
    }

    /** Multiplications of a target that are scattered over all of it. */
    double loose(int target) {
        return singles[0][target] + singles[1][target] - tiled(target) + narrow[target];
    }

    /** Multiplications of a target by a few columns together. */
    double narrow(int target) {
        return narrow[target];
    }

    /** Bytes of the largest single columns that the factorisation packs for one target. */
    double packedBytes() {
        double values = 0;
        double starts = 0;
        for (int target = 0; target < narrow.length; target++) {
            if (isTiled(0, target)) {
                values = length[0][target] > values ? 1.125 * length[0][target] : values; // as the buffer grows
                starts = Math.max(starts, PackedColumns.blocks(symbolic, target) * (sources[target] + 1.0));
            }
        }
        return (8 + 2) * values + 4 * starts;
    }

    /** Bytes of the largest piece of single columns that the selected inverse packs, and of what is added to it. */
    double pieceBytes() {
        double most = 0;
        for (int target = 0; target < narrow.length; target++) {
            double share = Math.min(1, TiledSpread.PIECE / (double) Math.max(1, sources[target]));
            for (int leaf = 0; leaf < 2; leaf++) {
                most = Math.max(most, isTiled(leaf, target) ? share * length[leaf][target] : 0);
            }
        }
        return (8 + 2 + 8) * most;
    }

    FactorWork total() {
        double tiled = 0;
        double loose = 0;
        double packed = 0;
        for (int target = 0; target < narrow.length; target++) {
            tiled += tiled(target);
            loose += loose(target);
            for (int leaf = 0; leaf < 2; leaf++) {
                packed += isTiled(leaf, target) ? length[leaf][target] : 0;
            }
        }
        return new FactorWork(flops, moved, tiled, loose, packed, entries);
    }
}
