package dev.echelon.internal.sparse;

import dev.echelon.internal.linalg.CpuClock;
import dev.echelon.internal.linalg.DenseKernels;
import java.util.Arrays;

/**
 * Processor seconds of what {@link FactorWork} counts.
 *
 * @param flop an operation of dense kernels
 * @param moved a number that they read or write
 * @param tiled a multiplication scattered tile by tile
 * @param loose a multiplication scattered over a panel
 * @param packed a number that is sorted into tiles
 * @param entry a number of the factor
 */
public record Rates(double flop, double moved, double tiled, double loose, double packed, double entry) {
    /** Of a usual machine; good for orders of magnitude. */
    public static final Rates USUAL = new Rates(1 / 25e9, 0.8e-9, 1e-9, 2e-9, 3e-9, 15e-9);

    /** Multiplications of a sample: some ten milliseconds. */
    private static final double SAMPLE = 2e7;

    private static final int WIDE = 384;
    private static final int SLIM = 64;

    /**
     * Measures those that matter on this machine by the kernels and on updates of the factor itself, on one thread.
     *
     * <p><b>Cost</b> about 0.3 s, and the panels of the sample.
     */
    public static Rates measure(Symbolic symbolic, SparsePattern pattern, int[] family, DenseKernels kernels) {
        WorkCount count = WorkCount.of(symbolic, false);
        double tiled = sampled(symbolic, pattern, family, kernels, count, true);
        double loose = sampled(symbolic, pattern, family, kernels, count, false);
        double scale = tiled / USUAL.tiled; // what is not measured is taken to be as much slower
        return ofKernels(kernels, new Rates(0, 0, tiled, loose, scale * USUAL.packed, scale * USUAL.entry));
    }

    /** With the speed of dense kernels measured: operations and numbers moved are told apart by two shapes. */
    public static Rates ofKernels(DenseKernels kernels, Rates others) {
        double wide = product(kernels, WIDE);
        double slim = product(kernels, SLIM);
        double[] work = {flops(WIDE), numbers(WIDE), flops(SLIM), numbers(SLIM)};
        double determinant = work[0] * work[3] - work[1] * work[2];
        double flop = (wide * work[3] - slim * work[1]) / determinant;
        double moved = (slim * work[0] - wide * work[2]) / determinant;
        boolean apart = flop > 0 && moved > 0;
        return new Rates(
                apart ? flop : wide / work[0],
                apart ? moved : 0,
                others.tiled,
                others.loose,
                others.packed,
                others.entry);
    }

    private static double sampled(
            Symbolic symbolic,
            SparsePattern pattern,
            int[] family,
            DenseKernels kernels,
            WorkCount count,
            boolean tiled) {
        int target = UpdateSample.middle(symbolic.panels(), p -> tiled ? count.tiled(p) : count.loose(p));
        if (target < 0) {
            return tiled ? USUAL.tiled : USUAL.loose;
        }
        double work = tiled ? count.tiled(target) : count.loose(target);
        double least = tiled ? 1 : Double.POSITIVE_INFINITY;
        return UpdateSample.of(symbolic, pattern, family, kernels, target, work, SAMPLE, least)
                .secondsPerMultiplication();
    }

    private static double flops(int width) {
        return 2.0 * PanelGather.TILE * width * width;
    }

    private static double numbers(int width) {
        return (3.0 * PanelGather.TILE + width) * width;
    }

    /** A tile of 1024 rows times a square. */
    private static double product(DenseKernels kernels, int width) {
        int rows = PanelGather.TILE;
        double[] a = new double[rows * width];
        double[] b = new double[width * width];
        double[] c = new double[rows * width];
        Arrays.fill(a, 1);
        Arrays.fill(b, 1);
        return CpuClock.typical(5, () -> kernels.gemm(rows, width, width, -1, a, 0, rows, b, 0, width, c, 0, rows));
    }

    /** Predicted processor seconds of some work. */
    public double seconds(FactorWork work) {
        return flop * work.flops()
                + moved * work.moved()
                + tiled * work.tiled()
                + loose * work.loose()
                + packed * work.packed()
                + entry * work.entries();
    }

    /** The part of it that one thread does. */
    public double serialSeconds(FactorWork work) {
        return packed * work.packed() + entry * work.entries();
    }
}
