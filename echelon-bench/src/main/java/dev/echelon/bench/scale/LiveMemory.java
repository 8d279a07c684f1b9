package dev.echelon.bench.scale;

import java.lang.management.ManagementFactory;

/**
 * The most memory that is alive while some work is done: after every so many seconds of processor time garbage is
 * collected and what is left is counted. The collector runs on one thread ({@code -XX:+UseSerialGC}), so its processor
 * time is known, too.
 */
final class LiveMemory implements AutoCloseable {
    private static final long LOOK = 100; // milliseconds

    private final double every;
    private final Thread watcher;
    private volatile boolean done;
    private volatile double most;
    private volatile double collectionSeconds;

    private LiveMemory(double every) {
        this.every = every;
        this.watcher = new Thread(this::run, "live memory");
        this.watcher.setDaemon(true);
    }

    static LiveMemory watch(double everyCpuSeconds) {
        LiveMemory memory = new LiveMemory(everyCpuSeconds);
        memory.most = now();
        memory.watcher.start();
        return memory;
    }

    private void run() {
        double next = cpuSeconds() + every;
        while (!done) {
            try {
                Thread.sleep(LOOK);
            } catch (InterruptedException e) {
                return;
            }
            if (cpuSeconds() >= next) {
                double start = cpuSeconds();
                most = Math.max(most, now());
                collectionSeconds = collectionSeconds + cpuSeconds() - start; // all other threads stand still
                next = cpuSeconds() + every;
            }
        }
    }

    /** Bytes. */
    double most() {
        return most;
    }

    /** Processor time that the counting took. */
    double collectionSeconds() {
        return collectionSeconds;
    }

    @Override
    public void close() {
        done = true;
    }

    /** Bytes that are alive now. */
    static double now() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (double) runtime.totalMemory() - runtime.freeMemory();
    }

    /** Processor time of this process. */
    static double cpuSeconds() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime() / 1e9
                : Double.NaN;
    }
}
