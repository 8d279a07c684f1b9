package dev.echelon.internal.design;

import dev.echelon.table.Factor;
import dev.echelon.table.SharedStorage;
import java.util.Arrays;

/**
 * Codes of numbers in the order in which they are first seen. Integers in a range not much larger than their number are
 * looked up in an array, others by their bits in a hash table.
 */
final class NumberCodes {
    /** A range of so many integers always has an array. */
    private static final long RANGE = 1 << 22;

    private static final long RANGE_PER_LEVEL = 16;

    private double[] values = new double[16];
    private int count;
    private int base;
    private int least;
    private int most;
    private int[] direct = {}; // code + 1 of base, base + 1, …; 0 for none
    private final LongCodes hashed = new LongCodes();
    private boolean integers = true;

    /** The code of each number, -1 for a missing one. */
    int[] codes(double[] numbers) {
        int[] codes = new int[numbers.length];
        int i = 0;
        for (; integers && i < codes.length; i++) {
            int key = (int) numbers[i];
            int place = key - base;
            boolean known = key == numbers[i] && place >= 0 && place < direct.length && direct[place] > 0;
            codes[i] = known ? direct[place] - 1 : code(numbers[i]);
        }
        for (; i < codes.length; i++) {
            codes[i] = code(numbers[i]);
        }
        return codes;
    }

    int size() {
        return count;
    }

    /** The distinct numbers by code. */
    double[] values() {
        return Arrays.copyOf(values, count);
    }

    /** The numbers as levels. */
    Ranking ranking() {
        Factor factor = Factor.ofNumbers(SharedStorage.numbers(values()));
        return new Ranking(SharedStorage.codes(factor), factor.levels());
    }

    private int code(double number) {
        if (Double.isNaN(number)) {
            return -1;
        }
        int key = (int) number;
        if (integers && key == number && reach(key)) {
            if (direct[key - base] == 0) {
                least = count == 0 ? key : Math.min(least, key);
                most = count == 0 ? key : Math.max(most, key);
                add(number);
                direct[key - base] = count;
            }
            return direct[key - base] - 1;
        }
        if (integers) {
            integers = false;
            direct = new int[0];
            for (int code = 0; code < count; code++) {
                hashed.code(bits(values[code]));
            }
        }
        int code = hashed.code(bits(number));
        if (code == count) {
            add(number);
        }
        return code;
    }

    /** Adding zero makes -0 and 0 one value. */
    private static long bits(double number) {
        return Double.doubleToLongBits(number + 0.0);
    }

    private void add(double number) {
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = number;
    }

    /** Makes the array hold a key, if the range of keys is not too large. */
    private boolean reach(int key) {
        if (key >= base && key < (long) base + direct.length) {
            return true;
        }
        long lower = count == 0 ? key : Math.min(key, least);
        long upper = count == 0 ? key : Math.max(key, most);
        long range = upper - lower + 1;
        if (range > Math.max(RANGE, RANGE_PER_LEVEL * count)) {
            return false;
        }
        long from = Math.max(Integer.MIN_VALUE, lower - range / 2); // with room, so that it seldom moves
        long to = Math.min(Integer.MAX_VALUE, upper + range / 2 + 64);
        int[] wider = new int[(int) (to - from + 1)];
        for (int code = 0; code < count; code++) {
            wider[(int) ((long) values[code] - from)] = code + 1;
        }
        direct = wider;
        base = (int) from;
        return true;
    }
}
