package dev.echelon.internal.levels;

/**
 * Arithmetic on rows of numbers, one lane for each level of a {@link LevelSweep}. Every method is one loop over the first
 * n lanes of distinct arrays, which the compiler turns into instructions on several lanes at once.
 */
public final class Lanes {
    private Lanes() {}

    static void fill(int n, double value, double[] out) {
        for (int l = 0; l < n; l++) {
            out[l] = value;
        }
    }

    /** out := every stride-th number from {@code at} on. */
    static void gather(int n, double[] from, int at, int stride, double[] out) {
        for (int l = 0, i = at; l < n; l++, i += stride) {
            out[l] = from[i];
        }
    }

    /** Writes the rows of each lane side by side, lane after lane from lane {@code first} of {@code out} on. */
    public static void scatter(int n, double[][] rows, double[] out, int first) {
        for (int i = 0; i < rows.length; i++) {
            double[] row = rows[i];
            for (int l = 0, to = first * rows.length + i; l < n; l++, to += rows.length) {
                out[to] = row[l];
            }
        }
    }

    /** out := x. */
    public static void copy(int n, double[] x, double[] out) {
        System.arraycopy(x, 0, out, 0, n);
    }

    /** x := sx. */
    public static void scale(int n, double s, double[] x) {
        for (int l = 0; l < n; l++) {
            x[l] *= s;
        }
    }

    /** out := out + sx. */
    public static void add(int n, double s, double[] x, double[] out) {
        for (int l = 0; l < n; l++) {
            out[l] += s * x[l];
        }
    }

    /** out := xy. */
    public static void multiply(int n, double[] x, double[] y, double[] out) {
        for (int l = 0; l < n; l++) {
            out[l] = x[l] * y[l];
        }
    }

    /** x := xy. */
    static void scale(int n, double[] y, double[] x) {
        for (int l = 0; l < n; l++) {
            x[l] *= y[l];
        }
    }

    /** out := out + xy. */
    public static void add(int n, double[] x, double[] y, double[] out) {
        for (int l = 0; l < n; l++) {
            out[l] += x[l] * y[l];
        }
    }

    /** out := out − xy. */
    public static void subtract(int n, double[] x, double[] y, double[] out) {
        for (int l = 0; l < n; l++) {
            out[l] -= x[l] * y[l];
        }
    }

    /** out := 1/√x; not a number or infinite unless x > 0. */
    static void inverseRoot(int n, double[] x, double[] out) {
        for (int l = 0; l < n; l++) {
            out[l] = 1 / Math.sqrt(x[l]);
        }
    }

    /** The sum of all lanes; four partial sums, so that additions do not wait for each other. */
    public static double sum(int n, double[] x) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int l = 0;
        for (; l + 4 <= n; l += 4) {
            a += x[l];
            b += x[l + 1];
            c += x[l + 2];
            d += x[l + 3];
        }
        for (; l < n; l++) {
            a += x[l];
        }
        return a + b + (c + d);
    }

    /**
     * Adds the sum of xy over all lanes to {@code sums[at + i]}, where y is the i-th of {@code count} rows, every step-th
     * from {@code first} on.
     */
    public static void addDots(int n, double[] x, double[][] y, int first, int step, int count, double[] sums, int at) {
        int i = 0;
        for (int k = first; i + 4 <= count; i += 4, k += 4 * step) {
            addFour(n, x, y[k], y[k + step], y[k + 2 * step], y[k + 3 * step], sums, at + i);
        }
        for (; i < count; i++) {
            sums[at + i] += dot(n, x, y[first + i * step]);
        }
    }

    /** Reads x once for four rows; eight partial sums, so that additions do not wait for each other. */
    private static void addFour(
            int n, double[] x, double[] y0, double[] y1, double[] y2, double[] y3, double[] sums, int at) {
        double a0 = 0;
        double a1 = 0;
        double a2 = 0;
        double a3 = 0;
        double b0 = 0;
        double b1 = 0;
        double b2 = 0;
        double b3 = 0;
        int even = n & ~1;
        for (int l = 0; l < even; l += 2) {
            double a = x[l];
            double b = x[l + 1];
            a0 += a * y0[l];
            a1 += a * y1[l];
            a2 += a * y2[l];
            a3 += a * y3[l];
            b0 += b * y0[l + 1];
            b1 += b * y1[l + 1];
            b2 += b * y2[l + 1];
            b3 += b * y3[l + 1];
        }
        double last = even < n ? x[even] : 0;
        sums[at] += a0 + b0 + (even < n ? last * y0[even] : 0);
        sums[at + 1] += a1 + b1 + (even < n ? last * y1[even] : 0);
        sums[at + 2] += a2 + b2 + (even < n ? last * y2[even] : 0);
        sums[at + 3] += a3 + b3 + (even < n ? last * y3[even] : 0);
    }

    /** The sum of xy over all lanes, likewise. */
    private static double dot(int n, double[] x, double[] y) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int l = 0;
        for (; l + 4 <= n; l += 4) {
            a += x[l] * y[l];
            b += x[l + 1] * y[l + 1];
            c += x[l + 2] * y[l + 2];
            d += x[l + 3] * y[l + 3];
        }
        for (; l < n; l++) {
            a += x[l] * y[l];
        }
        return a + b + (c + d);
    }
}
