package dev.echelon.internal.design;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Mean and squared deviations of numbers that come one after the other, NaN left out. Sums are taken about the first
 * number, each with the sum of its rounding errors (Neumaier 1974), so that a large mean costs no digits; the bits depend
 * on the order of the numbers and on what is merged, not on how they come in batches.
 */
final class Moments {
    private static final MathContext PRECISE = new MathContext(60);

    private long count;
    private double shift;
    private double sum;
    private double sumLow;
    private double squares;
    private double squaresLow;

    void add(double[] numbers) {
        for (double x : numbers) {
            if (!Double.isNaN(x)) {
                add(x);
            }
        }
    }

    private void add(double x) {
        shift = count == 0 ? x : shift;
        count++;
        double d = x - shift;
        double low = lost(x, -shift, d);
        double square = d * d;
        double next = sum + d;
        sumLow += lost(sum, d, next) + low;
        sum = next;
        next = squares + square;
        squaresLow += lost(squares, square, next) + (Math.fma(d, d, -square) + 2 * d * low);
        squares = next;
    }

    /** What is missing in {@code sum}, the rounded sum of two numbers (Knuth). */
    static double lost(double a, double b, double sum) {
        double second = sum - a;
        return (a - (sum - second)) + (b - second);
    }

    /** Adds numbers that follow these. */
    void merge(Moments other) {
        if (count == 0) {
            take(other);
        } else if (other.count > 0 && isFinite() && other.isFinite()) {
            BigDecimal n = BigDecimal.valueOf(other.count);
            BigDecimal difference = new BigDecimal(other.shift).subtract(new BigDecimal(shift));
            BigDecimal theirs = other.exactSum().add(n.multiply(difference));
            BigDecimal theirSquares = other.about(difference.negate());
            BigDecimal all = exactSum().add(theirs);
            BigDecimal allSquares = exactSquares().add(theirSquares);
            count += other.count;
            sum = all.doubleValue();
            sumLow = all.subtract(new BigDecimal(sum)).doubleValue();
            squares = allSquares.doubleValue();
            squaresLow = allSquares.subtract(new BigDecimal(squares)).doubleValue();
        } else if (other.count > 0) {
            sum = Double.NaN;
            squares = Double.NaN;
        }
    }

    private void take(Moments other) {
        count = other.count;
        shift = other.shift;
        sum = other.sum;
        sumLow = other.sumLow;
        squares = other.squares;
        squaresLow = other.squaresLow;
    }

    private boolean isFinite() {
        return Double.isFinite(sum + sumLow) && Double.isFinite(squares + squaresLow);
    }

    private BigDecimal exactSum() {
        return new BigDecimal(sum).add(new BigDecimal(sumLow));
    }

    private BigDecimal exactSquares() {
        return new BigDecimal(squares).add(new BigDecimal(squaresLow));
    }

    /** Σ (x − shift − c)². */
    private BigDecimal about(BigDecimal c) {
        BigDecimal n = BigDecimal.valueOf(count);
        return exactSquares()
                .subtract(c.multiply(exactSum()).multiply(BigDecimal.valueOf(2)))
                .add(n.multiply(c).multiply(c));
    }

    long count() {
        return count;
    }

    /** The mean; NaN if there are no numbers, or infinite ones. */
    double mean() {
        if (count == 0 || !isFinite()) {
            return Double.NaN;
        }
        return new BigDecimal(shift)
                .add(exactSum().divide(BigDecimal.valueOf(count), PRECISE))
                .doubleValue();
    }

    /** The sum of squared deviations from {@code center}; NaN if a number is infinite. */
    double squaresAbout(double center) {
        if (!isFinite() || !Double.isFinite(center)) {
            return Double.NaN;
        }
        return Math.max(
                0, about(new BigDecimal(center).subtract(new BigDecimal(shift))).doubleValue());
    }

    void write(DataOutputStream out) throws IOException {
        out.writeLong(count);
        StateBytes.numbers(out, new double[] {shift, sum, sumLow, squares, squaresLow});
    }

    void read(DataInputStream in) throws IOException {
        count = in.readLong();
        double[] numbers = StateBytes.numbers(in);
        shift = numbers[0];
        sum = numbers[1];
        sumLow = numbers[2];
        squares = numbers[3];
        squaresLow = numbers[4];
    }
}
