package dev.echelon;

import java.util.OptionalLong;

/** Counts the rows of a pass and reports them a few times per second. */
final class PassClock {
    private static final long INTERVAL = 200_000_000;

    private final String pass;
    private final OptionalLong of;
    private final PassProgress.Listener listener;
    private final long start = System.nanoTime();
    private long last = start;
    private long rows;

    PassClock(String pass, OptionalLong of, PassProgress.Listener listener) {
        this.pass = pass;
        this.of = of;
        this.listener = listener;
    }

    void add(long more) {
        rows += more;
        long now = System.nanoTime();
        if (now - last >= INTERVAL) {
            last = now;
            report(false);
        }
    }

    void finish() {
        report(true);
    }

    private void report(boolean finished) {
        listener.report(new PassProgress(pass, rows, of, (System.nanoTime() - start) / 1e9, finished));
    }
}
