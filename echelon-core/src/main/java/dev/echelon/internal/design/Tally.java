package dev.echelon.internal.design;

import java.util.Arrays;

/** The distinct numbers of a column, ascending, with how often each occurs; NaN left out. Immutable. */
final class Tally {
    private final double[] values;
    private final long[] upTo; // how many numbers there are up to each value and with it

    /** @param counts how often each value occurs */
    Tally(double[] values, long[] counts) {
        this.values = values;
        this.upTo = counts.clone();
        for (int i = 1; i < upTo.length; i++) {
            upTo[i] += upTo[i - 1];
        }
    }

    /** Of all numbers. */
    static Tally of(double[] numbers) {
        Tallying tallying = new Tallying(numbers.length);
        tallying.add(numbers);
        return tallying.result();
    }

    /** How many distinct numbers there are. */
    int size() {
        return values.length;
    }

    double value(int i) {
        return values[i];
    }

    long count(int i) {
        return i == 0 ? upTo[0] : upTo[i] - upTo[i - 1];
    }

    /** How many numbers there are. */
    long total() {
        return upTo.length == 0 ? 0 : upTo[upTo.length - 1];
    }

    /** The number that has this place among all, counted from zero. */
    double at(long place) {
        int found = Arrays.binarySearch(upTo, place + 1);
        return values[found >= 0 ? found : -found - 1];
    }

    /** Only numbers from {@code least} to {@code most}. */
    Tally within(double least, double most) {
        int from = 0;
        int to = values.length;
        while (from < to && values[from] < least) {
            from++;
        }
        while (from < to && values[to - 1] > most) {
            to--;
        }
        long[] counts = new long[to - from];
        for (int i = from; i < to; i++) {
            counts[i - from] = count(i);
        }
        return new Tally(Arrays.copyOfRange(values, from, to), counts);
    }

    /** Without infinite numbers. */
    Tally finite() {
        return within(-Double.MAX_VALUE, Double.MAX_VALUE);
    }
}
