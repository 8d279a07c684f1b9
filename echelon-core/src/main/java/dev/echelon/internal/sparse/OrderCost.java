package dev.echelon.internal.sparse;

/**
 * What the factor under an order costs.
 *
 * @param flops floating-point operations of the factorisation, Σ of squared column heights
 * @param scattered those of them in columns too few together for dense kernels
 * @param entries numbers in the factor
 */
public record OrderCost(double flops, double scattered, double entries) {
    /** Columns with the same rows below from which dense kernels do the work. */
    private static final int WIDE = 8;

    /** Seconds per operation that is scattered number by number. */
    private static final double SCATTER = 0.8e-9;

    /** Seconds per operation of dense kernels. */
    private static final double DENSE = 1 / 16e9;

    /**
     * Of an order, without forming the factor.
     *
     * @param border dense rows below all columns
     */
    public static OrderCost of(SparsePattern pattern, int[] order, int border) {
        return of(pattern, EliminationTree.of(pattern, order), border);
    }

    static OrderCost of(SparsePattern pattern, EliminationTree tree, int border) {
        double flops = 0;
        double scattered = 0;
        double entries = 0;
        double run = 0; // of the columns with the same rows below
        int columns = 0;
        for (int k = 0; k < tree.order.length; k++) {
            int width = pattern.width()[tree.order[k]];
            boolean joins = k > 0
                    && tree.parent[k - 1] == k
                    && tree.count[k - 1] == tree.count[k] + pattern.width()[tree.order[k - 1]];
            if (!joins) {
                scattered += columns < WIDE ? run : 0;
                run = 0;
                columns = 0;
            }
            for (int a = 0; a < width; a++) {
                double height = (double) tree.count[k] - a + border;
                run += height * height;
                flops += height * height;
                entries += height;
            }
            columns += width;
        }
        scattered += columns < WIDE ? run : 0;
        return new OrderCost(flops, scattered, entries);
    }

    /** Predicted seconds of one factorisation on one thread of a usual machine; good for comparing orders. */
    public double seconds() {
        return seconds(flops - scattered, scattered);
    }

    /** Predicted seconds of so many operations by dense kernels and so many that are scattered. */
    public static double seconds(double dense, double scattered) {
        return dense * DENSE + scattered * SCATTER;
    }
}
