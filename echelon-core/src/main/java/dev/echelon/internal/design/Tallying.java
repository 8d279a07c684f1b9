package dev.echelon.internal.design;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * Counts the distinct numbers of a column whose rows come in batches. Memory depends on how many there are, not on the
 * rows: new numbers wait until they are half as many as those known, and are then sorted and merged. The result does not
 * depend on the order of the rows.
 */
final class Tallying {
    private static final int LEAST = 1 << 12;

    private double[] values = {};
    private long[] counts = {};
    private double[] waiting;
    private int left;

    Tallying() {
        this(LEAST);
    }

    /** @param room how many numbers wait until the first are counted */
    Tallying(int room) {
        this.waiting = new double[room];
    }

    void add(double[] numbers) {
        for (double x : numbers) {
            if (!Double.isNaN(x)) {
                add(x + 0.0); // -0 is 0
            }
        }
    }

    private void add(double x) {
        int known = values.length <= LEAST ? Arrays.binarySearch(values, x) : -1;
        if (known >= 0) {
            counts[known]++;
            return;
        }
        if (left == waiting.length) {
            settle();
        }
        waiting[left++] = x;
    }

    private void settle() {
        Arrays.sort(waiting, 0, left);
        long[] ones = new long[left];
        int distinct = 0;
        for (int i = 0; i < left; i++) {
            if (i == 0 || waiting[i] != waiting[distinct - 1]) {
                waiting[distinct++] = waiting[i];
            }
            ones[distinct - 1]++;
        }
        merge(waiting, ones, distinct);
        int room = Math.max(LEAST, values.length / 2);
        waiting = waiting.length < room ? new double[room] : waiting;
        left = 0;
    }

    private void merge(double[] others, long[] theirs, int count) {
        if (values.length == 0) {
            values = Arrays.copyOf(others, count);
            counts = Arrays.copyOf(theirs, count);
            return;
        }
        double[] all = new double[values.length + count];
        long[] sums = new long[all.length];
        int i = 0;
        int k = 0;
        int next = 0;
        while (i < values.length || k < count) {
            boolean mine = i < values.length && (k == count || values[i] <= others[k]);
            boolean other = k < count && (i == values.length || others[k] <= values[i]);
            all[next] = mine ? values[i] : others[k];
            sums[next++] = (mine ? counts[i++] : 0) + (other ? theirs[k++] : 0);
        }
        values = next == all.length ? all : Arrays.copyOf(all, next);
        counts = next == all.length ? sums : Arrays.copyOf(sums, next);
    }

    /** Adds what was counted in other rows. */
    void merge(Tallying other) {
        settle();
        other.settle();
        merge(other.values, other.counts, other.values.length);
    }

    /** The memory that merging the next numbers takes. */
    long bytes() {
        return 2L * (Double.BYTES + Long.BYTES) * (values.length + waiting.length);
    }

    Tally result() {
        settle();
        return new Tally(values, counts);
    }

    void write(DataOutputStream out) throws IOException {
        settle();
        StateBytes.numbers(out, values);
        for (long count : counts) {
            out.writeLong(count);
        }
    }

    void read(DataInputStream in) throws IOException {
        values = StateBytes.numbers(in);
        counts = new long[values.length];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = in.readLong();
        }
    }
}
