package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.inference.Sandwich;
import dev.echelon.internal.inference.StoredMoments;
import dev.echelon.result.ResidualCovariance;
import java.util.Optional;

/**
 * What a fit with structured residuals has besides the other: its cross-products tell its hypotheses, but no longer its
 * likelihood.
 *
 * @param estimate what users see
 * @param plan how the likelihood was computed
 * @param theta the parameters, in the order of {@code estimate}
 * @param moments what tests of fixed effects need
 * @param betweenWithin degrees of freedom of each fixed effect by what varies within subjects; NaN if there are random
 *     terms
 * @param robust the covariance of the fixed effects that tests use; empty for the model's
 */
record ResidualState(
        ResidualCovariance estimate,
        String plan,
        double[] theta,
        StoredMoments moments,
        double[] betweenWithin,
        Optional<Robust> robust) {

    /** A cluster-robust covariance of the fixed effects, which tests use. */
    record Robust(Vcov kind, Sandwich sandwich) {}

    ResidualState withRobust(Optional<Robust> value) {
        return new ResidualState(estimate, plan, theta, moments, betweenWithin, value);
    }

    /** What to say of something that is computed from cross-products and therefore not for such fits. */
    static EchelonException refusal(String what) {
        return new EchelonException(
                what + " cannot be computed yet for a model with repeated() or variance(), because its"
                        + " residuals are not independent with one variance");
    }
}
