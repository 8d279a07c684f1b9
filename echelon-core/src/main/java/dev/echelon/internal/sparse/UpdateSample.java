package dev.echelon.internal.sparse;

import dev.echelon.internal.linalg.CpuClock;
import dev.echelon.internal.linalg.DenseKernels;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * Some of the updates that a factorisation will make, made on panels of zeros to see how long a multiplication takes:
 * every k-th update of one panel by panels of one or few columns.
 */
final class UpdateSample {
    private final Symbolic symbolic;
    private final int target;
    private int[] source = new int[16];
    private int[] from = new int[16];
    private int[] to = new int[16];
    private int count;
    private double multiplications;

    private UpdateSample(Symbolic symbolic, int target) {
        this.symbolic = symbolic;
        this.target = target;
    }

    /** Of the updates of {@code target} every k-th. */
    static UpdateSample of(Symbolic symbolic, int target, int every) {
        UpdateSample sample = new UpdateSample(symbolic, target);
        int first = symbolic.firstColumn(target);
        int end = first + symbolic.width(target);
        int seen = 0;
        for (int panel = 0; panel < target; panel++) {
            int[] rows = symbolic.rows[panel];
            int begin = atLeast(rows, first);
            int stop = atLeast(rows, end);
            if (begin < stop && isScattered(symbolic.width(panel), rows.length - begin, stop - begin)) {
                if (seen % every == 0) {
                    sample.add(panel, begin, stop);
                }
                seen++;
            }
        }
        return sample;
    }

    private static boolean isScattered(int width, int rows, int columns) {
        return width == 1 || PanelGather.isNarrow(width, rows, columns);
    }

    private static int atLeast(int[] rows, int row) {
        int found = Arrays.binarySearch(rows, row);
        return found >= 0 ? found : -found - 1;
    }

    private void add(int panel, int begin, int stop) {
        if (count == source.length) {
            source = Arrays.copyOf(source, 2 * count);
            from = Arrays.copyOf(from, 2 * count);
            to = Arrays.copyOf(to, 2 * count);
        }
        source[count] = panel;
        from[count] = begin;
        to[count] = stop;
        count++;
        double below = (double) symbolic.rows[panel].length - begin + symbolic.border;
        multiplications += symbolic.width(panel) * WorkCount.products(below, (double) stop - begin);
    }

    /**
     * Processor time of one multiplication, the least of a few runs.
     *
     * @param least pairs from which tiles are used
     */
    double secondsPerMultiplication(SparsePattern pattern, int[] family, DenseKernels kernels, double least) {
        int[] start = new int[symbolic.panels() + 1];
        Arrays.fill(start, target + 1, start.length, count);
        boolean[] needed = new boolean[symbolic.panels()];
        needed[target] = true;
        for (int i = 0; i < count; i++) {
            needed[source[i]] = true;
        }
        PanelUpdates updates = new PanelUpdates(start, source, from, to);
        SupernodalCholesky factor =
                new SupernodalCholesky(symbolic, pattern, family, kernels, 1, least, updates, p -> needed[p]);
        return CpuClock.least(5, () -> factor.update(target)) / multiplications;
    }

    /** The panel in the middle of the work that {@code of} counts, or −1 if there is none. */
    static int middle(int panels, IntToDoubleFunction of) {
        double total = 0;
        for (int p = 0; p < panels; p++) {
            total += of.applyAsDouble(p);
        }
        double sum = 0;
        for (int p = 0; p < panels; p++) {
            sum += of.applyAsDouble(p);
            if (sum > total / 2) {
                return p;
            }
        }
        return -1;
    }
}
