package dev.echelon.internal.sparse;

import dev.echelon.internal.linalg.Parallel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** Runs independent pieces, the next free thread taking the next piece. */
final class Runs {
    private Runs() {}

    static void each(int pieces, int threads, IntConsumer piece) {
        if (threads <= 1 || pieces <= 1) {
            for (int i = 0; i < pieces; i++) {
                piece.accept(i);
            }
            return;
        }
        AtomicInteger next = new AtomicInteger();
        Parallel.run(Math.min(threads, pieces), part -> {
            for (int i = next.getAndIncrement(); i < pieces; i = next.getAndIncrement()) {
                piece.accept(i);
            }
        });
    }
}
