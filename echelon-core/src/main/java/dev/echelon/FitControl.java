package dev.echelon;

/**
 * How a model is to be fitted, whatever its formula.
 *
 * @param listener told how far a pass over rows that are not in memory has come
 */
record FitControl(
        Criterion criterion,
        Optimizer optimizer,
        Computation computation,
        int threads,
        PassProgress.Listener listener) {

    static FitControl defaults() {
        return new FitControl(
                Criterion.REML,
                Optimizer.TRUST_REGION,
                Computation.AUTOMATIC,
                Runtime.getRuntime().availableProcessors(),
                PassProgress.Listener.NONE);
    }

    FitControl with(Criterion value) {
        return new FitControl(value, optimizer, computation, threads, listener);
    }

    FitControl with(Optimizer value) {
        return new FitControl(criterion, value, computation, threads, listener);
    }

    FitControl with(Computation value) {
        return new FitControl(criterion, optimizer, value, threads, listener);
    }

    FitControl withThreads(int value) {
        return new FitControl(criterion, optimizer, computation, value, listener);
    }

    FitControl with(PassProgress.Listener value) {
        return new FitControl(criterion, optimizer, computation, threads, value);
    }
}
