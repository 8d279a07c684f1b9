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
    private int[] direct = {0}; // code + 1 of base + 1, base + 2, …; 0 for none, as in the first place
    private final LongCodes hashed = new LongCodes();
    private boolean integers = true;

    /** The code of each number, -1 for a missing one. */
    int[] codes(double[] numbers) {
        int[] codes = new int[numbers.length];
        if (integers) {
            place(numbers, codes);
            // Nothing but reads in no order from memory, of which the processor then does many at a time.
            for (int i = 0; i < codes.length; i++) {
                codes[i] = direct[codes[i]] - 1;
            }
        } else {
            Arrays.fill(codes, -1);
        }
        for (int i = 0; i < codes.length; i++) {
            if (codes[i] < 0) {
                codes[i] = code(numbers[i]);
            }
        }
        return codes;
    }

    /** Where in the array the code of each number is, if it has one: the first place, which stays empty, if it cannot. */
    private void place(double[] numbers, int[] places) {
        for (int i = 0; i < places.length; i++) {
            int key = (int) numbers[i];
            long place = (long) key - base;
            places[i] = key == numbers[i] && place > 0 && place < direct.length ? (int) place : 0;
        }
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
            direct = new int[1];
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
        if (key > base && key < (long) base + direct.length) {
            return true;
        }
        long lower = count == 0 ? key : Math.min(key, least);
        long upper = count == 0 ? key : Math.max(key, most);
        long range = upper - lower + 1;
        if (range > Math.max(RANGE, RANGE_PER_LEVEL * count) || lower == Integer.MIN_VALUE) {
            return false;
        }
        long from = Math.max(Integer.MIN_VALUE, lower - range / 2 - 1); // with room, so that it seldom moves
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
