package dev.echelon;

import dev.echelon.error.EchelonException;
import dev.echelon.internal.design.Design;
import dev.echelon.internal.inference.Sandwich;
import dev.echelon.internal.marginal.ClusterRobust;
import dev.echelon.internal.marginal.MarginalEstimates;
import java.util.Optional;

/** Gives a fit a cluster-robust covariance of its fixed effects. */
final class RobustTests {
    private RobustTests() {}

    /** The state of the fit with tests by this covariance. */
    static FitState state(FitState state, Optional<FittedRows> rows, Vcov kind) {
        if (state.residual().isEmpty()) {
            if (kind == Vcov.MODEL) {
                return state;
            }
            throw new EchelonException("cluster-robust standard errors need subjects; name them by repeated(), as in"
                    + " repeated(id(1 | subject)), or any structure");
        }
        ResidualState residual = state.residual().get();
        if (kind == Vcov.MODEL) {
            return state.withResidual(residual.withRobust(Optional.empty()));
        }
        if (residual.robust().filter(known -> known.kind() == kind).isPresent()) {
            return state;
        }
        FittedRows fitted =
                rows.orElseThrow(() -> new EchelonException("a fit read from a file holds no rows, from which"
                        + " robust standard errors are computed; fit again with --vcov " + kind.id()
                        + " and save that"));
        Design design = fitted.encoded().design();
        MarginalEstimates estimates = fitted.marginal().orElseThrow();
        Sandwich sandwich = ClusterRobust.of(
                design,
                design.residual().orElseThrow(),
                estimates,
                state.criterion() == Criterion.REML,
                ClusterRobust.Kind.valueOf(kind.name()));
        return state.withResidual(residual.withRobust(Optional.of(new ResidualState.Robust(kind, sandwich))));
    }
}
