package dev.echelon.internal.marginal;

import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.ResidualRows;
import java.util.ArrayList;
import java.util.List;

/**
 * Variance functions of the fitted value. V then depends on β and b; as in nlme, the fitted values Xβ̂ + Zb̂ of one fit
 * are the argument of the next, until the parameters repeat themselves.
 *
 * <p><b>Source</b> Pinheiro and Bates, Mixed-Effects Models in S and S-PLUS (2000), section 5.2
 */
final class FittedVariance {
    private static final int MOST_REFITS = 200;
    private static final double TOLERANCE = 1e-9;

    private FittedVariance() {}

    static MarginalEstimates fit(Design design, ResidualRows rows, boolean reml) {
        List<ResidualRows.Variance> fixed =
                rows.variances().stream().filter(v -> !v.ofFitted()).toList();
        MarginalEstimates estimates = MarginalFit.fit(Problem.of(design, with(rows, fixed), reml), List.of());
        double[] previous = new double[0];
        List<double[]> starts = List.of();
        for (int refit = 1; ; refit++) {
            Problem problem = Problem.of(design, with(rows, at(rows.variances(), estimates.conditional())), reml);
            estimates = MarginalFit.fit(problem, starts);
            double[] start = MarginalFit.start(problem, estimates);
            starts = List.of(start);
            boolean repeats = previous.length > 0 && change(previous, start) < TOLERANCE;
            if (repeats || refit == MOST_REFITS) {
                return estimates.refitted(refit, repeats);
            }
            previous = start;
        }
    }

    /** The rows with the arguments of variance functions of fitted values that the fit ended with. */
    static ResidualRows with(ResidualRows rows, MarginalEstimates fit) {
        return with(rows, at(rows.variances(), fit.conditional()));
    }

    private static double change(double[] a, double[] b) {
        double most = 0;
        for (int i = 0; i < a.length; i++) {
            most = Math.max(most, Math.abs(a[i] - b[i]) / Math.max(1e-3, Math.abs(a[i])));
        }
        return most;
    }

    private static List<ResidualRows.Variance> at(List<ResidualRows.Variance> variances, double[] fitted) {
        List<ResidualRows.Variance> out = new ArrayList<>();
        for (ResidualRows.Variance v : variances) {
            out.add(v.ofFitted() ? new ResidualRows.Variance(v.function(), v.label(), true, fitted, v.strata()) : v);
        }
        return out;
    }

    private static ResidualRows with(ResidualRows rows, List<ResidualRows.Variance> variances) {
        return new ResidualRows(
                rows.structure(),
                rows.subject(),
                rows.subjects(),
                rows.subjectLevels(),
                rows.position(),
                rows.slots(),
                rows.slotNames(),
                rows.coordinates(),
                rows.group(),
                rows.groups(),
                rows.groupLevels(),
                variances);
    }
}
