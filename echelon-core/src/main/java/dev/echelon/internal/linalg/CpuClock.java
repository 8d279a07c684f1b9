package dev.echelon.internal.linalg;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** Processor time of the current thread, which other work on the machine changes least; elapsed time where unknown. */
public final class CpuClock {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private CpuClock() {}

    /** Nanoseconds from some fixed point. */
    public static long nanos() {
        long cpu = THREADS.isCurrentThreadCpuTimeSupported() ? THREADS.getCurrentThreadCpuTime() : -1;
        return cpu >= 0 ? cpu : System.nanoTime();
    }

    /**
     * Seconds that some work takes on a machine that does nothing else: the quickest of several runs, after one that is
     * not counted. Other work empties caches and only adds.
     */
    public static double least(int runs, Runnable work) {
        work.run();
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < runs; i++) {
            long start = nanos();
            work.run();
            least = Math.min(least, (nanos() - start) / 1e9);
        }
        return least;
    }
}
