package dev.echelon.internal.sparse;

import java.util.Arrays;

/**
 * Where the numbers of a supernodal factor are: the columns in order of elimination, cut into <em>panels</em>, dense
 * blocks of columns with the same rows below. Wide supernodes are cut into several panels. Rows of a border (dense in
 * every column) come last and are not listed.
 *
 * <p>An immutable value. <b>Cost</b> linear in the entries of the pattern and the rows of the panels.
 */
public final class Symbolic {
    /** Columns of a panel at most; wide enough for dense kernels. */
    private static final int WIDEST = 384;

    /** Bytes of an array without its elements, and of a reference to one. */
    private static final int ARRAY = 16;

    private static final int REFERENCE = 4;

    final int border;
    /** Nodes in order of elimination. */
    final int[] order;
    /** First column of each node in order of elimination, and the number of columns. */
    final int[] column;
    /** Panel p has the nodes panelNode[p]..panelNode[p+1] of the order. */
    final int[] panelNode;
    /** Rows of panel p below its own columns, ascending, border excluded. */
    final int[][] rows;
    /** The panel of a column. */
    final int[] panelOf;

    private final int[] columnOfNode;
    private final OrderCost cost;

    private Symbolic(int border, int[] order, int[] column, int[] panelNode, int[][] rows, OrderCost cost) {
        this.border = border;
        this.order = order;
        this.column = column;
        this.panelNode = panelNode;
        this.rows = rows;
        this.cost = cost;
        this.columnOfNode = new int[order.length];
        for (int k = 0; k < order.length; k++) {
            columnOfNode[order[k]] = column[k];
        }
        this.panelOf = new int[columns()];
        for (int p = 0; p < panels(); p++) {
            Arrays.fill(panelOf, firstColumn(p), firstColumn(p) + width(p), p);
        }
    }

    /** Analyses a pattern under an order; {@code border} dense rows follow all columns. */
    public static Symbolic of(SparsePattern pattern, int[] order, int border) {
        return of(pattern, order, border, WIDEST);
    }

    static Symbolic of(SparsePattern pattern, int[] order, int border, int widest) {
        EliminationTree tree = EliminationTree.of(pattern, order);
        Supernodes supernodes = Supernodes.of(pattern, tree);
        int[] column = new int[order.length + 1];
        for (int k = 0; k < order.length; k++) {
            column[k + 1] = column[k] + pattern.width()[supernodes.order[k]];
        }
        PanelCutter cutter = new PanelCutter(pattern, supernodes, column, widest);
        cutter.run();
        return new Symbolic(
                border,
                supernodes.order,
                column,
                cutter.panelNodes(),
                cutter.rows(),
                OrderCost.of(pattern, tree, border));
    }

    /** Flops and entries of the factor, before supernodes were merged. */
    public OrderCost cost() {
        return cost;
    }

    /** Number of columns, border excluded. */
    public int columns() {
        return column[order.length];
    }

    /** First column of a node. */
    public int column(int node) {
        return columnOfNode[node];
    }

    /** Number of panels. */
    public int panels() {
        return panelNode.length - 1;
    }

    int firstColumn(int panel) {
        return column[panelNode[panel]];
    }

    int width(int panel) {
        return column[panelNode[panel + 1]] - column[panelNode[panel]];
    }

    /** Rows of a panel: its own columns, the rows below, the border. */
    public int height(int panel) {
        return width(panel) + rows[panel].length + border;
    }

    /** Numbers that the panels hold. */
    public long entries() {
        long sum = 0;
        for (int p = 0; p < panels(); p++) {
            sum += (long) width(p) * height(p);
        }
        return sum;
    }

    /** The panel of a column. */
    public int panelOf(int column) {
        return panelOf[column];
    }

    /** Where the number of a column and a later row, or the column itself, is within the column's panel. */
    public int place(int column, int row) {
        int panel = panelOf[column];
        return (column - firstColumn(panel)) * height(panel) + rowAt(panel, row);
    }

    /** Where a column's first row of the border is within its panel. */
    public int borderPlace(int column) {
        int panel = panelOf[column];
        return (column - firstColumn(panel) + 1) * height(panel) - border;
    }

    /** Width of the widest panel. */
    public int widest() {
        int widest = 0;
        for (int p = 0; p < panels(); p++) {
            widest = Math.max(widest, width(p));
        }
        return widest;
    }

    /** Bytes of this analysis. */
    public double bytes() {
        double sum = ARRAY * (5.0 + panels()) + REFERENCE * panels();
        for (int[] of : rows) {
            sum += 4.0 * of.length;
        }
        return sum + 4.0 * (2.0 * order.length + columns() + order.length + panels());
    }

    /** Bytes of a factor, and of what its computation keeps. */
    public double factorBytes() {
        double sum = 0;
        double updates = 0;
        for (int p = 0; p < panels(); p++) {
            sum += ARRAY + 8.0 * width(p) * height(p);
            int last = -1;
            for (int row : rows[p]) {
                updates += panelOf[row] != last ? 1 : 0;
                last = panelOf[row];
            }
        }
        double buffers = WorkCount.of(this, false).packedBytes();
        return sum + buffers + 2.0 * REFERENCE * panels() + 12 * updates + 4.0 * panels() + 4.0 * columns();
    }

    /** Bytes of the selected inverse of a factor. */
    public double inverseBytes() {
        boolean[] changed = new boolean[panels()];
        double sum = 0;
        for (int p = 0; p < panels(); p++) {
            boolean leaf = width(p) == 1 && !changed[p];
            sum += ARRAY + 8.0 * (leaf ? 1 + border : (double) width(p) * height(p));
            for (int row : rows[p]) {
                changed[panelOf[row]] = true;
            }
        }
        return sum + (2.0 * REFERENCE + 8 + 1) * panels() + 4.0 * columns();
    }

    /** Bytes that one thread works with while it computes the selected inverse. */
    public double workspaceBytes() {
        double tallest = 0;
        for (int p = 0; p < panels(); p++) {
            tallest = Math.max(tallest, (double) width(p) * height(p));
        }
        double tiles = 2.0 * Math.min(PanelGather.TILE * (double) widest(), tallest);
        return WorkCount.of(this, true).pieceBytes() + 8 * (tallest + tiles);
    }

    /** Where row {@code row} is among the rows of a panel that has it. */
    int rowAt(int panel, int row) {
        int first = firstColumn(panel);
        int own = width(panel);
        return row < first + own ? row - first : own + Arrays.binarySearch(rows[panel], row);
    }
}
