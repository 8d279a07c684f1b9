package dev.echelon;

import dev.echelon.covariance.Positions;
import dev.echelon.covariance.VarianceFunction;
import dev.echelon.internal.design.ResidualRows;

/** The standard deviation of the residual of each row, of weight one, under the R side of a fit. */
final class ResidualDeviations {
    private ResidualDeviations() {}

    /**
     * √Σ_ii of each row times its variance functions.
     *
     * @param theta parameters of the structure for each group, then of the variance functions
     * @param fitted Xβ̂ of each row, for variance functions of it
     */
    static double[] of(ResidualRows rows, double[] theta, double[] fitted) {
        int n = rows.subjects().length;
        int each = rows.structure().parameterCount(rows.slotNames().size());
        double[] deviations = new double[n];
        double[] variance = new double[1];
        for (int i = 0; i < n; i++) {
            rows.structure().covariance(at(rows, i), theta, rows.groups()[i] * each, variance);
            deviations[i] = Math.sqrt(variance[0]);
        }
        int offset = each * rows.groupLevels().size();
        for (ResidualRows.Variance function : rows.variances()) {
            offset = multiply(function, fitted, theta, offset, deviations);
        }
        return deviations;
    }

    private static Positions at(ResidualRows rows, int i) {
        if (rows.slots().length > 0) {
            return Positions.slots(new int[] {rows.slots()[i]}, rows.slotNames().size());
        }
        double[] place = new double[rows.coordinates().length];
        for (int axis = 0; axis < place.length; axis++) {
            place[axis] = rows.coordinates()[axis][i];
        }
        return Positions.coordinates(new double[][] {place});
    }

    private static int multiply(
            ResidualRows.Variance variance, double[] fitted, double[] theta, int offset, double[] deviations) {
        VarianceFunction function = variance.function();
        int strata = Math.max(1, variance.strata().size());
        int s = function.parameterCount(strata);
        double[] log = new double[1 + s + s * s];
        for (int i = 0; i < deviations.length; i++) {
            function.log(strata, variance.ofFitted() ? fitted[i] : variance.values()[i], theta, offset, log);
            deviations[i] *= Math.exp(log[0]);
        }
        return offset + s;
    }
}
