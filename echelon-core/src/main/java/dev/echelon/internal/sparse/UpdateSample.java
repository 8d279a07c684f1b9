package dev.echelon.internal.sparse;

import dev.echelon.internal.linalg.CpuClock;
import dev.echelon.internal.linalg.DenseKernels;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * Some of the updates that a factorisation will make, made on panels of zeros to see how long a multiplication takes: the
 * updates of one panel, or every k-th of them.
 */
final class UpdateSample {
    private final SupernodalCholesky factor;
    private final int target;
    private final double multiplications;

    private UpdateSample(SupernodalCholesky factor, int target, double multiplications) {
        this.factor = factor;
        this.target = target;
        this.multiplications = multiplications;
    }

    /**
     * A sample of about {@code size} multiplications of single and narrow panels.
     *
     * @param target whose updates
     * @param work multiplications of all of them
     * @param least pairs from which tiles are used
     */
    static UpdateSample of(
            Symbolic symbolic,
            SparsePattern pattern,
            int[] family,
            DenseKernels kernels,
            int target,
            double work,
            double size,
            double least) {
        int every = (int) Math.max(1, Math.ceil(work / size));
        int first = symbolic.firstColumn(target);
        int end = first + symbolic.width(target);
        int[][] found = new int[3][16];
        int count = 0;
        int seen = 0;
        double multiplications = 0;
        for (int source = 0; source < target; source++) {
            int[] rows = symbolic.rows[source];
            int from = atLeast(rows, first);
            int to = atLeast(rows, end);
            int w = symbolic.width(source);
            if (from == to || w > 1 && !PanelGather.isNarrow(w, rows.length - from, to - from) || seen++ % every != 0) {
                continue;
            }
            if (count == found[0].length) {
                found[0] = Arrays.copyOf(found[0], 2 * count);
                found[1] = Arrays.copyOf(found[1], 2 * count);
                found[2] = Arrays.copyOf(found[2], 2 * count);
            }
            found[0][count] = source;
            found[1][count] = from;
            found[2][count++] = to;
            multiplications += w * WorkCount.products((double) rows.length - from + symbolic.border, to - from);
        }
        int[] start = new int[symbolic.panels() + 1];
        Arrays.fill(start, target + 1, start.length, count);
        boolean[] needed = new boolean[symbolic.panels()];
        needed[target] = true;
        for (int i = 0; i < count; i++) {
            needed[found[0][i]] = true;
        }
        PanelUpdates updates = new PanelUpdates(start, found[0], found[1], found[2]);
        SupernodalCholesky factor =
                new SupernodalCholesky(symbolic, pattern, family, kernels, 1, least, updates, p -> needed[p]);
        return new UpdateSample(factor, target, multiplications);
    }

    private static int atLeast(int[] rows, int row) {
        int found = Arrays.binarySearch(rows, row);
        return found >= 0 ? found : -found - 1;
    }

    /** Processor time of one multiplication, the middle one of a few runs. */
    double secondsPerMultiplication() {
        return CpuClock.typical(5, () -> factor.update(target)) / multiplications;
    }

    /** The panel in the middle of the work that {@code of} counts, or −1 if there is none. */
    static int middle(int panels, ToDoubleFunction<Integer> of) {
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
