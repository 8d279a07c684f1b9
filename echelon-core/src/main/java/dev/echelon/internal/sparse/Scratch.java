package dev.echelon.internal.sparse;

/** Buffers of one thread. */
final class Scratch {
    private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

    private final double[][] buffers = new double[3][0];

    private Scratch() {}

    /** Buffer {@code index} with at least {@code length} numbers, of any content. */
    static double[] get(int index, int length) {
        double[][] buffers = OF_THREAD.get().buffers;
        if (buffers[index].length < length) {
            buffers[index] = new double[Math.max(length, Math.min(2 * buffers[index].length, 1 << 24))];
        }
        return buffers[index];
    }
}
