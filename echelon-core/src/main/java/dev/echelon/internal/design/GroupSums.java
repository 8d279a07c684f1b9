package dev.echelon.internal.design;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Means of numbers by group, NaN left out. Each sum is kept with the sum of its rounding errors (Neumaier 1974), so that
 * its bits depend on the order of the rows and on what is merged, not on how rows come in batches.
 */
final class GroupSums {
    private long[] counts = {};
    private double[] sums = {};
    private double[] lows = {};

    /**
     * Adds rows.
     *
     * @param groups the group of each row, -1 if missing
     * @param used which rows count; empty for all
     */
    void add(double[] numbers, int[] groups, boolean[] used) {
        for (int i = 0; i < numbers.length; i++) {
            int group = groups[i];
            if (group >= 0 && !Double.isNaN(numbers[i]) && (used.length == 0 || used[i])) {
                add(group, 1, numbers[i], 0);
            }
        }
    }

    private void add(int group, long count, double number, double low) {
        if (group >= counts.length) {
            int room = Math.max(16, Math.max(group + 1, counts.length + counts.length / 2));
            counts = Arrays.copyOf(counts, room);
            sums = Arrays.copyOf(sums, room);
            lows = Arrays.copyOf(lows, room);
        }
        double next = sums[group] + number;
        lows[group] += Moments.lost(sums[group], number, next) + low;
        sums[group] = next;
        counts[group] += count;
    }

    /**
     * Adds what was summed up from rows that follow these.
     *
     * @param groups the group here of each group there
     */
    void merge(GroupSums other, int[] groups) {
        for (int k = 0; k < Math.min(groups.length, other.counts.length); k++) {
            if (other.counts[k] > 0) {
                add(groups[k], other.counts[k], other.sums[k], other.lows[k]);
            }
        }
    }

    /** The mean of each group that has a number. */
    Basis.GroupMeans means(List<String> names) {
        List<String> known = new ArrayList<>();
        double[] means = new double[names.size()];
        for (int k = 0; k < Math.min(names.size(), counts.length); k++) {
            if (counts[k] > 0) {
                means[known.size()] = (sums[k] + lows[k]) / counts[k];
                known.add(names.get(k));
            }
        }
        return new Basis.GroupMeans(known, Arrays.copyOf(means, known.size()));
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(counts.length);
        for (int k = 0; k < counts.length; k++) {
            out.writeLong(counts[k]);
            out.writeDouble(sums[k]);
            out.writeDouble(lows[k]);
        }
    }

    void read(DataInputStream in) throws IOException {
        int groups = in.readInt();
        counts = new long[groups];
        sums = new double[groups];
        lows = new double[groups];
        for (int k = 0; k < groups; k++) {
            counts[k] = in.readLong();
            sums[k] = in.readDouble();
            lows[k] = in.readDouble();
        }
    }
}
