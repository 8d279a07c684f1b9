package dev.echelon.internal.crossproducts;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Adds up one tile at a time, each share of the levels by one thread, while the caller fills the next one. */
final class TileWorkers implements AutoCloseable {
    /** What is done with a tile. */
    interface Work {
        void add(RowTile tile, Shares shares, int share);
    }

    private final Work work;
    private final Shares shares;
    private final List<ExecutorService> executors = new ArrayList<>();
    private final List<Future<?>> running = new ArrayList<>();

    /** @param threads besides the caller's; with none the caller does it all */
    TileWorkers(int threads, Work work) {
        this.work = work;
        this.shares = new Shares(Math.max(1, threads));
        for (int share = 0; threads > 0 && share < shares.count(); share++) {
            executors.add(Executors.newSingleThreadExecutor(task -> {
                Thread thread = new Thread(task, "echelon-sums");
                thread.setDaemon(true);
                return thread;
            }));
        }
    }

    boolean areInline() {
        return executors.isEmpty();
    }

    /** Begins with a tile, which must not change before {@link #await}. */
    void start(RowTile tile) {
        if (areInline()) {
            work.add(tile, shares, 0);
        }
        for (int share = 0; share < executors.size(); share++) {
            int own = share;
            running.add(executors.get(share).submit(() -> work.add(tile, shares, own)));
        }
    }

    /** Waits until the tile has been added. */
    void await() {
        for (Future<?> future : running) {
            await(future);
        }
        running.clear();
    }

    private static void await(Future<?> future) {
        try {
            future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while rows were summed up", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        executors.forEach(ExecutorService::shutdownNow);
    }
}
