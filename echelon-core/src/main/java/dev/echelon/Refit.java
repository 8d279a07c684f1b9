package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.crossproducts.GroupingFactor;
import dev.echelon.internal.likelihood.Boundary;
import dev.echelon.internal.likelihood.ProfiledLikelihood;
import dev.echelon.internal.optim.Optimum;
import dev.echelon.internal.optim.Options;
import dev.echelon.internal.optim.TrustRegion;
import java.util.List;

/** A fit optimised again by another criterion, from its cross-products. */
final class Refit {
    private Refit() {}

    /** −2 log-likelihood at its minimum. */
    static double maximumLikelihood(FitState state) {
        if (state.residual().isPresent()) {
            throw new EchelonException("the model '" + state.formula() + "' has repeated() or variance() and cannot be"
                    + " fitted again by maximum likelihood without its data; fit all models by ML and compare those");
        }
        List<GroupingFactor> factors = state.factors();
        ProfiledLikelihood likelihood = new ProfiledLikelihood(state.data(), factors, false);
        Optimum found = TrustRegion.minimise(likelihood, likelihood.start(), Options.DEFAULTS);
        Boundary finished = Boundary.finish(likelihood, found);
        if (!Double.isFinite(finished.optimum().value())) {
            throw new EchelonException("the model '" + state.formula()
                    + "' cannot be fitted again by maximum likelihood; fit all models by ML and compare those");
        }
        return likelihood
                .estimates(finished.optimum().point(), state.conditioning(), factors, state.kept())
                .objective();
    }
}
