package dev.echelon.internal.linalg;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Runs independent parts of one computation on several threads. Every number must be written by exactly one part and
 * not depend on how the work is cut, so that results have the same bits for any number of threads.
 */
public final class Parallel {
    private Parallel() {}

    /** Runs parts 0..parts−1, the caller taking its share; returns when all are done. */
    public static void run(int parts, IntConsumer part) {
        if (parts <= 1) {
            part.accept(0);
            return;
        }
        IntStream.range(0, parts).parallel().forEach(part);
    }

    /** Cuts 0..weights.length into {@code parts} ranges of about equal weight; returns their parts + 1 bounds. */
    public static int[] split(double[] weights, int parts) {
        double total = 0;
        for (double weight : weights) {
            total += weight;
        }
        int[] bounds = new int[parts + 1];
        double sum = 0;
        int part = 1;
        for (int i = 0; i < weights.length && part < parts; i++) {
            sum += weights[i];
            while (part < parts && sum >= total * part / parts) {
                bounds[part++] = i + 1;
            }
        }
        while (part <= parts) {
            bounds[part++] = weights.length;
        }
        return bounds;
    }
}
