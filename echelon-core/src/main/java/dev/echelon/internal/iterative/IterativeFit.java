package dev.echelon.internal.iterative;

import dev.echelon.internal.likelihood.Boundary;
import dev.echelon.internal.optim.Optimum;
import dev.echelon.internal.optim.Options;
import dev.echelon.internal.optim.TrustRegion;

/**
 * Finds θ̂ where the estimated score vanishes, with as many probes as it takes for the Monte Carlo error of every
 * parameter to be small beside its statistical error.
 *
 * @param boundary the optimum, finished at the boundary
 * @param errors of θ̂ at the optimum
 */
public record IterativeFit(Boundary boundary, MonteCarloErrors errors) {
    /** A thousandth of a standard error is 5e-7 of the objective. */
    private static final double TOLERANCE = 1e-6;
    /** With the first few probes, to where more of them pay. */
    private static final double ROUGH = 1e-2;
    /** Fewer would say too little of their own error. */
    private static final int LEAST_PROBES = 16;
    /** The spread over few probes is itself uncertain. */
    private static final double SAFETY = 1.25;

    private static final int ROUNDS = 4;

    /** Minimises from the likelihood's own start. */
    public static IterativeFit of(StochasticLikelihood likelihood, IterativeOptions options) {
        Options steps = Options.DEFAULTS.withTolerance(TOLERANCE).withMaxEvaluations(60);
        Optimum rough = TrustRegion.minimise(likelihood, likelihood.start(), steps.withTolerance(ROUGH));
        likelihood.probes(Math.max(LEAST_PROBES, likelihood.probes()));
        Boundary boundary = finish(likelihood, rough.point(), steps.withInitialRadius(0.5));
        MonteCarloErrors errors = errors(likelihood, boundary);
        for (int round = 0; round < ROUNDS && errors.ratio() > options.monteCarloRatio(); round++) {
            double factor = Math.pow(errors.ratio() / options.monteCarloRatio(), 2) * SAFETY;
            int probes = (int) Math.min(options.maxProbes(), Math.ceil(likelihood.probes() * factor));
            if (probes <= likelihood.probes()) {
                break;
            }
            likelihood.probes(probes);
            boundary = finish(likelihood, boundary.optimum().point(), steps.withInitialRadius(0.1));
            errors = errors(likelihood, boundary);
        }
        return new IterativeFit(boundary, errors);
    }

    private static Boundary finish(StochasticLikelihood likelihood, double[] start, Options steps) {
        return Boundary.finish(likelihood, TrustRegion.minimise(likelihood, start, steps));
    }

    private static MonteCarloErrors errors(StochasticLikelihood likelihood, Boundary boundary) {
        likelihood.value(boundary.optimum().point());
        return MonteCarloErrors.of(likelihood);
    }

    /** The optimum. */
    public Optimum optimum() {
        return boundary.optimum();
    }

    /** Monte Carlo standard error over the statistical one, of the parameter where it is largest. */
    public double ratio() {
        return errors.ratio();
    }
}
