package dev.echelon.internal.iterative;

import dev.echelon.internal.linalg.Parallel;
import java.util.Arrays;

/**
 * Eight vectors side by side: number k of row i is at 8i + k, so that one pass over a sparse matrix serves all eight and
 * each entry costs one cache line. Sums are formed in chunks of a fixed length, so that results have the same bits for
 * any number of threads.
 */
final class Lanes {
    /** Vectors per block: one cache line of doubles. */
    static final int WIDTH = 8;

    private static final int CHUNK = 4096;

    private Lanes() {}

    /** A block of zeros with {@code rows} rows. */
    static double[] of(int rows) {
        return new double[Math.multiplyExact(rows, WIDTH)];
    }

    /** Work on rows from (inclusive) to (exclusive). */
    interface Rows {
        void run(int from, int to);
    }

    /** Does work on all rows, in about equal ranges for each thread; every row must be written by its own range only. */
    static void forRows(int rows, int threads, Rows work) {
        int parts = rows < 2 * CHUNK ? 1 : Math.min(threads, rows / CHUNK);
        Parallel.run(parts, p -> work.run((int) ((long) rows * p / parts), (int) ((long) rows * (p + 1) / parts)));
    }

    /** The inner products of the vectors of two blocks, lane by lane. */
    static double[] dot(double[] x, double[] y, int threads) {
        int rows = x.length / WIDTH;
        int chunks = (rows + CHUNK - 1) / CHUNK;
        double[] partial = new double[chunks * WIDTH];
        int parts = Math.max(1, Math.min(threads, chunks / 4));
        Parallel.run(parts, p -> {
            for (int c = chunks * p / parts; c < chunks * (p + 1) / parts; c++) {
                dot(x, y, c * CHUNK, Math.min(rows, (c + 1) * CHUNK), partial, c * WIDTH);
            }
        });
        double[] sums = new double[WIDTH];
        for (int i = 0; i < partial.length; i++) {
            sums[i % WIDTH] += partial[i];
        }
        return sums;
    }

    private static void dot(double[] x, double[] y, int from, int to, double[] out, int at) {
        for (int i = from * WIDTH; i < to * WIDTH; i += WIDTH) {
            for (int k = 0; k < WIDTH; k++) {
                out[at + k] += x[i + k] * y[i + k];
            }
        }
    }

    /** y := y + factor·x, with a factor for each lane. */
    static void axpy(double[] factor, double[] x, double[] y, int threads) {
        forRows(x.length / WIDTH, threads, (from, to) -> {
            for (int i = from * WIDTH; i < to * WIDTH; i += WIDTH) {
                for (int k = 0; k < WIDTH; k++) {
                    y[i + k] += factor[k] * x[i + k];
                }
            }
        });
    }

    /** y := x + factor·y, with a factor for each lane. */
    static void xpay(double[] x, double[] factor, double[] y, int threads) {
        forRows(x.length / WIDTH, threads, (from, to) -> {
            for (int i = from * WIDTH; i < to * WIDTH; i += WIDTH) {
                for (int k = 0; k < WIDTH; k++) {
                    y[i + k] = x[i + k] + factor[k] * y[i + k];
                }
            }
        });
    }

    /** All inner products of the vectors of two blocks: number 8l + k is that of lane k of x and lane l of y. */
    static double[] products(double[] x, double[] y) {
        double[] sums = new double[WIDTH * WIDTH];
        double[] chunk = new double[WIDTH * WIDTH];
        for (int i = 0; i < x.length; i += WIDTH) {
            for (int l = 0; l < WIDTH; l++) {
                double factor = y[i + l];
                for (int k = 0; k < WIDTH; k++) {
                    chunk[l * WIDTH + k] += factor * x[i + k];
                }
            }
            if (i / WIDTH % CHUNK == CHUNK - 1 || i + WIDTH == x.length) {
                for (int s = 0; s < sums.length; s++) {
                    sums[s] += chunk[s];
                    chunk[s] = 0;
                }
            }
        }
        return sums;
    }

    /** A factor that is the same for all lanes. */
    static double[] all(double factor) {
        double[] same = new double[WIDTH];
        Arrays.fill(same, factor);
        return same;
    }
}
