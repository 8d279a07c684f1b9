package dev.echelon.cli;

import java.util.function.Supplier;

/** Says on standard error what takes longer than a second, on a terminal only, and wipes it when done. */
final class Progress {
    private static final long PATIENCE_MILLIS = 1000;
    private static final long TICK_MILLIS = 500;
    private static final String WIPE = "\r\u001b[K";

    private final Console console;

    Progress(Console console) {
        this.console = console;
    }

    /** The result of {@code work}, with {@code what} shown while it lasts. */
    <T> T during(String what, Supplier<T> work) {
        return during(() -> what, work);
    }

    /** The result of {@code work}, with what is said at the time shown while it lasts. */
    <T> T during(Supplier<String> what, Supplier<T> work) {
        if (!console.interactive()) {
            return work.get();
        }
        Thread ticker = new Thread(() -> tick(what), "progress");
        ticker.setDaemon(true);
        ticker.start();
        try {
            return work.get();
        } finally {
            stop(ticker);
        }
    }

    private void tick(Supplier<String> what) {
        long start = System.nanoTime();
        try {
            Thread.sleep(PATIENCE_MILLIS);
            while (true) {
                console.err().print(WIPE + what.get() + " … " + (System.nanoTime() - start) / 1_000_000_000L + " s");
                console.err().flush();
                Thread.sleep(TICK_MILLIS);
            }
        } catch (InterruptedException done) {
            if (System.nanoTime() - start >= PATIENCE_MILLIS * 1_000_000L) {
                console.err().print(WIPE);
                console.err().flush();
            }
        }
    }

    private static void stop(Thread ticker) {
        ticker.interrupt();
        try {
            ticker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
