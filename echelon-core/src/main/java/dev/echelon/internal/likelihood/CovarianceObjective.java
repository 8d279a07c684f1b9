package dev.echelon.internal.likelihood;

import dev.echelon.covariance.Covariance;
import dev.echelon.internal.optim.Objective;
import java.util.List;

/** An objective some of whose variables are the parameters of covariances of random effects, which may be singular. */
public interface CovarianceObjective extends Objective {

    /** Where the covariances are among the variables. */
    List<Place> places();

    /** H = ∂d/∂Σ of the covariance at a place, at the last point, w×w. */
    double[] score(Place place);

    /**
     * One covariance.
     *
     * @param index among the places
     * @param width how many effects
     * @param theta its first variable
     */
    record Place(int index, int width, Covariance covariance, int theta) {}
}
