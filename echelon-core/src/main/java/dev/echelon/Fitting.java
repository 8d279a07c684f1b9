package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.design.Encoding;
import dev.echelon.internal.likelihood.Boundary;
import dev.echelon.internal.likelihood.Estimates;
import dev.echelon.internal.optim.Bobyqa;
import dev.echelon.internal.optim.Optimum;
import dev.echelon.internal.optim.Options;
import dev.echelon.internal.optim.TrustRegion;
import dev.echelon.result.Convergence;
import dev.echelon.table.RowSource;
import java.util.function.Supplier;

/** The golden path from a model and data to a fit. */
final class Fitting {
    /** Predicted seconds of an exact fit beyond which a start near the optimum is worth an iterative fit. */
    private static final double DEAR = 120;

    private Fitting() {}

    static LmmFit fit(Lmm model, RowSource source) {
        if (Streaming.applies(model, source)) {
            return fit(model, Streaming.summarise(model, source));
        }
        Prepared prepared = Prepared.of(model, source);
        if (prepared.design().residual().isPresent()) {
            if (model.computation() == Computation.ITERATIVE) {
                IterativeFitting.require(model, prepared);
            }
            return StructuredFit.fit(model, prepared, source);
        }
        return fit(model, prepared, Origin.digest(source));
    }

    static LmmFit fit(Lmm model, DataSummary summary) {
        return fit(model, Prepared.of(model, summary), summary::digest);
    }

    static DataSummary summarise(Lmm model, RowSource source) {
        if (Streaming.applies(model, source)) {
            return Streaming.summarise(model, source);
        }
        Encoding.Training training = Encoding.trainPart(model.formula(), source, model.encoding());
        return DataSummary.of(training, Origin.digest(source).get());
    }

    private static LmmFit fit(Lmm model, Prepared prepared, Supplier<String> digest) {
        if (isIterative(model, prepared)) {
            return IterativeFitting.fit(model, prepared, digest);
        }
        Optimum found = optimise(model, prepared);
        Boundary finished = model.optimizer() == Optimizer.BOBYQA
                ? Boundary.check(prepared.likelihood(), found)
                : Boundary.finish(prepared.likelihood(), found);
        requireFinite(finished.optimum());
        Estimates estimates = prepared.likelihood()
                .estimates(
                        finished.optimum().point(),
                        prepared.conditioning(),
                        prepared.factors(),
                        prepared.aliasing().kept());
        Convergence convergence = certificate(model, finished);
        return LmmFit.of(model, prepared, estimates, convergence, finished.singular(), digest, found.trace());
    }

    /** Whether the user wants it or the exact computation refuses the model for its size. */
    static boolean isIterative(Lmm model, Prepared prepared) {
        if (model.computation() == Computation.ITERATIVE) {
            IterativeFitting.require(model, prepared);
            return true;
        }
        return model.computation() == Computation.AUTOMATIC
                && model.optimizer() == Optimizer.TRUST_REGION
                && IterativeFitting.applies(prepared)
                && !prepared.fitsExactly();
    }

    /**
     * Whether an exact search starts at the optimum of an iterative one: where an evaluation costs more than that. The
     * same on every machine, however fast: the start changes the last bits of the result.
     */
    static boolean startsIteratively(Lmm model, Prepared prepared) {
        return model.computation() == Computation.AUTOMATIC
                && prepared.likelihood().plan().forecast().secondsOfFit() > DEAR
                && IterativeFitting.applies(prepared);
    }

    /** Moment estimates, or an iterative optimum. */
    private static double[] start(Lmm model, Prepared prepared) {
        return startsIteratively(model, prepared)
                ? IterativeFitting.start(model, prepared)
                : prepared.likelihood().start();
    }

    static Explanation explain(Lmm model, RowSource source) {
        return Explanations.of(
                model,
                Streaming.applies(model, source)
                        ? Prepared.of(model, Streaming.summarise(model, source))
                        : Prepared.of(model, source));
    }

    private static Optimum optimise(Lmm model, Prepared prepared) {
        double[] start = start(model, prepared);
        return model.optimizer() == Optimizer.BOBYQA
                ? Bobyqa.minimise(prepared.likelihood(), start, Options.DEFAULTS.withMaxEvaluations(20_000))
                : TrustRegion.minimise(prepared.likelihood(), start, Options.DEFAULTS);
    }

    static void requireFinite(Optimum optimum) {
        if (!Double.isFinite(optimum.value())) {
            throw new EchelonException("the likelihood cannot be computed at the starting values: the fixed effects may"
                    + " explain the response completely; check for a predictor that is a copy of the response");
        }
    }

    static Convergence certificate(Lmm model, Boundary finished) {
        Optimum optimum = finished.optimum();
        boolean stationary = optimum.status() == Optimum.Status.CONVERGED
                || optimum.status() == Optimum.Status.STALLED && optimum.decrement() < 1e-6;
        String status = !stationary || !finished.certified()
                ? "failed"
                : finished.singular() ? "converged-boundary" : "converged";
        return new Convergence(
                status,
                model.optimizer() == Optimizer.BOBYQA ? "bobyqa" : "trust-region",
                finished.iterations(),
                finished.evaluations(),
                optimum.gradientNorm(),
                optimum.decrement(),
                optimum.smallestEigenvalue(),
                finished.kkt());
    }
}
