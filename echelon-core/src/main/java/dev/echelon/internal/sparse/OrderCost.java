package dev.echelon.internal.sparse;

/**
 * What the factor under an order costs.
 *
 * @param flops floating-point operations of the factorisation, Σ of squared column heights
 * @param entries numbers in the factor
 */
public record OrderCost(double flops, double entries) {

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
        double entries = 0;
        for (int k = 0; k < tree.order.length; k++) {
            int width = pattern.width()[tree.order[k]];
            for (int a = 0; a < width; a++) {
                double height = tree.count[k] - a + border;
                flops += height * height;
                entries += height;
            }
        }
        return new OrderCost(flops, entries);
    }
}
