package dev.echelon.internal.marginal;

import dev.echelon.internal.design.Design;
import dev.echelon.internal.design.ResidualRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The golden path from a design and the R side of a model to estimates. */
public final class MarginalFit {
    private MarginalFit() {}

    /**
     * Estimates by REML or maximum likelihood.
     *
     * @throws dev.echelon.error.EchelonException if the model cannot be fitted to these rows
     */
    public static MarginalEstimates of(Design design, ResidualRows rows, boolean reml) {
        if (rows.variances().stream().anyMatch(ResidualRows.Variance::ofFitted)) {
            return FittedVariance.fit(design, rows, reml);
        }
        return fit(Problem.of(design, rows, reml), List.of());
    }

    /** @param starts tried before those that the data suggest; if any, these are not tried */
    static MarginalEstimates fit(Problem problem, List<double[]> starts) {
        return Extraction.of(problem, Optimisation.of(problem, starts.isEmpty() ? starts(problem) : starts));
    }

    private static List<double[]> starts(Problem problem) {
        List<double[]> starts = new ArrayList<>(
                new Starts(problem.data(), problem.rows(), problem.terms(), problem.parameters()).all());
        double[] mivque = Mivque.of(problem);
        if (mivque.length > 0) {
            Point point = new Point(problem.parameters(), mivque, List.of());
            if (Double.isFinite(problem.evaluation().value(point).objective())) {
                starts.set(0, mivque);
            }
        }
        return starts;
    }

    /** The parameters of the working point as a start for another fit of the same model. */
    static double[] start(Problem problem, MarginalEstimates estimates) {
        List<Double> theta = new ArrayList<>();
        int slots = problem.rows().slotNames().size();
        for (int k = 0; k < problem.parameters().residual(); k++) {
            double order = problem.parameters().order(k, slots);
            theta.add(estimates.residual().get(k).estimate() * Math.pow(problem.data().scale, -order));
        }
        double[] out = Arrays.copyOf(
                theta.stream().mapToDouble(Double::doubleValue).toArray(),
                problem.parameters().size());
        RandomEffects.start(problem, estimates, out);
        return out;
    }
}
