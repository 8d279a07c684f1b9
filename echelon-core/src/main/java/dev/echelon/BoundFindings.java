package dev.echelon;

import dev.echelon.result.Convergence;
import dev.echelon.result.Finding;
import dev.echelon.result.Finding.Severity;
import dev.echelon.result.ResidualCovariance;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a fit tells about parameters of the R side that ended at a bound or ran away without one. */
final class BoundFindings {
    /** Standard errors from which an estimate of a search that did not end says nothing. */
    private static final double VAGUE = 10;

    private BoundFindings() {}

    /** The findings with those about the R side. */
    static List<Finding> added(List<Finding> findings, Optional<ResidualState> residual, Convergence convergence) {
        if (residual.isEmpty()) {
            return findings;
        }
        List<Finding> all = new ArrayList<>(findings);
        for (ResidualCovariance.Parameter each : residual.get().estimate().parameters()) {
            String name = each.name() + (each.group().isEmpty() ? "" : " of " + each.group());
            if (each.estimate() == 0 && Double.isNaN(each.stdError()) && !Double.isNaN(convergence.kkt())) {
                all.add(new Finding(
                        "residual-at-bound",
                        Severity.NOTE,
                        "'" + name + "' of the residuals is estimated as exactly zero.",
                        "Estimates of the rest are valid; the parameter can be left out without changing the fit."));
            } else if (!convergence.converged() && each.stdError() > VAGUE * Math.abs(each.estimate())) {
                all.add(new Finding(
                        "residual-drifts",
                        Severity.ERROR,
                        String.format(
                                Locale.ROOT,
                                "'%s' of the residuals has no optimum: the likelihood still rises where the search ended,"
                                        + " at %.4g with a standard error of %.2g.",
                                name,
                                each.estimate(),
                                each.stdError()),
                        "Take a structure with fewer parameters, or another one; a range without end means a trend that"
                                + " belongs into the fixed effects."));
            }
        }
        return List.copyOf(all);
    }
}
