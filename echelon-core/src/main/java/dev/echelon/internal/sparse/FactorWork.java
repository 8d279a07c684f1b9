package dev.echelon.internal.sparse;

/**
 * What one pass over the panels of a factor does, counted without forming it: the sizes of all products that
 * {@link SupernodalCholesky} or {@link SelectedInverse} will compute.
 *
 * @param flops floating-point operations of dense kernels, on the upper halves of blocks too
 * @param moved numbers that dense kernels read and write, which are copied where kernels are native
 * @param tiled multiplications of single columns that are scattered tile by tile
 * @param loose multiplications that are scattered over a whole panel
 * @param packed numbers of single columns that are sorted into tiles
 * @param entries numbers of the factor, which are cleared, filled and scaled
 */
public record FactorWork(double flops, double moved, double tiled, double loose, double packed, double entries) {

    /** The factorisation. */
    public static FactorWork ofFactor(Symbolic symbolic) {
        return WorkCount.of(symbolic, false).total();
    }

    /** The selected inverse. */
    public static FactorWork ofInverse(Symbolic symbolic) {
        return WorkCount.of(symbolic, true).total();
    }

    /** Both, one after the other. */
    public FactorWork plus(FactorWork other) {
        return new FactorWork(
                flops + other.flops,
                moved + other.moved,
                tiled + other.tiled,
                loose + other.loose,
                packed + other.packed,
                entries + other.entries);
    }
}
