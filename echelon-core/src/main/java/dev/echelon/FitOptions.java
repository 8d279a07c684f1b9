package dev.echelon;

/**
 * How a model is to be fitted, whatever its formula.
 *
 * @param listener told how far a pass over rows that are not in memory has come
 */
record FitOptions(
        Criterion criterion,
        Optimizer optimizer,
        Computation computation,
        int threads,
        PassProgress.Listener listener) {

    static FitOptions defaults() {
        return new FitOptions(
                Criterion.REML,
                Optimizer.TRUST_REGION,
                Computation.AUTOMATIC,
                Runtime.getRuntime().availableProcessors(),
                PassProgress.Listener.NONE);
    }

    FitOptions with(Criterion value) {
        return new FitOptions(value, optimizer, computation, threads, listener);
    }

    FitOptions with(Optimizer value) {
        return new FitOptions(criterion, value, computation, threads, listener);
    }

    FitOptions with(Computation value) {
        return new FitOptions(criterion, optimizer, value, threads, listener);
    }

    FitOptions withThreads(int value) {
        return new FitOptions(criterion, optimizer, computation, value, listener);
    }

    FitOptions with(PassProgress.Listener value) {
        return new FitOptions(criterion, optimizer, computation, threads, value);
    }
}
