package dev.echelon;

import dev.echelon.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands batches to a consumer on another thread, in order, so that a source can decode the next batch meanwhile. What the
 * consumer throws is thrown by the next call.
 */
final class BatchPipe implements AutoCloseable {
    /** Few: each group holds many rows. */
    private static final int WAITING = 6;

    /**
     * Values handed over at once, 2 MB of numbers: waking the other thread takes as long as reading thousands of rows.
     */
    private static final long GROUP = 1 << 18;

    private static final List<Table> END = List.of();

    private final Consumer<Table> consumer;
    private final BlockingQueue<List<Table>> queue = new ArrayBlockingQueue<>(WAITING);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final @Nullable Thread thread;
    private List<Table> group = new ArrayList<>();
    private long values;

    /** @param apart whether there is another thread; else the consumer is called at once */
    BatchPipe(Consumer<Table> consumer, boolean apart) {
        this.consumer = consumer;
        if (apart) {
            thread = new Thread(this::run, "echelon-batches");
            thread.setDaemon(true);
            thread.start();
        } else {
            thread = null;
        }
    }

    private void run() {
        try {
            for (List<Table> next = queue.take(); !next.isEmpty(); next = queue.take()) {
                next.forEach(this::consume);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void consume(Table batch) {
        if (failure.get() != null) {
            return;
        }
        try {
            consumer.accept(batch);
        } catch (RuntimeException | Error problem) {
            failure.set(problem);
        }
    }

    void accept(Table batch) {
        if (thread == null) {
            consumer.accept(batch);
            return;
        }
        group.add(batch);
        values += (long) batch.rowCount() * batch.columnNames().size();
        if (values >= GROUP) {
            handOver();
        }
    }

    private void handOver() {
        rethrow();
        if (!group.isEmpty()) {
            put(group);
            group = new ArrayList<>();
            values = 0;
        }
    }

    /** Waits until all batches have been consumed. */
    void finish() {
        if (thread == null) {
            return;
        }
        handOver();
        put(END);
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        rethrow();
    }

    private void put(List<Table> next) {
        try {
            queue.put(next);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while rows were read", e);
    }

    private void rethrow() {
        Throwable problem = failure.get();
        if (problem instanceof RuntimeException exception) {
            throw exception;
        }
        if (problem instanceof Error error) {
            throw error;
        }
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
