package dev.echelon.internal.crossproducts;

import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.ModelColumn;
import dev.echelon.internal.design.StateBytes;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * A fixed number of consecutive rows, whatever batches they come in: the columns of a {@link RowLayout} and the levels of
 * the grouping factors. That the borders of tiles do not depend on those of batches makes all sums independent of them.
 */
final class RowTile {
    /** Rows summed into one number before it is added to the total; bounds rounding. */
    static final int CHUNK = 1024;

    /** A multiple of {@link #CHUNK}; a few columns of so many rows stay in the second-level cache. */
    static final int CAPACITY = 16 * CHUNK;

    private final RowLayout layout;
    private final List<GroupingFactor> factors;
    private final FixedRows fixed;
    private final int[][] codes;
    private int count;

    RowTile(RowLayout layout, Design design, List<GroupingFactor> factors, Conditioning conditioning) {
        this.layout = layout;
        this.factors = factors;
        this.fixed = new FixedRows(
                design, conditioning, RowLayout.STRIDE, layout.extras().size());
        this.codes = new int[factors.size()][CAPACITY];
    }

    /** Takes rows of a batch from {@code from} on, as many as there is room for; returns how many. */
    int load(Design batch, int from) {
        int taken = Math.min(CAPACITY - count, batch.response().length - from);
        fixed.bind(batch);
        fixed.load(from, taken, count);
        int width = layout.dense().length;
        for (int e = 0; e < layout.extras().size(); e++) {
            loadExtra(layout.extras().get(e), (width + e) * RowLayout.STRIDE + count, batch, from, taken);
        }
        for (int f = 0; f < codes.length; f++) {
            int term = factors.get(f).terms().get(0).index();
            System.arraycopy(batch.random().get(term).codes(), from, codes[f], count, taken);
        }
        count += taken;
        return taken;
    }

    private void loadExtra(RowLayout.Extra extra, int to, Design batch, int from, int taken) {
        double[] buffer = fixed.buffer();
        double[] roots = fixed.rootWeights();
        if (extra.term() < 0) {
            System.arraycopy(roots, count, buffer, to, taken);
            return;
        }
        ModelColumn column = batch.random().get(extra.term()).effects().column(extra.column());
        for (int i = 0; i < taken; i++) {
            buffer[to + i] = (column.value(from + i) - extra.shift()) * extra.scale() * roots[count + i];
        }
    }

    boolean isFull() {
        return count == CAPACITY;
    }

    void clear() {
        count = 0;
    }

    int count() {
        return count;
    }

    FixedRows fixed() {
        return fixed;
    }

    /** The level of each row. */
    int[] codes(int factor) {
        return codes[factor];
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(count);
        fixed.write(out, count);
        for (int[] levels : codes) {
            StateBytes.codes(out, levels, count);
        }
    }

    void read(DataInputStream in) throws IOException {
        count = in.readInt();
        fixed.read(in, count);
        for (int[] levels : codes) {
            StateBytes.codes(in, levels, count);
        }
    }

    /** Adds [X y]'W[X y] of its rows, chunk by chunk. */
    void addFixed(double[] sums) {
        for (int at = 0; at < count; at += CHUNK) {
            fixed.addCrossProducts(at, Math.min(CHUNK, count - at), sums);
        }
    }
}
