package dev.echelon.internal.marginal;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.likelihood.Boundary;
import dev.echelon.internal.optim.Optimum;
import dev.echelon.internal.optim.Options;
import dev.echelon.internal.optim.TrustRegion;
import dev.echelon.result.Convergence;
import java.util.ArrayList;
import java.util.List;

/**
 * The best optimum from all starts.
 *
 * @param theta working parameters
 * @param optima the different optima, best first
 */
record Optimisation(double[] theta, Convergence convergence, List<Double> optima) {
    /** Optima whose objectives differ by less are the same one. */
    private static final double SAME = 1e-4;

    /** A run that needs more creeps towards a bound at infinity, such as a range without end. */
    private static final Options OPTIONS = Options.DEFAULTS.withMaxEvaluations(150);

    static Optimisation of(Problem problem, List<double[]> starts) {
        Run best = null;
        List<Double> optima = new ArrayList<>();
        for (double[] start : starts) {
            Run run = Run.from(problem, start);
            double value = run.optimum.value();
            if (!Double.isFinite(value)) {
                continue;
            }
            if (run.isStationary() && optima.stream().noneMatch(o -> Math.abs(o - value) < SAME)) {
                optima.add(value);
            }
            if (best == null || value < best.optimum.value() - SAME || !best.isStationary() && run.isStationary()) {
                best = run;
            }
        }
        if (best == null) {
            throw new EchelonException("the likelihood cannot be computed at the starting values of '"
                    + problem.rows().structure().name() + "': a simpler covariance structure may be needed");
        }
        optima.sort(Double::compare);
        return new Optimisation(best.theta(), best.convergence(), List.copyOf(optima));
    }

    /** How often a search may resume that went beyond a bound from which the objective falls inwards. */
    private static final int RETURNS = 5;

    private record Run(
            MarginalLikelihood likelihood,
            Optimum optimum,
            int iterations,
            boolean singular,
            double kkt,
            boolean open) {

        static Run from(Problem problem, double[] start) {
            MarginalLikelihood likelihood =
                    new MarginalLikelihood(problem.evaluation(), problem.terms(), problem.parameters(), start);
            Optimum found = TrustRegion.minimise(likelihood, likelihood.scaled(start), OPTIONS);
            for (int again = 0; again < RETURNS && likelihood.leavesBound(found.point()); again++) {
                found = TrustRegion.minimise(likelihood, likelihood.inside(found.point()), OPTIONS);
            }
            if (!Double.isFinite(found.value())) {
                return new Run(likelihood, found, found.iterations(), false, Double.NaN, false);
            }
            if (problem.terms().isEmpty()) {
                return new Run(likelihood, found, found.iterations(), false, Double.NaN, false).withBounds();
            }
            Boundary finished = Boundary.finish(likelihood, found);
            return new Run(
                            likelihood,
                            finished.optimum(),
                            finished.iterations(),
                            finished.singular(),
                            finished.kkt(),
                            !finished.certified())
                    .withBounds();
        }

        /** Tests parameters of the R side at their bounds as Karush, Kuhn and Tucker do: the objective must rise inwards. */
        private Run withBounds() {
            double slope = likelihood.slopeAtBounds(optimum.point());
            if (Double.isNaN(slope)) {
                return this;
            }
            double least = Double.isNaN(kkt) ? slope : Math.min(kkt, slope);
            return new Run(likelihood, optimum, iterations, true, least, open);
        }

        boolean isStationary() {
            return optimum.status() == Optimum.Status.CONVERGED
                    || optimum.status() == Optimum.Status.STALLED && optimum.decrement() < 1e-6;
        }

        double[] theta() {
            return likelihood.unscaled(optimum.point());
        }

        Convergence convergence() {
            String status = !isStationary() || open ? "failed" : singular ? "converged-boundary" : "converged";
            return new Convergence(
                    status,
                    "trust-region",
                    iterations,
                    likelihood.evaluations(),
                    optimum.gradientNorm(),
                    optimum.decrement(),
                    optimum.smallestEigenvalue(),
                    kkt);
        }
    }
}
