package dev.echelon;

import dev.echelon.covariance.Positions;
import dev.echelon.internal.design.ResidualRows;
import dev.echelon.internal.predict.VarianceScale;

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
        double[] scale = VarianceScale.of(rows, theta, fitted);
        for (int i = 0; i < n; i++) {
            deviations[i] *= scale[i];
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
}
