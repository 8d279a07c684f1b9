package dev.echelon;

import dev.echelon.covariance.Covariances;
import dev.echelon.error.EchelonException;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.iterative.IterativeFit;
import dev.echelon.internal.iterative.IterativeOptions;
import dev.echelon.internal.iterative.StochasticEstimates;
import dev.echelon.internal.iterative.StochasticLikelihood;
import dev.echelon.internal.optim.Optimum;
import dev.echelon.result.Convergence;
import dev.echelon.result.Finding;
import dev.echelon.result.MonteCarlo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** From a prepared model to a fit by conjugate gradients and random probes. */
final class IterativeFitting {
    /** The distance from the optimum of the estimated score, in the objective, that is a hundredth of a standard error. */
    private static final double STATIONARY = 1e-4;

    private IterativeFitting() {}

    /** Whether crossed factors are left when nested ones are eliminated, and their levels are independent. */
    static boolean applies(Prepared prepared) {
        return prepared.design().residual().isEmpty()
                && prepared.design().random().stream()
                        .allMatch(block -> block.related().isEmpty())
                && StochasticLikelihood.applies(prepared.data());
    }

    /** Refuses what was asked for but cannot be. */
    static void require(Lmm model, Prepared prepared) {
        if (model.optimizer() == Optimizer.BOBYQA) {
            throw new EchelonException("the iterative computation estimates derivatives, which bobyqa does not use;"
                    + " leave out the optimizer or the computation");
        }
        if (!applies(prepared)) {
            throw new EchelonException(
                    "the iterative computation is for crossed grouping factors with independent levels"
                            + " and residuals, which '" + model.formula().text()
                            + "' has not; leave the computation out: the model is computed exactly");
        }
    }

    static LmmFit fit(Lmm model, Prepared prepared, Supplier<String> digest) {
        IterativeOptions options = IterativeOptions.DEFAULTS;
        StochasticLikelihood likelihood = new StochasticLikelihood(
                prepared.data(), prepared.factors(), model.criterion() == Criterion.REML, options, model.threads());
        IterativeFit found = IterativeFit.of(likelihood, options);
        Optimum optimum = found.optimum();
        Fitting.requireFinite(optimum);
        StochasticEstimates estimates = StochasticEstimates.of(
                likelihood,
                found.errors(),
                optimum.point(),
                prepared.conditioning(),
                prepared.factors(),
                prepared.aliasing().kept());
        MonteCarlo errors = errors(prepared, likelihood, found, estimates);
        FitState state = FitState.of(
                model,
                prepared,
                estimates.estimates(),
                certificate(likelihood, found),
                found.boundary().singular(),
                new FitState.Computed(plan(prepared, likelihood), likelihood.kernels(), Optional.of(errors)));
        return LmmFit.of(state, prepared, digest, optimum.trace());
    }

    /** θ near the exact optimum, where an exact search may start. */
    static double[] start(Lmm model, Prepared prepared) {
        IterativeOptions options = IterativeOptions.DEFAULTS;
        StochasticLikelihood likelihood = new StochasticLikelihood(
                prepared.data(), prepared.factors(), model.criterion() == Criterion.REML, options, model.threads());
        return IterativeFit.of(likelihood, options).optimum().point();
    }

    private static MonteCarlo errors(
            Prepared prepared, StochasticLikelihood likelihood, IterativeFit found, StochasticEstimates estimates) {
        List<MonteCarlo.ThetaError> theta = new ArrayList<>();
        for (Design.RandomBlock block : prepared.design().random()) {
            for (String name : Covariances.named(block.covariance().name())
                    .parameterNames(block.effects().names())) {
                int k = theta.size();
                theta.add(new MonteCarlo.ThetaError(
                        block.group() + "." + name,
                        estimates.thetaErrors()[k],
                        estimates.thetaStandardErrors()[k]));
            }
        }
        return new MonteCarlo(
                likelihood.probes(),
                likelihood.iterations(),
                found.errors().objective(),
                estimates.sigmaError(),
                estimates.varianceError(),
                List.copyOf(theta));
    }

    private static Convergence certificate(StochasticLikelihood likelihood, IterativeFit found) {
        Optimum optimum = found.optimum();
        boolean stationary = optimum.decrement() < STATIONARY;
        String status = !stationary || !found.boundary().certified()
                ? "failed"
                : found.boundary().singular() ? "converged-boundary" : "converged";
        return new Convergence(
                status,
                "trust-region on the estimated score",
                found.boundary().iterations(),
                likelihood.evaluations(),
                optimum.gradientNorm(),
                optimum.decrement(),
                optimum.smallestEigenvalue(),
                found.boundary().kkt());
    }

    private static String plan(Prepared prepared, StochasticLikelihood likelihood) {
        return likelihood.plan(
                prepared.factors().stream().map(GroupingFactor::group).toList());
    }

    /** What the reader of such a fit must know. */
    static Finding finding(MonteCarlo errors) {
        boolean small = errors.ratio() <= IterativeOptions.DEFAULTS.monteCarloRatio();
        return new Finding(
                small ? "monte-carlo" : "monte-carlo-large",
                small ? Finding.Severity.NOTE : Finding.Severity.WARNING,
                String.format(
                        Locale.ROOT,
                        "The likelihood was computed with %d random probes: Monte Carlo standard errors are at most %.2g of"
                                + " the statistical ones for theta, %.2g for the objective, and %.1f %% for conditional"
                                + " variances.",
                        errors.probes(),
                        errors.ratio(),
                        errors.objectiveError(),
                        100 * errors.varianceError()),
                small
                        ? "Do not compare objectives, AIC or BIC that differ by less than a few such errors."
                        : "Compute exactly if memory allows, or drop a random effect that the data hardly determine.");
    }
}
