package dev.echelon.internal.simulation;

import dev.echelon.internal.crossproducts.CrossProducts;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.likelihood.Boundary;
import dev.echelon.internal.likelihood.Estimates;
import dev.echelon.internal.likelihood.ProfiledLikelihood;
import dev.echelon.internal.optim.Optimum;
import dev.echelon.internal.optim.Options;
import dev.echelon.internal.optim.TrustRegion;
import dev.echelon.internal.predict.FittedModel;
import java.util.List;

/**
 * A model refitted to other data from their cross-products.
 *
 * @param likelihood the workspace, evaluated at the optimum
 * @param factors of the data
 * @param optimum where and how the search ended
 * @param singular whether some Σ is singular
 * @param failure why this is not a fit; empty if it is one
 */
record Refit(
        ProfiledLikelihood likelihood,
        List<GroupingFactor> factors,
        Optimum optimum,
        boolean singular,
        String failure) {
    static final String NOT_CONVERGED = "the optimiser did not converge";
    static final String NO_LIKELIHOOD = "the likelihood cannot be computed";
    /** A predicted distance from the minimum that is too large to count as a fit. */
    private static final double CONVERGED = 1e-6;
    /** Where the search starts for a parameter that was estimated as zero: no gradient leads away from zero. */
    private static final double OFF_BOUNDARY = 0.05;

    static Refit of(CrossProducts data, List<GroupingFactor> factors, boolean reml, double[] start) {
        ProfiledLikelihood likelihood = new ProfiledLikelihood(data, factors, reml);
        Optimum first = TrustRegion.minimise(likelihood, start, Options.DEFAULTS);
        Boundary finished = Boundary.finish(likelihood, first);
        Optimum optimum = finished.optimum();
        boolean stationary = optimum.status() == Optimum.Status.CONVERGED || optimum.decrement() < CONVERGED;
        String failure = optimum.status() == Optimum.Status.START_INFEASIBLE
                ? NO_LIKELIHOOD
                : stationary && finished.certified() ? "" : NOT_CONVERGED;
        return new Refit(likelihood, factors, optimum, finished.singular(), failure);
    }

    /** θ̂ of a model, with zeros moved off the boundary. */
    static double[] start(FittedModel model) {
        double[] point = model.theta();
        for (int i = 0; i < point.length; i++) {
            point[i] = point[i] == 0 ? OFF_BOUNDARY : point[i];
        }
        return point;
    }

    boolean fitted() {
        return failure.isEmpty();
    }

    Estimates estimates(FittedModel model) {
        return likelihood.estimates(optimum.point(), model.conditioning(), factors, model.kept());
    }
}
